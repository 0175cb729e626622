import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sessionKey } from '../../../src/core/state.ts';
import { startClock } from '../../../src/daemon/clock.ts';
import { createStore } from '../../../src/daemon/store.ts';

const start = new Date('2026-01-01T12:00:00Z').getTime();
const hourMillis = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Something pushed that ends after an hour; what the clock said each time that something was due. */
function watched(): number[] {
  const store = createStore();
  const due: number[] = [];
  startClock(store, (now) => {
    due.push(now);
    store.dispatch({ type: 'clock.ticked', now });
  });
  const expires = start + hourMillis;
  store.dispatch({ type: 'status.pushed', key: sessionKey('/s', '$0'), push: { text: 'x' }, expires });
  return due;
}

test('what ends, ends once, at its time', () => {
  const due = watched();
  vi.advanceTimersByTime(hourMillis - 1);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(2 * hourMillis);
  expect(due).toEqual([start + hourMillis]);
});

test('what ended while the machine slept ends soon after it woke', () => {
  const due = watched();
  // Timers stand still, the clock goes on.
  vi.setSystemTime(start + 10 * hourMillis);
  vi.advanceTimersByTime(30_000);
  expect(due).toHaveLength(1);
});

test('a clock that was set back ends nothing before its time', () => {
  const due = watched();
  vi.setSystemTime(start - hourMillis);
  vi.advanceTimersByTime(hourMillis);
  expect(due).toEqual([]);
  vi.advanceTimersByTime(hourMillis);
  expect(due).toHaveLength(1);
});
