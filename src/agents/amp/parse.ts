import { fileURLToPath } from 'node:url';
import { type Fields, fields, objects, parseFields, shown, text, time, toolText } from '../values.ts';

/** What a thread's file says. Amp wrote these until early 2026; the program that is current keeps threads on its server. */
export interface ThreadFile {
  id: string;
  createdAt: number;
  title: string | null;
  prompt: string | null;
  cwd: string | null;
  model: string | null;
  claim: 'idle' | 'running' | 'waiting' | 'done' | 'interrupted' | 'error';
  /** Epoch milliseconds since when, as far as the file tells. */
  at: number | null;
  detail: string | null;
}

const open = ['queued', 'in-progress', 'cancellation-requested'];

/** Null when it is no thread, or only half of one. */
export function parseThread(json: string): ThreadFile | null {
  const thread = parseFields(json);
  const id = text(thread?.['id']);
  if (thread === null || !isThreadId(id)) return null;
  const messages = objects(thread['messages']);
  const created = thread['created'];
  return {
    id,
    createdAt: typeof created === 'number' ? created : 0,
    title: shown(thread['title']),
    prompt: messages.map(promptOf).find((prompt) => prompt !== null) ?? null,
    cwd: treeOf(thread),
    model:
      messages.map((message) => shown(fields(message['usage'])?.['model'])).findLast((model) => model !== null) ?? null,
    ...stateOf(messages),
  };
}

export function isThreadId(id: unknown): id is string {
  return typeof id === 'string' && /^T-[0-9a-f-]{8,64}$/i.test(id);
}

type State = Pick<ThreadFile, 'claim' | 'at' | 'detail'>;

function stateOf(messages: readonly Fields[]): State {
  const last = messages.at(-1);
  if (last === undefined) return { claim: 'idle', at: null, detail: null };
  return last['role'] === 'assistant' ? answered(last, messages) : asked(last, messages);
}

/** Results of tools are messages of the user as well. */
function asked(last: Fields, messages: readonly Fields[]): State {
  const began = beganAt(messages);
  const runs = objects(last['content'])
    .filter(({ type }) => type === 'tool_result')
    .map(({ toolUseID, run }) => ({ id: toolUseID, status: fields(run)?.['status'] }));
  const blocked = runs.find(({ status }) => status === 'blocked-on-user');
  if (blocked !== undefined) return { claim: 'waiting', at: null, detail: toolOf(blocked.id, messages) };
  const running = runs.find(({ status }) => open.includes(String(status)));
  if (running !== undefined) return { claim: 'running', at: began, detail: toolOf(running.id, messages) };
  if (runs.some(({ status }) => status === 'cancelled')) return { claim: 'interrupted', at: null, detail: null };
  return { claim: 'running', at: began, detail: null };
}

function answered(last: Fields, messages: readonly Fields[]): State {
  const state = fields(last['state']) ?? {};
  const at = time(fields(last['usage'])?.['timestamp']);
  if (state['type'] === 'cancelled') return { claim: 'interrupted', at, detail: null };
  if (state['type'] === 'error') return { claim: 'error', at, detail: shown(fields(state['error'])?.['message']) };
  if (state['type'] === 'complete' && state['stopReason'] !== 'tool_use') return { claim: 'done', at, detail: null };
  const use = objects(last['content']).findLast(({ type }) => type === 'tool_use');
  return {
    claim: 'running',
    at: beganAt(messages),
    detail: use === undefined ? null : toolText(use['name'], use['input']),
  };
}

/** When the last prompt of a person was sent. */
function beganAt(messages: readonly Fields[]): number | null {
  const sent = messages.map((message) => fields(message['meta'])?.['sentAt']).findLast((at) => typeof at === 'number');
  return typeof sent === 'number' ? sent : null;
}

function toolOf(id: unknown, messages: readonly Fields[]): string | null {
  const uses = messages.flatMap((message) => objects(message['content']));
  const use = uses.findLast((part) => part['type'] === 'tool_use' && part['id'] === id);
  return use === undefined ? null : toolText(use['name'], use['input']);
}

function promptOf(message: Fields): string | null {
  if (message['role'] !== 'user') return null;
  return shown(objects(message['content']).find(({ type }) => type === 'text')?.['text']);
}

function treeOf(thread: Fields): string | null {
  const [tree] = objects(fields(fields(thread['env'])?.['initial'])?.['trees']);
  try {
    return fileURLToPath(text(tree?.['uri']) ?? '');
  } catch {
    // No address of a local directory: then nothing is known.
    return null;
  }
}
