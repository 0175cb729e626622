import { expect, test } from 'vitest';
import { listed, observed, process, says, stateAfter, threads, watching } from './agents-support.ts';

/** It was started in pane `%2`, and runs the thread of the terminal in pane `%1`. */
const server = process(2, { server: true });
const terminal = process(1);
const binding = says('registry', 'present', 5);
const status = (claim: 'running' | 'idle', at: number) =>
  says('protocol', claim, at, { subject: 'T1', process: { pid: 2, start: '20' }, facts: { cwd: '/home/me/api' } });

test('a server is no row', () => {
  expect(threads(stateAfter([...watching, listed(0, server)]))).toEqual([]);
});

test('its thread is where its terminal is', () => {
  const state = stateAfter([...watching, listed(0, server, terminal), observed(10, binding, status('running', 8))]);
  expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'running', pane: '%1' }]);
});

test('a thread goes on when its terminal is closed: without a pane, in the session of its directory', () => {
  const state = stateAfter([
    ...watching,
    listed(0, server, terminal),
    observed(10, binding, status('running', 8)),
    listed(20, server),
  ]);
  expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'running', pane: null, outside: true }]);
  expect(state.agents.rows[0]?.session).toContain('$0');
});

test('it is over when the server ends', () => {
  const state = stateAfter([
    ...watching,
    listed(0, server, terminal),
    observed(10, binding, status('running', 8)),
    listed(20, server),
    listed(30),
    { type: 'clock.ticked', now: 1_000_000 + 2000 },
  ]);
  expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'interrupted' }]);
});

test('what a server ends after its terminal was closed is news', () => {
  const state = stateAfter([
    ...watching,
    listed(0, server, terminal),
    observed(10, binding, status('running', 8)),
    listed(20, server),
    observed(30, status('idle', 30), says('transcript', 'done', 29, { facts: { cwd: '/home/me/api' } })),
    { type: 'clock.ticked', now: 1_000_000 + 2000 },
  ]);
  expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'done', unseen: true, outside: true }]);
});
