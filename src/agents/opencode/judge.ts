import type { Claim } from '../../core/evidence.ts';
import type { Ending } from './events.ts';
import { line } from './value.ts';

/** A row of `session`, with its newest messages and the tool calls of the newest answer. Times are epoch milliseconds. */
export interface SessionRow {
  id: string;
  parent: string | null;
  directory: string;
  title: string | null;
  model: string | null;
  created: number;
  /** Newest first. */
  messages: readonly MessageRow[];
  /** Of the newest answer, oldest first. */
  tools: readonly ToolRow[];
}

export interface MessageRow {
  id: string;
  role: string | null;
  created: number;
  /** When the row was written last. */
  updated: number;
  completed: number | null;
  finish: string | null;
  error: string | null;
  errorText: string | null;
  model: string | null;
}

export interface ToolRow {
  tool: string;
  status: string;
  /** What it does has begun to show, a command's output say. */
  hasMetadata: boolean;
  start: number | null;
  error: string | null;
  /** What it is to do; of `question`, what is asked. */
  detail: string | null;
}

export interface Judgement {
  claim: Claim;
  /** Epoch milliseconds since when. */
  at: number;
  detail?: string | undefined;
  /** Epoch milliseconds when time alone makes it `waiting`. */
  due?: number;
}

/**
 * How long an allowed tool call may take to show that it runs: 73–279 ms with `bash`, OpenCode 1.18.33, 7 s on a machine with much
 * other work. It is a guess then, and a screen that shows no question refutes it.
 */
const silentMillisMax = 1000;
/** Tools that show it at once, or end at once. Others (`webfetch`, of MCP servers) may well run for long and show nothing. */
const promptTools: readonly string[] = ['bash', 'read', 'write', 'edit', 'multiedit', 'patch', 'apply_patch'];
/** Ends the turn. With a word to the agent (`… with the following feedback: …`) it goes on. */
const refused = /^The user (?:rejected permission(?!.{0,60} feedback:)|dismissed)/;

/**
 * What the database of OpenCode 1.18 says of a session. It says nothing of retries, permissions and Esc before the first answer
 * begins; that a tool call waits for permission is concluded. Pure.
 */
export function judge({ messages, tools, created }: SessionRow, now: number): Judgement {
  const newest = messages[0];
  if (newest === undefined) return { claim: 'idle', at: created };
  const answer = messages.find(({ role }) => role === 'assistant');
  const prompt = messages.find(({ role }) => role === 'user');
  if (answer === undefined) return { claim: 'running', at: newest.created };
  if (answer.completed === null) return open(answer, turnStart(messages, answer), tools, now);
  if (prompt !== undefined && isLater(prompt, answer) && !isDropped(prompt, answer)) {
    return { claim: 'running', at: prompt.created };
  }
  const ending = endingOf(answer, tools);
  if (ending === null) return { claim: 'running', at: turnStart(messages, answer) };
  return { ...ending, at: answer.completed };
}

function open(answer: MessageRow, since: number, tools: readonly ToolRow[], now: number): Judgement {
  const running = tools.filter(({ status }) => status === 'running');
  const question = running.find(({ tool }) => tool === 'question');
  const start = ({ start }: ToolRow) => start ?? answer.created;
  if (question !== undefined) return { claim: 'waiting', at: start(question), detail: line(question.detail) };
  const silent = running
    .filter(({ tool, hasMetadata }) => !hasMetadata && promptTools.includes(tool))
    .sort((a, b) => start(a) - start(b))[0];
  const detail = line(running.at(-1)?.detail);
  if (silent === undefined) return { claim: 'running', at: since, detail };
  const due = start(silent) + silentMillisMax;
  if (now < due) return { claim: 'running', at: since, detail, due };
  return { claim: 'waiting', at: start(silent), detail: line(silent.detail) };
}

/** Null when the turn goes on: the next answer is about to begin. */
function endingOf({ error, errorText, finish }: MessageRow, tools: readonly ToolRow[]): Ending | null {
  if (error === 'MessageAbortedError') return { claim: 'interrupted' };
  if (error !== null) return { claim: 'error', detail: line(errorText) ?? line(error) ?? 'error' };
  // Esc while it waited to try again.
  if (finish === null) return { claim: 'interrupted' };
  if (finish !== 'tool-calls') return { claim: 'done' };
  return tools.some((tool) => refused.test(tool.error ?? '')) ? { claim: 'done' } : null;
}

function turnStart(messages: readonly MessageRow[], answer: MessageRow): number {
  return messages.find((one) => one.role === 'user' && !isLater(one, answer))?.created ?? answer.created;
}

/** Ids sort by time, OpenCode 1.18. */
function isLater(one: MessageRow, other: MessageRow): boolean {
  return one.created === other.created ? one.id > other.id : one.created > other.created;
}

/** What was queued is dropped when the turn before it is aborted. */
function isDropped(prompt: MessageRow, answer: MessageRow): boolean {
  return answer.error === 'MessageAbortedError' && answer.completed !== null && prompt.created <= answer.completed;
}
