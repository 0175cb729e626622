import { type Fields, fields, identifier, objects, parseFields, shown, text, time, toolText } from '../values.ts';
import { isAbort, retryUntil } from './retry.ts';

/** What a session file says. Pi 0.73 and 0.74, format version 3. */
export interface Session {
  id: string | null;
  cwd: string | null;
  /** Epoch milliseconds of the header: when the process began it, before the file was written. */
  startedAt: number;
  custom: string | null;
  prompt: string | null;
  model: string | null;
  /** Tool calls without a result, oldest first: id to what is called. */
  tools: ReadonlyMap<string, string>;
  turn: Turn;
  /** Epoch milliseconds of the newest line, and how many lines have that same time. */
  updatedAt: number;
  updates: number;
}

export interface Turn {
  claim: 'idle' | 'running' | 'done' | 'interrupted' | 'error';
  /** Epoch milliseconds: when an open turn began, a closed one ended. */
  at: number;
  /** When an open turn began, also while its attempts fail. */
  began: number;
  error: string | null;
  /** Failed attempts in a row. */
  attempts: number;
  /** Until then an error is an attempt that may be followed by another. Null: it is final. */
  retryUntil: number | null;
}

const toolsMax = 32;
const idle: Turn = { claim: 'idle', at: 0, began: 0, error: null, attempts: 0, retryUntil: null };

export const emptySession: Session = {
  id: null,
  cwd: null,
  startedAt: 0,
  custom: null,
  prompt: null,
  model: null,
  tools: new Map(),
  turn: idle,
  updatedAt: 0,
  updates: 0,
};

/** Lines were left out: what the head says of the conversation is long past. */
export function skipAhead(session: Session): Session {
  return { ...session, turn: idle, tools: new Map() };
}

export function readLines(session: Session, lines: readonly string[]): Session {
  return lines.reduce((before, line) => {
    const entry = parseFields(line);
    return entry === null ? before : readEntry(before, entry);
  }, session);
}

function readEntry(before: Session, entry: Fields): Session {
  const at = time(entry['timestamp']) ?? before.updatedAt;
  const session = touched(before, at);
  switch (entry['type']) {
    case 'session':
      return { ...session, id: identifier(entry['id']), cwd: text(entry['cwd']), startedAt: at };
    case 'session_info':
      return { ...session, custom: shown(entry['name']) };
    case 'model_change':
      return { ...session, model: shown(entry['modelId']) ?? session.model };
    case 'message':
      return readMessage(session, fields(entry['message']) ?? {}, at);
    default:
      return session;
  }
}

function touched(session: Session, at: number): Session {
  if (at < session.updatedAt) return session;
  return { ...session, updatedAt: at, updates: at === session.updatedAt ? session.updates + 1 : 0 };
}

function readMessage(session: Session, message: Fields, at: number): Session {
  switch (message['role']) {
    case 'user':
      return {
        ...session,
        prompt: session.prompt ?? shown(firstText(message['content'])),
        turn: opened(session.turn, at),
      };
    case 'assistant': {
      const model = shown(message['model']) ?? session.model;
      return { ...session, model, tools: toolCalls(message['content']), turn: answered(session.turn, message, at) };
    }
    case 'toolResult': {
      const tools = new Map(session.tools);
      tools.delete(text(message['toolCallId']) ?? '');
      return { ...session, tools, turn: session.turn.claim === 'idle' ? opened(session.turn, at) : session.turn };
    }
    default:
      return session;
  }
}

/** A prompt within a turn steers it; it begins none. */
function opened(turn: Turn, at: number): Turn {
  return turn.claim === 'running' ? turn : { ...idle, claim: 'running', at, began: at };
}

function answered(turn: Turn, message: Fields, at: number): Turn {
  const began = turn.claim === 'running' || turn.claim === 'error' ? turn.began : at;
  switch (message['stopReason']) {
    case 'toolUse':
      return { ...idle, claim: 'running', at: began, began };
    case 'aborted':
      return { ...idle, claim: 'interrupted', at, began };
    case 'error': {
      const error = shown(message['errorMessage']);
      if (isAbort(error)) return { ...idle, claim: 'interrupted', at, began };
      const attempts = turn.attempts + 1;
      return { claim: 'error', at, began, error, attempts, retryUntil: retryUntil(error, at) };
    }
    default:
      return { ...idle, claim: 'done', at, began };
  }
}

function toolCalls(content: unknown): Map<string, string> {
  const calls = objects(content)
    .filter(({ type }) => type === 'toolCall')
    .slice(0, toolsMax);
  return new Map(calls.map((call) => [text(call['id']) ?? '', toolText(call['name'], call['arguments'])]));
}

function firstText(content: unknown): string | null {
  if (typeof content === 'string') return content;
  return text(objects(content).find(({ type }) => type === 'text')?.['text']);
}
