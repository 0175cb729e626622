import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, ourPanes, sidebarPids } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

/** A checkout of its own, whose build can be another one. */
function checkout(world: World): string {
  const dir = join(world.root, 'checkout');
  mkdirSync(dir);
  for (const name of ['scripts', 'package.json', 'package-lock.json', 'opensessions.tmux', 'dist'])
    cpSync(join(projectRoot, name), join(dir, name), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(dir, 'node_modules'));
  freshly(dir);
  return dir;
}

/** As if another version had been pulled and built. */
function rebuild(dir: string, before: string, after: string): void {
  const dist = join(dir, 'dist');
  for (const file of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
    const path = join(dist, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(before, after));
  }
  freshly(dir);
}

/** The launcher builds anew where anything is newer than the build. */
function freshly(dir: string): void {
  const soon = Date.now() / 1000 + 1;
  utimesSync(join(dir, 'dist', 'main.js'), soon, soon);
}

async function load(world: World, dir: string): Promise<void> {
  const pid = await world.tmux('display-message', '-p', '#{pid}');
  const { code, stderr } = await world.run(join(dir, 'opensessions.tmux'), [], { TMUX: `${world.socket},${pid},0` });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

test('a new build takes over when the plugin is loaded: daemon, sidebars, and what a person chose stays', {
  timeout: 60_000,
}, async () => {
  const world = await World.create();
  await using _ = world;
  const dir = checkout(world);
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await load(world, dir);
  await terminal.prefix('o', 's');
  await terminal.until((screen) => /▌ ?1 a/.test(screen.text), 'the sidebar');
  await terminal.key('J');
  const order = async () => (await (await world.daemon()).state()).sessions.map(({ name }) => name);
  await until(async () => (await order()).join() === 'b,a,c', 'another order');
  await until(async () => (await ourPanes(world)).filter(({ session }) => session !== '_os_stash').length === 3, 'all');
  const before = { daemon: (await world.daemon()).pid, sidebars: sidebarPids(world), panes: await livePanes(world) };
  expect(before.sidebars).toHaveLength(1);

  const { build = 'nothing' } = await (await world.daemon()).health();
  rebuild(dir, build, '0123456789abcdef');
  await load(world, dir);
  await until(async () => (await world.daemon()).pid !== before.daemon, 'another daemon');
  await until(() => sidebarPids(world).length === 1 && sidebarPids(world)[0] !== before.sidebars[0], 'another sidebar');
  const now = await until(async () => {
    const panes = await livePanes(world);
    return panes.length === 1 && panes;
  }, 'one live pane');
  expect(now.map(({ window, width }) => [window, width])).toEqual(
    before.panes.map(({ window, width }) => [window, width]),
  );
  await until(async () => (await order()).join() === 'b,a,c', 'the order of before');
  await terminal.until((screen) => /1 b/.test(screen.text) && /2 a/.test(screen.text), 'the list in that order');
  expect(await (await world.daemon()).health()).toMatchObject({ build: '0123456789abcdef' });

  const { pid } = await world.daemon();
  await load(world, dir);
  await load(world, dir);
  await until(async () => (await order()).join() === 'b,a,c', 'an answer');
  expect((await world.daemon()).pid).toBe(pid);
});
