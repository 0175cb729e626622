import { cpuUsage } from 'node:process';
import type { AgentProcess, Evidence } from '../../../src/core/evidence.ts';
import { feed } from '../../../src/core/feed.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { initialState, type State } from '../../../src/core/state.ts';
import type { Topology } from '../../../src/core/topology.ts';
import { shortened, snapshot } from '../../../src/core/view.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { quick, untilSteady } from '../sampling.ts';

const manyThreads = 300;
const fewThreads = 15;
const panesPerWindow = 3;
const eventsPerSecond = 50;
const roundsToWarmUp = 100;
const microsPerSecond = 1e6;
const server = '/tmp/tmux-1000/default';
const startedAt = Date.UTC(2026, 10, 21);

/**
 * What 50 statements a second about 300 threads, each in its pane, take of a core: the model alone, and with what is told to
 * readers of the events and to a sidebar. In this process, without any input or output. Floor: the same with 15 threads.
 */
export const engine: Figure = {
  name: 'engine',
  async measure({ n, floorsOnly }) {
    const rows: Row[] = [];
    for (const [what, hear] of Object.entries({ reduce: () => undefined, 'with events and snapshots': tell })) {
      const [floor] = await measure(fewThreads, what, hear, n, true);
      const [one] = floorsOnly ? [] : await measure(manyThreads, what, hear, n, false);
      if (floor !== undefined) rows.push(...(one === undefined ? [floor] : [compared(one, floor), floor]));
    }
    return rows;
  },
};

type Hear = (before: State, after: State, event: Parameters<typeof reduce>[1]) => void;

function measure(threads: number, what: string, hear: Hear, n: number, floor: boolean): Promise<Row[]> {
  let state = filled(threads);
  let turn = 0;
  const next = () => {
    turn += 1;
    const thread = (turn * 7) % threads;
    const now = startedAt + turn * (1000 / eventsPerSecond);
    // Each time round all threads have another state.
    const claim = Math.floor(turn / threads) % 2 === 0 ? 'running' : 'waiting';
    const event = { type: 'evidence.observed', evidence: [registry(thread, claim, now)], now } as const;
    const before = state;
    state = reduce(state, event);
    hear(before, state, event);
  };
  for (let round = 0; round < roundsToWarmUp; round += 1) next();
  const name = `${threads} threads, ${eventsPerSecond} statements a second: ${what}`;
  return untilSteady(
    quick(n),
    async () => {
      // Not the time: what else runs on the machine does not count.
      const before = cpuUsage();
      for (let event = 0; event < eventsPerSecond; event += 1) next();
      const { user, system } = cpuUsage(before);
      return ((user + system) / microsPerSecond) * 100;
    },
    (samples) => [row('engine', name, '% of a core', samples, floor)],
  );
}

function tell(before: State, after: State, event: Parameters<typeof reduce>[1]): void {
  feed(before, after, event);
  JSON.stringify(shortened(snapshot(after)));
}

function filled(threads: number): State {
  const processes = Array.from({ length: threads }, (_, index) => process(index));
  const evidence = processes.flatMap((_, index) => [registry(index, 'idle', startedAt), transcript(index)]);
  const events = [
    { type: 'agents.watched', now: startedAt },
    { type: 'tmux.listed', server, topology: topology(threads) },
    { type: 'agents.listed', processes, now: startedAt },
    { type: 'evidence.observed', evidence, now: startedAt },
  ] as const;
  return events.reduce<State>(reduce, initialState);
}

function topology(threads: number): Topology {
  const ids = Array.from({ length: threads / panesPerWindow }, (_, index) => index);
  const pane = (id: number) => ({
    ...{ id: `%${id}`, role: 'work', active: id % panesPerWindow === 0, last: false, width: 80, left: 0, pid: id + 1 },
    ...{ height: 24, top: 0, title: '', command: 'claude' },
  });
  const windows = ids.map((id) => ({
    ...{ id: `@${id}`, name: 'work', zoomed: false, width: 240, layout: '', kept: null },
    panes: Array.from({ length: panesPerWindow }, (_, index) => pane(id * panesPerWindow + index)),
  }));
  return {
    sessions: ids.map((id) => ({
      id: `$${id}`,
      name: `work-${id}`,
      windows: [{ window: `@${id}`, index: 0, active: true }],
    })),
    windows: new Map(windows.map((window) => [window.id, window])),
    clients: [],
    foreignControl: false,
    stash: [],
    options: { width: '', position: '' },
    mouse: false,
  } as Topology;
}

function process(index: number): AgentProcess {
  const cwd = `/home/dev/project-${index}`;
  return {
    ...{
      agent: 'claude',
      pid: index + 1,
      start: `${index}`,
      startedAt: startedAt - 1000,
      cwd,
      argv: ['claude'],
      env: {},
    },
    place: { server, pane: `%${index}` },
  };
}

function registry(index: number, claim: Evidence['claim'], at: number): Evidence {
  const process = { pid: index + 1, start: `${index}` };
  return { ...statement(index, claim, at), source: 'registry', subject: `pid:${index + 1}`, process };
}

function transcript(index: number): Evidence {
  const facts = { names: { generated: `Work on part ${index}` }, model: 'claude-x', detail: 'Bash make' };
  return { ...statement(index, 'interrupted', startedAt - 500), source: 'transcript', facts };
}

function statement(index: number, claim: Evidence['claim'], at: number): Evidence {
  return {
    ...{ agent: 'claude', thread: `thread-${index}`, source: 'transcript', subject: `/transcripts/${index}.jsonl` },
    ...{ version: at, claim, at, process: null, expires: null, facts: {} },
  };
}
