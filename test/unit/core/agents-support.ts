import type { KnownProcess } from '../../../src/core/agents.ts';
import type { Event } from '../../../src/core/event.ts';
import type { AgentProcess, Evidence } from '../../../src/core/evidence.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { initialState, type State } from '../../../src/core/state.ts';
import type { Topology } from '../../../src/core/topology.ts';
import type { Thread } from '../../../src/protocol/state.ts';

export const server = '/tmp/tmux';
/** Epoch milliseconds at which the processes of these tests started; watching began a second before. */
export const began = 1_000_000;

export function process(pid: number, more: Partial<AgentProcess> = {}): AgentProcess {
  return {
    agent: 'claude',
    pid,
    start: `${pid}0`,
    startedAt: began,
    cwd: '/home/me/api',
    argv: ['claude'],
    env: {},
    place: { server, pane: `%${pid}` },
    ...more,
  };
}

export function known(pid: number, ended: number | null = null): KnownProcess {
  return { ...process(pid), ended };
}

/** A statement `at` milliseconds after the processes started, with that as its version. */
export function says(
  source: Evidence['source'],
  claim: Evidence['claim'],
  at: number,
  more: Partial<Evidence> = {},
): Evidence {
  const live = source !== 'transcript' && source !== 'database' && source !== 'hook';
  return {
    agent: 'claude',
    thread: 'T1',
    source,
    subject: live ? 'pid:1' : 'T1.jsonl',
    version: at,
    claim,
    at: began + at,
    process: live ? { pid: 1, start: '10' } : null,
    expires: null,
    facts: {},
    ...more,
  };
}

/** Two sessions of one window, pane `%1` in the first and `%2` in the second; `client` looks at one of them. */
export function topology(client: '$0' | '$1' | null): Topology {
  const window = (number: number) => ({
    id: `@${number}`,
    name: 'w',
    zoomed: false,
    width: 80,
    layout: '',
    kept: null,
    panes: [{ id: `%${number}`, pid: 1, role: 'work' as const, active: true, last: false, width: 80, left: 0 }],
  });
  return {
    sessions: [1, 2].map((number) => ({
      id: `$${number - 1}`,
      name: `s${number}`,
      windows: [{ window: `@${number}`, index: 0, active: true }],
    })),
    windows: new Map([1, 2].map((number) => [`@${number}`, window(number)])),
    clients: client === null ? [] : [{ name: 'c', session: client, lastSessionName: '' }],
    foreignControl: false,
    stash: [],
    options: { width: '', position: '' },
    mouse: false,
  };
}

export function stateAfter(events: readonly Event[], from: State = initialState): State {
  return events.reduce(reduce, from);
}

/** Watching began, both sessions are there, and nobody looks. */
export const watching: readonly Event[] = [
  { type: 'agents.watched', now: began - 1000 },
  { type: 'tmux.listed', server, topology: topology(null) },
  {
    type: 'directories.seen',
    server,
    dirs: new Map([
      ['$0', '/home/me/api'],
      ['$1', '/home/me'],
    ]),
  },
];

export function listed(at: number, ...processes: AgentProcess[]): Event {
  return { type: 'agents.listed', processes, now: began + at };
}

export function observed(at: number, ...evidence: Evidence[]): Event {
  return { type: 'evidence.observed', evidence, now: began + at };
}

export function tick(at: number): Event {
  return { type: 'clock.ticked', now: began + at };
}

export function threads(state: State): Thread[] {
  return state.agents.rows.map(({ thread }) => thread);
}
