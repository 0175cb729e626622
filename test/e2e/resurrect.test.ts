import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restore, save } from '../support/resurrect.ts';
import { livePanes, openSidebar, ourPanes } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

const optionOf = (world: World, name: string) => world.tmux('show-options', '-gqv', name);

/** For each window of the user's, its panes from left to right: `sidebar`, or what runs there. */
async function windows(world: World): Promise<Record<string, string[]>> {
  const format = '#{session_name}:#{window_index} #{?#{@opensessions},sidebar,#{pane_current_command}}';
  const found: Record<string, string[]> = {};
  for (const line of (await world.tmux('list-panes', '-a', '-F', format)).split('\n')) {
    const [window = '', is = ''] = line.split(' ');
    if (!window.startsWith('_os_stash:')) found[window] = [...(found[window] ?? []), is];
  }
  return found;
}

/** A server with the sidebar in three windows, saved, and then gone, its daemon with it. */
async function saved(world: World): Promise<string> {
  const file = join(world.root, 'last');
  await world.newSession('a');
  await world.newSession('b');
  const { pane } = await world.newWindow('a', 'two');
  await world.tmux('split-window', '-v', '-d', '-t', pane, 'cat');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await until(async () => Object.values(await windows(world)).every(([first]) => first === 'sidebar'), 'all sidebars');
  await save(world, file);
  const { pid } = await world.daemon();
  await world.tmux('kill-server');
  world.signal(pid, 'SIGTERM');
  await until(() => world.processes().length === 0, 'the end of all that', { timeoutMs: 30_000 });
  return file;
}

const asSaved = { 'a:0': ['sidebar', 'sh'], 'a:1': ['sidebar', 'sh', 'sh'], 'b:0': ['sidebar', 'sh'] };

test('what tmux-resurrect revives of ours becomes sidebars again, where they were', { timeout: 60_000 }, async () => {
  const world = await World.create();
  await using _ = world;
  const file = await saved(world);

  await world.newSession('fresh');
  const terminal = await world.attach({ session: 'fresh' });
  await world.tmux('set-option', '-g', '@resurrect-restore-script-path', '/some/restore.sh');
  await world.loadPlugin();
  await world.daemon();
  await restore(world, file);

  const wanted = { ...asSaved, 'fresh:0': ['sidebar', 'cat'] };
  await until(async () => {
    expect(await windows(world)).toEqual(wanted);
    return true;
  }, 'the windows as they were');
  expect((await livePanes(world)).map(({ session }) => session)).toEqual(['fresh']);
  await until(
    async () => (await ourPanes(world)).every(({ role, pid }) => (role === 'live') === (pid !== 0)),
    'nothing but sidebars in our panes',
  );
  expect((await ourPanes(world)).filter(({ session }) => session !== '_os_stash').map(({ width }) => width)).toEqual(
    Array.from({ length: 4 }, () => 26),
  );
  expect(await world.tmux('display-message', '-p', '#{OPENSESSIONS_RESTORING}')).toBe('');

  await world.tmux('switch-client', '-c', terminal.client, '-t', '=b');
  await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar in a restored window');
});

test('while the sidebar is open, a restore loses no pane to it', { timeout: 60_000 }, async () => {
  const world = await World.create();
  await using _ = world;
  const file = join(world.root, 'last');
  await world.newSession('a');
  const { pane } = await world.newWindow('a', 'three');
  await world.tmux('split-window', '-h', '-d', '-t', pane, 'cat');
  await world.tmux('split-window', '-v', '-d', '-t', pane, 'cat');
  await save(world, file);
  await world.tmux('kill-window', '-t', pane);

  const terminal = await world.attach({ session: 'a' });
  await world.tmux('set-option', '-g', '@resurrect-restore-script-path', '/some/restore.sh');
  await openSidebar(world, terminal);
  await restore(world, file);
  await until(
    async () => (await windows(world))['a:1']?.join() === 'sidebar,sh,sh,sh',
    'three panes of work beside the sidebar',
  );
});

test('a pane of that name that was there before, or is alone in its window, is left', { timeout: 60_000 }, async () => {
  const world = await World.create();
  await using _ = world;
  const file = await saved(world);
  const { pane } = await world.newSession('a');
  const sibling = await world.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', pane, 'cat');
  await world.tmux('select-pane', '-t', pane, '-T', 'opensessions sidebar');
  await world.tmux('set-option', '-g', '@resurrect-restore-script-path', '/some/restore.sh');
  await world.loadPlugin();
  await world.daemon();
  await restore(world, file);
  await until(async () => (await windows(world))['b:0']?.join() === 'sidebar,sh', 'the restored window');
  expect((await ourPanes(world)).map((one) => one.pane)).not.toContain(pane);
  expect(await world.tmux('list-panes', '-s', '-t', '=a', '-F', '#{pane_id}')).toContain(`${pane}\n${sibling}`);
});

test('its hooks keep what the user has in them, and lose ours when we are uninstalled', async () => {
  const world = await World.create();
  await using _ = world;
  await world.newSession('a');
  const [before, after] = ['@resurrect-hook-pre-restore-all', '@resurrect-hook-post-restore-all'];
  await world.loadPlugin();
  expect(await optionOf(world, before)).toBe('');
  await world.tmux('set-option', '-g', '@resurrect-restore-script-path', '/some/restore.sh');
  await world.tmux('set-option', '-g', after, 'tmux set-option -g @restored "it;s"');
  for (let time = 0; time < 3; time += 1) await world.loadPlugin();
  await world.daemon();
  await save(world, join(world.root, 'last'));
  await restore(world, join(world.root, 'last'));
  expect(await optionOf(world, '@restored')).toBe('it;s');
  expect((await optionOf(world, after)).match(/resurrect\.sh/g)).toHaveLength(1);

  expect((await world.cli('uninstall')).code).toBe(0);
  expect(await world.tmux('show-options', '-g')).not.toContain(before);
  expect(await optionOf(world, after)).toBe('tmux set-option -g @restored "it;s"');
});
