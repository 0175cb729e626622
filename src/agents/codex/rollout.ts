import { basename } from 'node:path';
import type { Claim, Facts } from '../../core/evidence.ts';
import { type Fields, fields, list, parseFields, shown, text, time, toolText } from '../values.ts';

/** What a rollout says of its thread, as far as it was read. */
export interface Rollout {
  /** The thread that started it as a subagent. */
  parent: string | null;
  cwd: string | null;
  model: string | null;
  /** The first prompt. */
  prompt: string | null;
  /** The last turn; null before the first. */
  turn: Turn | null;
  /** Tools that run or wait, by call id, the newest last. */
  calls: ReadonlyMap<string, Call>;
  /** Lines were left out and no turn has begun or ended since: whether one runs is to be guessed from what comes. */
  lost: boolean;
}

interface Turn {
  id: string | null;
  /** `running` while it is open. */
  claim: 'running' | 'done' | 'error' | 'interrupted';
  /** Epoch milliseconds of its begin, or of its end. */
  at: number;
  error: string | null;
}

interface Call {
  /** Epoch milliseconds. */
  at: number;
  detail: string;
  /** It asks a person. */
  asks: boolean;
}

export const emptyRollout: Rollout = {
  parent: null,
  cwd: null,
  model: null,
  prompt: null,
  turn: null,
  calls: new Map(),
  lost: false,
};

const callsMax = 64;
/** `…/sessions/2026/11/21/rollout-2026-11-21T07-32-12-<id>.jsonl`. */
const fileName = /^rollout-[\dT-]+-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/;

/** The thread that a rollout's file is named after; null when it is none. */
export function threadOfRollout(path: string): string | null {
  return fileName.exec(basename(path))?.[1] ?? null;
}

/** What is known after lines were left out: whatever ran before may have ended there. */
export function afterGap(rollout: Rollout): Rollout {
  return { ...rollout, turn: null, calls: new Map(), lost: true };
}

/** Takes one line in. What is not understood changes nothing. After Codex 0.169; lines of older versions where they differ. */
export function foldLine(rollout: Rollout, line: string): Rollout {
  const parsed = parseFields(line);
  const payload = fields(parsed?.['payload']);
  const at = time(parsed?.['timestamp']);
  if (parsed === null || payload === null || at === null) return rollout;
  switch (parsed['type']) {
    case 'session_meta':
      return { ...rollout, parent: text(payload['parent_thread_id']), cwd: text(payload['cwd']) ?? rollout.cwd };
    case 'turn_context':
      return { ...rollout, cwd: text(payload['cwd']) ?? rollout.cwd, model: shown(payload['model']) ?? rollout.model };
    case 'event_msg':
      return foldEvent(rollout, payload, at);
    case 'response_item':
      return foldItem(rollout, payload, at);
    default:
      return rollout;
  }
}

function foldEvent(rollout: Rollout, payload: Fields, at: number): Rollout {
  const id = text(payload['turn_id']);
  switch (payload['type']) {
    case 'task_started':
      return { ...rollout, turn: { id, claim: 'running', at, error: null }, calls: new Map(), lost: false };
    case 'task_complete': {
      const error = fields(payload['error']);
      if (error === null) return end(rollout, { id, claim: 'done', at, error: null });
      return end(rollout, { id, claim: 'error', at, error: errorText(error['message']) });
    }
    case 'turn_aborted':
      return end(rollout, { id, claim: 'interrupted', at, error: null });
    case 'item_completed':
      return foldCompleted(rollout, fields(payload['item']), id, at);
    // Codex before "paginated" histories.
    case 'user_message':
      return { ...rollout, prompt: rollout.prompt ?? shown(payload['message']) };
    default:
      return rollout;
  }
}

/** What a model's server answers is passed on as it is: mostly JSON with a message in it. */
function errorText(message: unknown): string | null {
  const inner = fields(parseFields(text(message) ?? '')?.['error']);
  return shown(inner?.['message']) ?? shown(message);
}

/** The end of another turn than the one that runs is none. */
function end(rollout: Rollout, turn: Turn): Rollout {
  const open = rollout.turn;
  if (open?.claim === 'running' && open.id !== null && turn.id !== null && open.id !== turn.id) return rollout;
  return { ...rollout, turn, calls: new Map(), lost: false };
}

function foldCompleted(rollout: Rollout, item: Fields | null, id: string | null, at: number): Rollout {
  const guessed: Rollout = rollout.lost
    ? { ...rollout, turn: { id, claim: 'running', at, error: null }, lost: false }
    : rollout;
  if (item?.['type'] !== 'UserMessage') return guessed;
  const said = list(item['content'])
    .map((part) => text(fields(part)?.['text']))
    .filter((part) => part !== null);
  return { ...guessed, prompt: guessed.prompt ?? shown(said.join(' ')) };
}

/** A command's end may come long after its turn was aborted (20 s measured): without an open turn, calls say nothing. */
function foldItem(rollout: Rollout, payload: Fields, at: number): Rollout {
  const id = text(payload['call_id']);
  if (id === null) return rollout;
  const calls = new Map(rollout.calls);
  switch (payload['type']) {
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
      if (rollout.turn?.claim !== 'running' || calls.size >= callsMax) return rollout;
      calls.set(id, call(payload, at));
      return { ...rollout, calls };
    case 'function_call_output':
    case 'custom_tool_call_output':
      return calls.delete(id) ? { ...rollout, calls } : rollout;
    default:
      return rollout;
  }
}

function call(payload: Fields, at: number): Call {
  const name = payload['name'] ?? payload['type'];
  const input = parseFields(text(payload['arguments']) ?? '') ?? fields(payload['action']);
  if (name === 'request_user_input') {
    const question = list(input?.['questions']).map((one) => shown(fields(one)?.['question']));
    return { at, detail: question.find((one) => one !== null) ?? 'a question', asks: true };
  }
  const command = input?.['cmd'] ?? input?.['command'];
  const words = list(command).map(String).join(' ');
  return { at, detail: toolText(name, words === '' ? input : { command: words }), asks: false };
}

/** What it claims, and since when. Null before the first turn, and where that is not known. */
export function claimOf({ turn, calls }: Rollout): { claim: Claim; at: number } | null {
  if (turn === null) return null;
  const asked = turn.claim === 'running' ? [...calls.values()].find(({ asks }) => asks) : undefined;
  return asked === undefined ? { claim: turn.claim, at: turn.at } : { claim: 'waiting', at: asked.at };
}

export function factsOf({ parent, cwd, model, prompt, turn, calls }: Rollout): Facts {
  const doing = [...calls.values()].findLast(({ asks }) => asks) ?? [...calls.values()].at(-1);
  const detail = turn?.claim === 'error' ? turn.error : doing?.detail;
  return {
    ...(prompt === null ? {} : { names: { prompt } }),
    ...(detail == null ? {} : { detail }),
    ...(model === null ? {} : { model }),
    ...(cwd === null ? {} : { cwd }),
    ...(parent === null ? {} : { parent }),
  };
}
