import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { nextExpiry } from '../../../src/core/expiry.ts';
import { sessionKey } from '../../../src/core/state.ts';
import { later, server, serving } from '../../support/states.ts';

const key = sessionKey(server, '$0');
const start = serving({ sessions: { a: ['@1'] }, windows: { '@1': ['*work'] } });
const status = (text: string | null, expires: number | null): Event => ({
  type: 'status.pushed',
  key,
  push: { text },
  expires,
});
const progress = (expires: number | null): Event => ({ type: 'progress.pushed', key, push: { percent: 0.5 }, expires });
const thread = (agent: string, expires: number | null, owner: { pid: number; start: string } | null = null): Event => ({
  type: 'thread.reported',
  key,
  push: { agent, state: 'running' },
  pane: null,
  owner,
  at: 1,
  expires,
});
const tick = (now: number): Event => ({ type: 'clock.ticked', now });

test('the next end is the earliest of all; nothing ends before', () => {
  expect(nextExpiry(start)).toBe(null);
  const state = later(start, status('s', 30), progress(20), thread('a', 10), thread('b', null));
  expect(nextExpiry(state)).toBe(10);
  expect(later(state, tick(9))).toBe(state);
  const first = later(state, tick(10));
  expect(first.threads.get(key)?.map((one) => one.thread.agent)).toEqual(['b']);
  expect(nextExpiry(first)).toBe(20);
  const second = later(first, tick(20));
  expect(second.metadata.get(key)).toMatchObject({ status: { text: 's' }, progress: null });
  const third = later(second, tick(1000));
  expect(third.metadata.get(key)).toMatchObject({ status: null, progress: null });
  expect(nextExpiry(third)).toBe(null);
});

test('what is cleared or said anew has no end any more', () => {
  expect(nextExpiry(later(start, status('s', 5), status(null, 5)))).toBe(null);
  expect(nextExpiry(later(start, status('s', 5), status('s', null)))).toBe(null);
  expect(nextExpiry(later(start, status('s', 5), status('s', 7)))).toBe(7);
});

test('an open question has its end, but the clock does not take it', () => {
  const ask = { id: 'i', server, session: '$0', question: 'q', choices: ['y'], since: 1, expires: 4 };
  const state = later(start, { type: 'ask.opened', ask });
  expect(nextExpiry(state)).toBe(4);
  expect(later(state, tick(100))).toBe(state);
});

test('a thread ends with its process, not with another of the same id', () => {
  const state = later(start, thread('a', null, { pid: 7, start: '1' }), thread('b', null, { pid: 7, start: '2' }));
  const left = later(state, { type: 'processes.ended', processes: [{ pid: 7, start: '1' }] });
  expect(left.threads.get(key)?.map((one) => one.thread.agent)).toEqual(['b']);
});
