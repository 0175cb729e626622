import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begunAt, type Joined, join, type Opening, settleMillis, type Tui } from '../../../../src/agents/codex/join.ts';

const start = 1_000_000;
const nothing: Joined = { bindings: new Map(), decided: new Map(), due: null };
const tui = (pid: number, seconds: number, more: Partial<Tui> = {}): Tui => ({
  pid,
  startedAt: start + seconds * 1000,
  dir: '/a',
  resumes: null,
  ...more,
});
const opened = (thread: string, seconds: number, more: Partial<Opening> = {}): Opening => ({
  thread,
  dir: '/a',
  at: start + seconds * 1000,
  heard: true,
  ...more,
});
const later = start + 3_600_000;
const bindings = (joined: Joined) => Object.fromEntries(joined.bindings);

describe('terminals that start', () => {
  test('each has the thread that was begun after it', () => {
    const tuis = [tui(1, 0), tui(2, 3)];
    expect(bindings(join(tuis, [opened('b', 3.7), opened('a', 0.7)], nothing, later))).toEqual({ 1: 'a', 2: 'b' });
  });

  test('at once, without waiting', () => {
    expect(bindings(join([tui(1, 0)], [opened('a', 0.7)], nothing, start + 700))).toEqual({ 1: 'a' });
  });

  test('two that start together in one directory are refused', () => {
    const joined = join([tui(1, 0), tui(2, 0.2)], [opened('a', 0.7), opened('b', 0.9)], nothing, later);
    expect(bindings(joined)).toEqual({});
    expect([...joined.decided]).toEqual([
      ['a', 'refused'],
      ['b', 'refused'],
    ]);
  });

  test('two that start together in two directories are not', () => {
    const joined = join(
      [tui(1, 0), tui(2, 0, { dir: '/b' })],
      [opened('a', 0.7), opened('b', 0.7, { dir: '/b' })],
      nothing,
      later,
    );
    expect(bindings(joined)).toEqual({ 1: 'a', 2: 'b' });
  });

  test('when of two that started together one ends and its thread is unloaded, the other is found', () => {
    const before = join([tui(1, 0), tui(2, 0.2)], [opened('a', 0.7), opened('b', 0.9)], nothing, later);
    const alone = join([tui(2, 0.2)], [opened('a', 0.7), opened('b', 0.9)], before, later);
    expect(bindings(alone)).toEqual({});
    expect(bindings(join([tui(2, 0.2)], [opened('b', 0.9)], alone, later))).toEqual({ 2: 'b' });
  });

  test('a directory that is not known has no thread', () => {
    expect(bindings(join([tui(1, 0, { dir: null })], [opened('a', 0.7, { dir: null })], nothing, later))).toEqual({});
  });
});

describe('resumed by id', () => {
  test('comes before everything else', () => {
    const tuis = [tui(1, 0, { resumes: 'b' }), tui(2, 0)];
    expect(bindings(join(tuis, [opened('a', 0.7), opened('b', 0.7)], nothing, later))).toEqual({ 1: 'b', 2: 'a' });
  });
});

describe('/new in a terminal that runs', () => {
  const first = join([tui(1, 0)], [opened('a', 0.7)], nothing, later);

  test('gives it the new thread, when it is the only one there', () => {
    const second = join([tui(1, 0)], [opened('a', 0.7), opened('b', 60)], first, later);
    expect(bindings(second)).toEqual({ 1: 'b' });
    const third = join([tui(1, 0)], [opened('a', 0.7), opened('b', 60)], second, later);
    expect(bindings(third)).toEqual({ 1: 'b' });
  });

  test('waits first: a terminal that has just started may not be known yet', () => {
    const at = start + 60_000;
    const waiting = join([tui(1, 0)], [opened('a', 0.7), opened('b', 60)], first, at);
    expect(bindings(waiting)).toEqual({ 1: 'a' });
    expect(waiting.due).toBe(at + settleMillis);
    const known = join([tui(1, 0), tui(2, 59.5)], [opened('a', 0.7), opened('b', 60)], waiting, at + 300);
    expect(bindings(known)).toEqual({ 1: 'a', 2: 'b' });
  });

  test('of two in one directory is refused, until the thread that one has left is unloaded', () => {
    const tuis = [tui(1, 0), tui(2, 10)];
    const both = join(tuis, [opened('a', 0.7), opened('b', 10.7)], nothing, later);
    const refused = join(tuis, [opened('a', 0.7), opened('b', 10.7), opened('c', 60)], both, later);
    expect(bindings(refused)).toEqual({ 1: 'a', 2: 'b' });
    expect(refused.decided.get('c')).toBe('refused');
    expect(bindings(join(tuis, [opened('a', 0.7), opened('c', 60)], refused, later))).toEqual({ 1: 'a', 2: 'c' });
  });

  test('is not taken for news when it was found afterwards', () => {
    const found = opened('b', 60, { heard: false });
    expect(bindings(join([tui(1, 0)], [opened('a', 0.7), found], first, later))).toEqual({ 1: 'a' });
    expect(bindings(join([tui(1, 0)], [found], nothing, later))).toEqual({ 1: 'b' });
  });
});

test('whatever happens: no thread is begun before its terminal, and no directory is crossed', () => {
  const seconds = fc.integer({ min: 0, max: 40 }).map((half) => half / 2);
  const dir = fc.constantFrom('/a', '/b');
  const tuis = fc.array(fc.record({ seconds, dir }), { maxLength: 5 });
  const openings = fc.array(fc.record({ seconds, dir, heard: fc.boolean() }), { maxLength: 6 });
  fc.assert(
    fc.property(tuis, openings, fc.array(seconds, { maxLength: 6 }), (allTuis, allOpenings, looks) => {
      const made = allTuis.map((one, n) => tui(n + 1, one.seconds, { dir: one.dir }));
      const begun = allOpenings.map((one, n) => opened(`t${n}`, one.seconds, { dir: one.dir, heard: one.heard }));
      let joined = nothing;
      for (const now of [...looks].sort((a, b) => a - b).map((at) => start + at * 1000)) {
        const [there, open] = [made.filter((one) => one.startedAt <= now), begun.filter(({ at }) => at <= now)];
        joined = join(there, open, joined, now);
        for (const [pid, thread] of joined.bindings) {
          const [one, opening] = [made[pid - 1], begun[Number(thread.slice(1))]];
          expect(one?.dir).toBe(opening?.dir);
          expect(one?.startedAt).toBeLessThanOrEqual((opening?.at ?? 0) + 250);
        }
        expect(new Set(joined.bindings.values()).size).toBe(joined.bindings.size);
        expect(join(there, open, joined, now).bindings).toEqual(joined.bindings);
      }
    }),
  );
});

test('when a thread was begun is in its id', () => {
  expect(begunAt('01a1fd05-1b44-7501-ba77-d6307edcd203')).toBe(Date.parse('2026-11-21T07:32:12.740Z'));
  expect(begunAt('01a1fd05-1b44-4501-ba77-d6307edcd203')).toBeNull();
});
