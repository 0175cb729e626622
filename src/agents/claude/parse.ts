import { type Fields, fields, list, parseFields, shown, text, time } from '../values.ts';
import { asks, delegates, toolDetail } from './tool.ts';

/** How far a turn is: none was begun, it goes on, it ended. */
export type Turn =
  | { is: 'none' }
  | { is: 'open'; at: number }
  | { is: 'done' | 'interrupted'; at: number }
  | { is: 'error'; at: number; text: string | null };

export interface Call {
  detail: string;
  /** It waits for the person by its nature. */
  asks: boolean;
  /** It waits for a subagent. */
  delegates: boolean;
  /** Epoch milliseconds. */
  at: number;
}

/** What a transcript tells so far. */
export interface Transcript {
  turn: Turn;
  /** Tool calls without a result, by id, oldest first. */
  calls: ReadonlyMap<string, Call>;
  /** Epoch milliseconds of the last interrupt, which ends its subagents too; 0 when there was none. */
  interruptedAt: number;
  custom: string | null;
  generated: string | null;
  prompt: string | null;
  model: string | null;
  cwd: string | null;
}

const callsMax = 64;
const noCalls: Transcript['calls'] = new Map();

export const nothingRead: Transcript = {
  turn: { is: 'none' },
  calls: noCalls,
  interruptedAt: 0,
  custom: null,
  generated: null,
  prompt: null,
  model: null,
  cwd: null,
};

/** Lines were left out before what comes: names stay, what went on does not. */
export function afterGap(before: Transcript): Transcript {
  return { ...before, turn: { is: 'none' }, calls: noCalls };
}

/**
 * Takes in one line of a transcript of Claude Code (2.1.197 and 2.1.329 were looked at). The newest line says nothing by
 * itself: most are no conversation. A subagent's file is the same with `isSidechain`; inlined lines of one are left out.
 */
export function read(before: Transcript, line: string, of: 'main' | 'subagent' = 'main'): Transcript {
  const entry = parseFields(line);
  if (entry === null) return before;
  switch (entry['type']) {
    case 'custom-title':
      return { ...before, custom: shown(entry['customTitle']) ?? before.custom };
    case 'ai-title':
      return { ...before, generated: shown(entry['aiTitle']) ?? before.generated };
    case 'last-prompt':
      return { ...before, prompt: before.prompt ?? shown(entry['lastPrompt']) };
  }
  const at = time(entry['timestamp']);
  if (at === null || (entry['isSidechain'] === true) !== (of === 'subagent')) return before;
  const known = { ...before, cwd: shown(entry['cwd']) ?? before.cwd };
  switch (entry['type']) {
    case 'user':
      return entry['isMeta'] === true || entry['isCompactSummary'] === true ? known : user(known, entry, at);
    case 'assistant':
      return assistant(known, entry, at);
    case 'system':
      return entry['subtype'] === 'turn_duration' && known.turn.is === 'open' ? end(known, { is: 'done', at }) : known;
  }
  return known;
}

function user(before: Transcript, entry: Fields, at: number): Transcript {
  const content = fields(entry['message'])?.['content'];
  const blocks = list(content).map((block) => fields(block) ?? {});
  const results = blocks.filter(({ type }) => type === 'tool_result').map(({ tool_use_id: id }) => text(id) ?? '');
  const answered = results.length === 0 ? before : afterResults(before, results, at);
  const said = text(content) ?? blocks.map((block) => text(block['text'])).find((one) => one !== null);
  if (said === undefined || said === null) return answered;
  if (/^\[Request interrupted by user/.test(said)) return end(answered, { is: 'interrupted', at });
  if (!isPrompt(entry, said) || !isLater(answered.turn, at)) return answered;
  return { ...answered, turn: { is: 'open', at }, calls: noCalls, prompt: answered.prompt ?? shown(said) };
}

/** A result of something that went on in the background does not open a turn that has ended. */
function afterResults(before: Transcript, ids: readonly string[], at: number): Transcript {
  const calls = new Map([...before.calls].filter(([id]) => !ids.includes(id)));
  return { ...before, calls, turn: before.turn.is === 'none' ? { is: 'open', at } : before.turn };
}

function assistant(before: Transcript, entry: Fields, at: number): Transcript {
  const message = fields(entry['message']) ?? {};
  const blocks = list(message['content']).map((block) => fields(block) ?? {});
  if (entry['isApiErrorMessage'] === true) {
    const said = blocks.map((block) => shown(block['text'])).find((one) => one !== null);
    return end(before, { is: 'error', at, text: said ?? shown(entry['error']) });
  }
  // Written by Claude Code itself, at an interrupt say.
  if (message['model'] === '<synthetic>') return before;
  const known = { ...before, model: shown(message['model']) ?? before.model };
  const reason = text(message['stop_reason']);
  if (reason !== null && reason !== 'tool_use' && reason !== 'pause_turn') return end(known, { is: 'done', at });
  const open: Turn = known.turn.is !== 'open' && isLater(known.turn, at) ? { is: 'open', at } : known.turn;
  if (open.is !== 'open') return known;
  const made = blocks.filter(({ type }) => type === 'tool_use').map((block) => call(block, at));
  return { ...known, turn: open, calls: new Map([...known.calls, ...made].slice(-callsMax)) };
}

function call({ id, name, input }: Fields, at: number): [string, Call] {
  return [
    text(id) ?? '',
    { detail: toolDetail(name, input), asks: asks(text(name) ?? ''), delegates: delegates(text(name) ?? ''), at },
  ];
}

/** The end of a turn is written in several lines; it counts from the first of them. Copies of a fork are old and stay so. */
function end(before: Transcript, turn: Exclude<Turn, { is: 'none' | 'open' }>): Transcript {
  const isNews = before.turn.is === 'open' || isLater(before.turn, turn.at);
  if (!isNews) return before;
  return { ...before, turn, calls: noCalls, interruptedAt: turn.is === 'interrupted' ? turn.at : before.interruptedAt };
}

function isLater(turn: Turn, at: number): boolean {
  return turn.is === 'none' || at > turn.at;
}

/** Commands, shell lines and what Claude Code tells itself come as lines of the user as well, in tags. */
function isPrompt(entry: Fields, said: string): boolean {
  const kind = fields(entry['origin'])?.['kind'];
  if (kind !== undefined && kind !== 'human') return false;
  return !/^<(?:command-|local-command-|bash-|task-notification|system-reminder)/.test(said.trimStart());
}
