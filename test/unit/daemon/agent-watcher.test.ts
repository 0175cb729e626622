import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Adapter, Context } from '../../../src/agents/adapter.ts';
import type { AgentProcess } from '../../../src/core/evidence.ts';
import { keepWatcher } from '../../../src/daemon/agent-watcher.ts';

const process: AgentProcess = {
  agent: 'finch',
  pid: 7,
  start: '70',
  startedAt: 1,
  cwd: '/',
  argv: ['finch'],
  env: {},
  place: null,
};
const nothing = () => undefined;
const context: Context = {
  env: {},
  stateDir: '/nowhere',
  observe: nothing,
  withdraw: nothing,
  failed: nothing,
  claim: nothing,
  log: nothing,
};

let calls: string[];
let faults: number;
let current: (() => boolean)[];

beforeEach(() => {
  vi.useFakeTimers();
  [calls, faults, current] = [[], 0, []];
});
afterEach(() => vi.useRealTimers());

function watcherOf(changes: Partial<Adapter> = {}) {
  const adapter: Adapter = {
    agent: 'finch',
    variables: [],
    matches: () => true,
    watch: () => {
      calls.push('watch');
      return {
        processes(all) {
          calls.push(all.map(({ pid }) => pid).join() || 'none');
          if (faults > 0) {
            faults -= 1;
            throw new Error('a fault');
          }
        },
        async close() {
          calls.push('close');
        },
      };
    },
    ...changes,
  };
  const give = (isCurrent: () => boolean) => {
    current.push(isCurrent);
    return context;
  };
  return keepWatcher(adapter, give, (line) => calls.push(line));
}

test('a watcher starts with the first process, hears of every change, and stays when the last one ended', () => {
  const watcher = watcherOf();
  watcher.processes([]);
  expect(calls).toEqual([]);
  watcher.processes([process]);
  watcher.processes([]);
  expect(calls).toEqual(['watch', '7', 'none']);
});

test('one that may claim processes starts at once', () => {
  watcherOf({ watchesAlways: true });
  expect(calls).toEqual(['watch', 'none']);
});

test('one that fails is closed, and started again with what there is then, each time later', () => {
  const watcher = watcherOf();
  faults = 2;
  watcher.processes([process]);
  expect(calls.splice(0)).toEqual(['watch', '7', 'the watcher of finch failed, again in 1000 ms: a fault', 'close']);
  expect(current[0]?.()).toBe(false);
  watcher.processes([]);
  watcher.processes([{ ...process, pid: 8 }]);
  vi.advanceTimersByTime(1000);
  expect(calls.splice(0)).toEqual(['watch', '8', 'the watcher of finch failed, again in 2000 ms: a fault', 'close']);
  vi.advanceTimersByTime(1999);
  expect(calls).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(calls).toEqual(['watch', '8']);
  expect(current.map((isCurrent) => isCurrent())).toEqual([false, false, true]);
});

test('one that was closed while it waited stays closed', async () => {
  const watcher = watcherOf();
  faults = 1;
  watcher.processes([process]);
  await watcher.close();
  vi.advanceTimersByTime(100_000);
  watcher.processes([process]);
  expect(calls.filter((call) => call === 'watch')).toHaveLength(1);
  expect(current[0]?.()).toBe(false);
});
