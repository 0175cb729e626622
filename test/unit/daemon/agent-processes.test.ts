import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Adapter } from '../../../src/agents/adapter.ts';
import type { AgentProcess } from '../../../src/core/evidence.ts';
import type { Topology } from '../../../src/core/topology.ts';
import { type AgentProcesses, followAgentProcesses } from '../../../src/daemon/agent-processes.ts';
import { type Heartbeat, startHeartbeat } from '../../../src/daemon/heartbeat.ts';
import { createStore, type Store } from '../../../src/daemon/store.ts';
import { which } from '../../support/shims.ts';
import { until } from '../../support/until.ts';

const server = '/server';
const finch: Adapter = { agent: 'finch', variables: ['FINCH_HOME'], matches: ({ comm }) => comm === 'os-finch' };

let dir: string;
let store: Store;
let lists: (readonly AgentProcess[])[];
let logged: string[];
let follower: AgentProcesses;
let heartbeat: Heartbeat;
let started: ChildProcess[];

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'os-agents-')));
  // The kernel names a process after the path by which it was started.
  for (const name of ['os-finch', 'os-other'])
    symlinkSync(which('sleep', process.env['PATH'] ?? '') ?? '', join(dir, name));
  store = createStore();
  [lists, logged, started] = [[], [], []];
  heartbeat = startHeartbeat(() => true);
  follower = followAgentProcesses({
    store,
    adapters: [finch],
    onListed: (all) => lists.push(all),
    heartbeat,
    log: (line) => logged.push(line),
  });
});

afterEach(() => {
  follower.close();
  heartbeat.close();
  for (const child of started) child.kill('SIGKILL');
  rmSync(dir, { recursive: true });
  expect(logged).toEqual([]);
});

async function start(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(file, args, { cwd: dir, env: { ...process.env, ...env } });
  started.push(child);
  await once(child, 'spawn');
  return child.pid ?? 0;
}

/** tmux says that these processes are panes `%0`, `%1` and so on. */
function list(...pids: readonly number[]): void {
  const panes = pids.map((pid, index) => {
    const id = `%${index}`;
    return { id, role: 'work' as const, active: index === 0, last: false, width: 80, left: 0, pid };
  });
  const window = { id: '@0', name: 'w', zoomed: false, width: 80, layout: '', kept: null, panes };
  const topology: Topology = {
    sessions: [{ id: '$0', name: 's', windows: [{ window: '@0', index: 0, active: true }] }],
    windows: new Map([['@0', window]]),
    clients: [],
    foreignControl: false,
    stash: [],
    options: { width: '', position: '' },
    mouse: false,
  };
  store.dispatch({ type: 'tmux.listed', server, topology });
}

test('a process of an agent is found with its pane, its directory and the variables that its adapter asked for', async () => {
  const pid = await start(join(dir, 'os-finch'), ['600'], { FINCH_HOME: '/nest', SECRET: 'x' });
  list(pid);
  const [all] = await until(() => lists.length > 0 && lists, 'a list');
  expect(all).toEqual([
    {
      agent: 'finch',
      pid,
      start: expect.stringMatching(/^\d+$/),
      startedAt: expect.any(Number),
      cwd: dir,
      argv: [join(dir, 'os-finch'), '600'],
      env: { FINCH_HOME: '/nest' },
      place: { server, pane: '%0' },
    },
  ]);
});

test('behind a wrapper it belongs to the pane, outside of all panes to none', async () => {
  const shell = await start('sh', ['-c', `'${join(dir, 'os-finch')}' 600; true`]);
  const outside = await start(join(dir, 'os-finch'), ['601']);
  list(shell);
  const all = await until(() => lists.findLast((one) => one.length === 2), 'both');
  expect(all.map(({ argv, place }) => [argv[1], place?.pane])).toEqual(
    expect.arrayContaining([
      ['600', '%0'],
      ['601', undefined],
    ]),
  );
  expect(all.find(({ argv }) => argv[1] === '601')?.pid).toBe(outside);
  // The shell would wait for it.
  process.kill(all.find(({ argv }) => argv[1] === '600')?.pid ?? 0, 'SIGKILL');
});

test('one that ends is missing in the next list, and the others stay', async () => {
  const [first, second] = [await start(join(dir, 'os-finch'), ['600']), await start(join(dir, 'os-finch'), ['601'])];
  list(first, second);
  await until(() => lists.at(-1)?.length === 2, 'both');
  process.kill(first, 'SIGKILL');
  const left = await until(() => lists.at(-1)?.length === 1 && lists.at(-1), 'one');
  expect(left.map(({ pid }) => pid)).toEqual([second]);
});

test('a process whose name says nothing is the agent that claims it, as long as it lives', async () => {
  const pid = await start(join(dir, 'os-other'), ['600']);
  list(pid);
  follower.claim(
    'finch',
    [pid, 0, -1, Number.NaN].map((one) => ({ pid: one, at: Date.now() })),
  );
  const all = await until(() => lists.at(-1), 'it');
  expect(all.map((one) => [one.agent, one.pid])).toEqual([['finch', pid]]);
  process.kill(pid, 'SIGKILL');
  await until(() => lists.at(-1)?.length === 0, 'its end');
});

test('a claim that is older than the process is about another one that had its number', async () => {
  const [old, pid] = [await start(join(dir, 'os-other'), ['600']), await start(join(dir, 'os-other'), ['601'])];
  list(old, pid);
  follower.claim('finch', [{ pid: old, at: Date.now() - 3_600_000 }]);
  follower.claim('finch', [{ pid, at: Date.now() }]);
  const all = await until(() => lists.at(-1), 'the other');
  expect(all.map((one) => one.pid)).toEqual([pid]);
  follower.claim('finch', [{ pid: old, at: Date.now() }]);
  await until(() => lists.at(-1)?.length === 2, 'both');
});

test('without panes nobody is looked for; what was known stays known when the panes go', async () => {
  const pid = await start(join(dir, 'os-finch'), ['600']);
  follower.claim('finch', [{ pid, at: Date.now() }]);
  list(pid);
  await until(() => lists.at(-1)?.length === 1, 'it');
  store.dispatch({ type: 'tmux.gone', server });
  const other = await start(join(dir, 'os-finch'), ['601']);
  process.kill(pid, 'SIGKILL');
  await until(() => lists.at(-1)?.length === 0, 'its end');
  expect(lists.flat().map((one) => one.pid)).not.toContain(other);
});

test('what a shell in a pane becomes is found without a word from tmux', async () => {
  const shell = await start('sh', ['-c', `read -r go; exec '${join(dir, 'os-finch')}' 600`]);
  list(shell);
  started[0]?.stdin?.end('go\n');
  const all = await until(() => lists.at(-1), 'it');
  expect(all.map(({ pid, place }) => [pid, place])).toEqual([[shell, { server, pane: '%0' }]]);
});
