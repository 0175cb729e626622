import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openStirs } from '../../../src/host/stirs.ts';
import { until } from '../../support/until.ts';

/** Sleeps until it gets a line, which it answers. */
async function start() {
  const child = spawn('/bin/cat', { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  const say = async () => {
    child.stdin.write('x\n');
    await once(child.stdout, 'data');
  };
  await say();
  return { pid: child.pid ?? 0, say };
}

test.runIf(process.platform === 'linux')('a process stirs when it has run, and not while it sleeps', async () => {
  const { pid, say } = await start();
  const stirs = openStirs();
  expect(stirs([pid])).toBe(true);
  await until(() => !stirs([pid]), 'it to sleep');
  await say();
  expect(stirs([pid])).toBe(true);
});

test('another process is a stir, and so is one that has ended', async () => {
  const [one, other] = [await start(), await start()];
  const stirs = openStirs();
  await until(() => !stirs([one.pid]), 'it to sleep');
  expect(stirs([one.pid, other.pid])).toBe(true);
  await until(() => !stirs([one.pid, other.pid]), 'both to sleep');
  expect(stirs([other.pid])).toBe(true);
  expect([stirs([2 ** 22 + 1]), stirs([2 ** 22 + 1])]).toEqual([true, true]);
});

test('nobody does not stir', () => {
  const stirs = openStirs();
  expect([stirs([]), stirs([])]).toEqual([false, false]);
});
