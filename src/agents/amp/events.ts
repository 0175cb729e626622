import { type Fields, shown, text } from '../values.ts';
import { isThreadId } from './parse.ts';

/** What our plugin in an Amp process has told so far of the thread that was worked on last. */
export interface Told {
  thread: string | null;
  /** The process that runs the plugin's process. */
  ppid: number | null;
  claim: 'idle' | 'running' | 'waiting' | 'done' | 'interrupted' | 'error';
  /** Epoch milliseconds since when. */
  at: number;
  prompt: string | null;
  detail: string | null;
  version: number;
  updatedAt: number;
}

export const nothingTold: Told = {
  thread: null,
  ppid: null,
  claim: 'idle',
  at: 0,
  prompt: null,
  detail: null,
  version: 0,
  updatedAt: 0,
};

const endings: Readonly<Record<string, Told['claim']>> = { done: 'done', error: 'error', cancelled: 'interrupted' };

/** Takes in one event, as `scripts/integrations/amp-plugin.ts` writes it. Threads of subagents change nothing. */
export function hear(before: Told, event: Fields, at: number, version: number): Told {
  const thread = text(event['thread']);
  if (!isThreadId(thread) || text(event['parent']) !== null) return before;
  const ppid = typeof event['ppid'] === 'number' ? event['ppid'] : before.ppid;
  const same = thread === before.thread ? before : { ...nothingTold, thread, at };
  const told = { ...same, ppid, version, updatedAt: at };
  switch (event['type']) {
    case 'agent.start':
      return { ...told, claim: 'running', at, detail: null, prompt: told.prompt ?? shown(event['message']) };
    case 'agent.end':
      return { ...told, claim: endings[String(event['status'])] ?? 'idle', at, detail: null };
    case 'tool.result':
      return { ...told, detail: null };
    case 'state':
      return { ...told, ...stateOf(told, event, at) };
    default:
      return told;
  }
}

function stateOf(told: Told, event: Fields, at: number): Pick<Told, 'claim' | 'at' | 'detail'> {
  const { claim, detail } = told;
  switch (event['state']) {
    case 'awaiting-approval':
      return claim === 'waiting' ? told : { claim: 'waiting', at, detail: shown(event['detail']) };
    case 'running':
      return claim === 'running' ? told : { claim: 'running', at, detail: null };
    case 'error':
      return { claim: 'error', at, detail };
    case 'idle':
      // How it ended may have been told before, or comes now.
      return claim === 'running' || claim === 'waiting' ? { claim: 'idle', at, detail: null } : told;
    default:
      return told;
  }
}
