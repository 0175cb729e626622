import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { announce, daemonPids, mainFile, spawnDaemon } from '../contract/support/daemon-process.ts';
import { stage } from '../contract/support/stage.ts';
import { until } from '../support/until.ts';
import type { World } from '../support/world.ts';

/** `opensessions events`, with what it printed so far. The world ends it. */
function follow(world: World, ...args: string[]) {
  const child = spawn(process.execPath, [mainFile, 'events', ...args], {
    env: world.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { said, ended };
}

const lines = (text: string): { id: string; event: string; data: Record<string, unknown> }[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const notice = 'opensessions events: the daemon ended; waiting for the next one\n';

test('events goes on over restarts of the daemon, and ends with 3 when none comes back', async () => {
  await using on = await stage(['api']);
  const { world } = on;
  const [json, text] = [follow(world, '--json'), follow(world)];
  const saw = (what: string) => json.said.stdout.includes(what) && text.said.stdout.includes(what);
  const say = (what: string) => world.cli('status', what, '--session', 'api');
  // Until both are connected what is said may be before them.
  let turn = 0;
  await until(async () => {
    turn += 1;
    await say(`turn ${turn}`);
    return json.said.stdout !== '' && text.said.stdout !== '';
  }, 'both readers');
  await say('before');
  await until(() => saw('before'), 'the status');

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const resets = lines(json.said.stdout).filter(({ event }) => event === 'reset').length;
    const [pid = 0] = daemonPids(world);
    world.signal(pid, signal);
    await until(() => daemonPids(world).length === 0, 'the end of the daemon');
    spawnDaemon(world, ['--background']);
    await announce(world);
    await until(
      () => lines(json.said.stdout).filter(({ event }) => event === 'reset').length > resets,
      `the reset after ${signal}`,
    );
    await until(() => text.said.stdout.split('\treset\t').length > resets + 1, 'the same as text');
    await say(`after ${signal}`);
    await until(() => saw(`after ${signal}`), 'what the next daemon tells');
  }
  expect(lines(json.said.stdout).at(-1)).toMatchObject({
    event: 'metadata',
    data: { name: 'api', kind: 'status', value: { text: 'after SIGTERM' } },
  });
  expect(text.said.stdout).toMatch(/^\d\d:\d\d:\d\d\tmetadata\tapi\tstatus\tbefore$/m);
  expect(text.said.stdout).toMatch(/^\d\d:\d\d:\d\d\treset\t\t\d+ sessions$/m);

  expect((await world.cli('quit')).code).toBe(0);
  expect(await Promise.all([json.ended, text.ended])).toEqual([3, 3]);
  for (const { said } of [json, text]) {
    expect(said.stderr.startsWith(notice)).toBe(true);
    // Once, however often it happened; then why it ended.
    expect(said.stderr.split(notice)).toHaveLength(2);
    expect(said.stderr).toContain('no daemon');
  }
});
