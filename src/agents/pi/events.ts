import { type Fields, identifier, shown, text, toolText } from '../values.ts';
import type { Turn } from './parse.ts';
import { isAbort, retryUntil } from './retry.ts';

/** What our extension in a Pi process has told so far. */
export interface Told extends Turn {
  /** Null before the first event. */
  thread: string | null;
  /** The session's file, which may not be written yet; null for a session that is kept in memory. */
  file: string | null;
  /** Tools that run, oldest first: id to what is called. */
  tools: ReadonlyMap<string, string>;
  model: string | null;
  custom: string | null;
  prompt: string | null;
  /** Nothing was said in this session before. */
  fresh: boolean;
  version: number;
  updatedAt: number;
}

const toolsMax = 32;

export const nothingTold: Told = {
  thread: null,
  file: null,
  claim: 'idle',
  at: 0,
  began: 0,
  error: null,
  attempts: 0,
  retryUntil: null,
  tools: new Map(),
  model: null,
  custom: null,
  prompt: null,
  fresh: false,
  version: 0,
  updatedAt: 0,
};

/** Takes in one event of Pi (0.73.1, `docs/extensions.md`), as `scripts/integrations/pi-extension.ts` writes it. */
export function hear(before: Told, event: Fields, at: number, version: number): Told {
  const told = { ...about(before, event), version, updatedAt: at };
  switch (event['type']) {
    case 'session_start':
      return {
        ...told,
        claim: 'idle',
        at,
        attempts: 0,
        retryUntil: null,
        tools: new Map(),
        fresh: event['fresh'] === true,
      };
    case 'input':
      return { ...told, attempts: 0, prompt: told.prompt ?? (told.fresh ? shown(event['text']) : null) };
    case 'agent_start': {
      const began = told.retryUntil === null ? at : told.began;
      return { ...told, claim: 'running', at: began, began, retryUntil: null, tools: new Map() };
    }
    case 'tool_execution_start': {
      const tools = [
        ...told.tools,
        [text(event['toolCallId']) ?? '', toolText(event['toolName'], event['args'])],
      ] as const;
      return { ...told, tools: new Map(tools.slice(-toolsMax)) };
    }
    case 'tool_execution_end': {
      const tools = new Map(told.tools);
      tools.delete(text(event['toolCallId']) ?? '');
      return { ...told, tools };
    }
    case 'agent_end':
      return ended(told, event, at);
    case 'agent_settled':
      // Pi 0.87: nothing follows by itself.
      return { ...told, retryUntil: null };
    default:
      return told;
  }
}

/** Every event names its session. Another one is another thread, of which nothing is known yet. */
function about(before: Told, event: Fields): Told {
  const thread = identifier(event['sid']) ?? before.thread;
  const same = thread === before.thread ? before : { ...nothingTold, thread };
  return {
    ...same,
    file: text(event['file']) ?? same.file,
    model: shown(event['model']) ?? same.model,
    custom: shown(event['name']) ?? same.custom,
  };
}

/** Pi ends a run after each failed attempt; before `agent_settled` came it did not say whether another follows. */
function ended(told: Told, event: Fields, at: number): Told {
  const over = { ...told, at, attempts: 0, retryUntil: null, error: null, tools: new Map() };
  switch (event['stopReason']) {
    case 'aborted':
      return { ...over, claim: 'interrupted' };
    case 'error': {
      const error = shown(event['errorMessage']);
      if (isAbort(error)) return { ...over, claim: 'interrupted' };
      const attempts = told.attempts + 1;
      return { ...over, claim: 'error', error, attempts, retryUntil: retryUntil(error, at) };
    }
    case undefined:
      return { ...over, claim: 'idle' };
    default:
      return { ...over, claim: 'done' };
  }
}
