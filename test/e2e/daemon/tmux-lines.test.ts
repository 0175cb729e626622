import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliInTmux, mainFile, spawnDaemon } from '../../contract/support/daemon-process.ts';
import { EventStream } from '../../contract/support/event-stream.ts';
import { type Stage, stage } from '../../contract/support/stage.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

const tmux = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';

const logOf = (world: World) => readFileSync(world.paths.log, 'utf8');
const attachments = (world: World) => logOf(world).match(/attached to tmux/g)?.length ?? 0;
const statuses = async ({ daemon }: Stage) =>
  (await daemon.state()).sessions.map(({ name, metadata }) => [name, metadata.status?.text ?? null]);

/** The daemon's control clients: `new-session` is the question line, `attach-session` the bell line. */
function line(world: World, command: 'new-session' | 'attach-session'): number {
  const found = world.processes().filter(({ args }) => args.includes('-C') && args.includes(command));
  expect(found).toHaveLength(1);
  return found[0]?.pid ?? 0;
}

describe('a line to tmux that ends', () => {
  test.each(['new-session', 'attach-session'] as const)('%s: what is known stays while tmux lives', async (command) => {
    await using on = await stage(['a', 'b']);
    await on.daemon.post('/set-status', { session: 'b', text: 'pushed' });
    const stream = await EventStream.open({ socketPath: on.world.paths.socket });
    on.world.signal(line(on.world, command), 'SIGKILL');
    await until(() => attachments(on.world) === 2, 'the daemon to come back');
    // It listens again: this reaches it by a hook alone.
    await on.world.newSession('c');
    await stream.next('session', ({ name }) => name === 'c');
    expect(stream.events.filter(({ data }) => !('name' in data && data.name === 'c'))).toEqual([]);
    expect(await statuses(on)).toEqual([
      ['a', null],
      ['b', 'pushed'],
      ['c', null],
    ]);
    stream.close();
  });

  test('with its server: what was pushed is not for those who get the same ids in the next one', async () => {
    await using on = await stage(['a']);
    await on.daemon.post('/set-status', { session: 'a', text: 'of the first' });
    // Both at once for the daemon: it cannot see that nobody answered in between.
    on.world.signal(on.daemon.pid, 'SIGSTOP');
    await on.world.tmux('kill-server');
    await until(() => on.world.newSession('a'), 'another server');
    on.world.signal(on.daemon.pid, 'SIGCONT');
    await until(() => attachments(on.world) === 2, 'the daemon to come back');
    expect(await statuses(on)).toEqual([['a', null]]);
  });
});

test('a first attempt that fails is not the last one', async () => {
  await using world = await World.create();
  await world.newSession('a');
  // A tmux whose first two control clients end at once.
  const flaky = join(world.root, 'flaky-tmux');
  const script = `case " $* " in *" -C "*) for n in 1 2; do mkdir "$0.$n" 2>/dev/null && exit 1; done ;; esac`;
  writeFileSync(flaky, `#!/bin/sh\n${script}\nexec '${tmux}' "$@"\n`, { mode: 0o755 });
  spawnDaemon(world, [], { OPENSESSIONS_TMUX: flaky });
  const daemon = await world.daemon();
  expect((await cliInTmux(world, 'announce')).code).toBe(1);
  expect(attachments(world)).toBe(0);
  await until(async () => (await daemon.state()).sessions.length === 1, 'the session');
});

test('a tmux server that is stopped keeps nobody else waiting', async () => {
  await using on = await stage(['a']);
  const { world, daemon } = on;
  const second = join(world.root, 'second.sock');
  const { code } = await world.run(tmux, ['-S', second, '-f', '/dev/null', 'new-session', '-d', '-s', 'other', 'cat']);
  expect(code).toBe(0);
  expect((await world.run(process.execPath, [mainFile, 'announce'], { TMUX: `${second},0,0` })).code).toBe(0);
  const { stdout } = await world.run(tmux, ['-S', second, 'display-message', '-p', '#{pid}']);
  world.signal(Number(stdout), 'SIGSTOP');

  await daemon.post('/set-status', { session: 'other', text: 'stopped' });
  expect((await daemon.post('/set-status', { session: 'a', text: 'here' })).status).toBe(204);
  expect(await statuses(on)).toEqual([
    ['a', 'here'],
    ['other', 'stopped'],
  ]);
  expect((await daemon.post('/log', { session: 'nobody', message: 'x' })).status).toBe(404);
  await world.attach({ session: 'a' });
  expect((await daemon.post('/notify', { session: 'other', message: 'x' })).status).toBe(204);
  // A new session of the other server is found, although the look at this one does not end.
  await world.newSession('late');
  expect((await daemon.post('/set-status', { session: 'late', text: 'found' })).status).toBe(204);

  world.signal(Number(stdout), 'SIGCONT');
  await world.run(tmux, ['-S', second, 'rename-session', '-t', '=other', 'renamed']);
  await until(async () => (await statuses(on)).some(([name]) => name === 'renamed'), 'it to be looked at again');
});
