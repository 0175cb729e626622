import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { parsePs, parseStat, startTimes } from '../../../src/host/processes.ts';

test('a process that runs has its start, always the same; one that ended has none', async () => {
  const child = spawn('sleep', ['600']);
  const pid = child.pid ?? 0;
  const first = await startTimes([process.pid, pid]);
  expect([...first.keys()].sort()).toEqual([process.pid, pid].sort());
  expect(await startTimes([pid, process.pid])).toEqual(first);
  child.kill();
  await once(child, 'exit');
  expect([...(await startTimes([process.pid, pid])).keys()]).toEqual([process.pid]);
  expect(await startTimes([])).toEqual(new Map());
});

test('a name may hold anything; a zombie does not run', () => {
  const stat = (name: string, state: string) =>
    `42 (${name}) ${state} ${Array.from({ length: 18 }, (_, index) => index + 4).join(' ')} 123456 0`;
  expect(parseStat(stat('sleep', 'S'))).toBe('123456');
  expect(parseStat(stat(') Z 1 (', 'R'))).toBe('123456');
  expect(parseStat(stat('sleep', 'Z'))).toBe(null);
});

test('ps says each on a line', () => {
  expect(parsePs('   12 Sat Nov 21 10:00:00 2026    \n 1300 Sun Nov 22 10:00:00 2026\n')).toEqual(
    new Map([
      [12, 'Sat Nov 21 10:00:00 2026'],
      [1300, 'Sun Nov 22 10:00:00 2026'],
    ]),
  );
  expect(parsePs('')).toEqual(new Map());
});
