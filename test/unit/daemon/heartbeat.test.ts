import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Heartbeat, startHeartbeat } from '../../../src/daemon/heartbeat.ts';

let stirs: boolean;
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  stirs = false;
  heartbeat = startHeartbeat(() => stirs);
});

afterEach(() => {
  heartbeat.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Notes what each look was given; hurries while `hurries` says so. */
function joined(millis: number, hurries = () => false) {
  const looks: boolean[] = [];
  const { leave } = heartbeat.join(millis, (stirred) => {
    looks.push(stirred);
    return hurries();
  });
  return { looks, leave };
}

test('at rest it beats every two seconds, and there is one timer for all', () => {
  const [one, two] = [joined(0), joined(0)];
  vi.advanceTimersByTime(20_500);
  expect([one.looks.length, two.looks.length]).toEqual([11, 11]);
  expect(vi.getTimerCount()).toBe(1);
});

test('while tmux stirs it beats every second, while a member is in a hurry twice a second', () => {
  stirs = true;
  let hurries = false;
  const { looks } = joined(0, () => hurries);
  vi.advanceTimersByTime(10_500);
  expect(looks.length).toBe(11);
  hurries = true;
  vi.advanceTimersByTime(1000);
  looks.length = 0;
  vi.advanceTimersByTime(10_000);
  expect(looks.length).toBe(20);
});

test('a member looks no more often than it wants', () => {
  stirs = true;
  const { looks } = joined(10_000);
  vi.advanceTimersByTime(61_000);
  expect(looks.length).toBe(6);
});

test('what stirred between two looks of a member is told at its next one, and once', () => {
  const { looks } = joined(6000);
  vi.advanceTimersByTime(8500);
  stirs = true;
  vi.advanceTimersByTime(2000);
  stirs = false;
  vi.advanceTimersByTime(20_000);
  expect(looks).toEqual([true, true, false, false]);
});

test('who is in a hurry does not wait for the end of a rest', () => {
  const { looks } = joined(0);
  vi.advanceTimersByTime(600);
  expect(looks.length).toBe(1);
  heartbeat.hurry();
  vi.advanceTimersByTime(500);
  expect(looks.length).toBe(2);
});

test('who has left looks no more', () => {
  const { looks, leave } = joined(0);
  vi.advanceTimersByTime(500);
  leave();
  vi.advanceTimersByTime(10_000);
  expect(looks.length).toBe(1);
});
