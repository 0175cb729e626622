import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { projectRoot, World } from '../../support/world.ts';

/** Tells the daemon of another tmux server, as its plugin does. */
function announce(world: World, socket: string) {
  const env = { TMUX: `${socket},0,0` };
  return world.run(process.execPath, [join(projectRoot, 'dist', 'main.js'), 'announce'], env);
}

test('several tmux servers have one daemon, and one that goes leaves the others alone', async () => {
  const world = await World.create();
  await using _ = world;
  await world.newSession('api');
  const terminal = await world.attach({ session: 'api' });
  await openSidebar(world, terminal);
  const tmux = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';
  const other = async (name: string, ...args: string[]) =>
    (await world.run(tmux, ['-L', name, '-f', '/dev/null', ...args], { TMUX: '' })).stdout.trim();
  for (const name of ['work', 'play'])
    await other(name, 'new-session', '-d', '-s', 'api', '-x', '100', '-y', '30', 'cat');
  for (const name of ['work', 'play']) {
    const socket = await other(name, 'display-message', '-p', '#{socket_path}');
    expect(await announce(world, socket)).toMatchObject({ code: 0 });
  }
  const daemon = await world.daemon();
  const servers = async () =>
    (await daemon.state()).sessions.map(({ server, name }) => `${server.split('/').at(-1)}:${name}`);
  expect((await servers()).toSorted()).toEqual(['play:api', 'tmux.sock:api', 'work:api']);

  // The name stands in three of them: the server has to be said.
  expect((await world.curl('/set-status', { session: 'api', text: 'which?' })).status).toBe(404);
  expect((await world.curl('/set-status', { session: 'work:api', text: 'at work' })).status).toBe(204);
  const statuses = (await daemon.state()).sessions.map(({ server, metadata }) => [
    server.split('/').at(-1),
    metadata.status?.text,
  ]);
  expect(new Map(statuses.map(([server, text]) => [server, text]))).toEqual(
    new Map([
      ['tmux.sock', undefined],
      ['work', 'at work'],
      ['play', undefined],
    ]),
  );

  const [live] = await livePanes(world);
  await other('work', 'kill-server');
  await until(async () => !(await servers()).includes('work:api'), 'that it is forgotten');
  expect((await servers()).toSorted()).toEqual(['play:api', 'tmux.sock:api']);
  expect((await livePanes(world))[0]?.pid).toBe(live?.pid);
  await world.newSession('more');
  await terminal.until(
    (screen) => screen.lines.some((line) => line.startsWith(' 2 more')),
    'a new session in the sidebar',
  );
  await other('play', 'kill-server');
});

test('a sidebar outside of tmux switches in the server of the row that the cursor is on', async () => {
  const world = await World.create({ tmuxConf: 'set -g detach-on-destroy off' });
  await using _ = world;
  await world.newSession('one');
  await world.newSession('two');
  const terminal = await world.attach({ session: 'one' });
  await openSidebar(world, terminal);
  const tmux = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';
  const socket = join(world.root, 'second.sock');
  const other = async (...args: string[]) =>
    (await world.run(tmux, ['-S', socket, '-f', '/dev/null', ...args])).stdout.trim();
  for (const name of ['three', 'four']) await other('new-session', '-d', '-s', name, '-x', '100', '-y', '30', 'cat');
  expect(await announce(world, socket)).toMatchObject({ code: 0 });
  const outside = world.terminal(process.execPath, [join(projectRoot, 'dist', 'main.js'), 'sidebar'], { cols: 40 });
  await outside.until((screen) => screen.includes('four') && screen.includes('three'), 'the sessions of both');
  // Its session $1, as `two` is in the other server.
  const names = () => outside.screen().lines.flatMap((line) => /^[▌ ]\d+ (\S+)/.exec(line)?.[1] ?? []);
  for (let n = 0; n < names().indexOf('four'); n += 1) await outside.key('j');
  await outside.key('x');
  await outside.until((screen) => screen.includes('kill'), 'the question');
  await outside.key('y');
  await until(async () => !(await other('list-sessions', '-F', '#{session_name}')).includes('four'), 'its end');
  expect(await world.tmux('list-sessions', '-F', '#{session_name}')).toBe('_os_stash\none\ntwo');
  await other('kill-server');
});
