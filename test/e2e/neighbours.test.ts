import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { livePanes, openSidebar, ourPanes } from '../support/sidebar.ts';
import { traces } from '../support/traces.ts';
import { until } from '../support/until.ts';
import { type Client, projectRoot, World } from '../support/world.ts';

/** What plugins that many people have put into tmux: options of all kinds, hooks with and without an index, keys in four tables. */
const neighbours = `
set-option -s escape-time 0
set-option -g history-limit 50000
set-option -g display-time 4000
set-option -g status-keys emacs
set-option -g focus-events on
set-window-option -g aggressive-resize on
set-option -g @resurrect-processes 'ssh "~rails server"'
set-option -g status-right '#(/nowhere/continuum_save.sh) #{@opensessions-status} %H:%M'
set-hook -g session-created[3] 'set-option -g @theirs created'
set-hook -g client-session-changed[7392] 'set-option -g @theirs changed'
set-hook -g window-layout-changed[0] 'set-option -g @theirs layout'
set-environment -g tmux_version 3.3
bind-key C-s run-shell /nowhere/save.sh
bind-key -N 'mine' o display-message mine
bind-key -T root MouseDragEnd1Border display-message theirs
bind-key -T copy-mode-vi y send-keys -X copy-pipe-and-cancel 'cat >/dev/null'
bind-key -T copy-mode-vi C-h select-pane -L
`;

/** As its plugin binds them: to vim where that runs in the pane, else to tmux. */
const navigator = [
  ['C-h', '-L'],
  ['C-j', '-D'],
  ['C-k', '-U'],
  ['C-l', '-R'],
]
  .map(([key, to]) => {
    const isVim = `ps -o comm= -t '#{pane_tty}' | grep -qE '(^|/)g?(view|n?vim?x?)(diff)?$'`;
    return `bind-key -n ${key} if-shell "${isVim.replaceAll('$', '\\$')}" "send-keys ${key}" "select-pane ${to}"`;
  })
  .join('\n');

async function configured(world: World): Promise<string> {
  const conf = join(world.root, 'neighbours.conf');
  writeFileSync(conf, `${neighbours}${navigator}\n`);
  await world.tmux('source-file', conf);
  return conf;
}

describe('what other plugins put into tmux', () => {
  test('is there after ten loads, an open sidebar, and uninstalling', { timeout: 60_000 }, async () => {
    const world = await World.create();
    await using _ = world;
    await world.newSession('a');
    const conf = await configured(world);
    const terminal = await world.attach({ session: 'a' });
    const before = await traces(world);
    await openSidebar(world, terminal);
    const once = async () => (await traces(world)).filter((line) => !/^@theirs|OPENSESSIONS_REQUEST/.test(line));
    const first = await once();
    for (let time = 0; time < 10; time += 1) {
      await world.tmux('source-file', conf);
      await world.loadPlugin();
    }
    await until(async () => {
      expect(await once()).toEqual(first);
      return true;
    }, 'the same as after one load');
    // The prefix key and the end of a drag are ours meanwhile.
    const ofTheirs = before.filter((line) => /nowhere|theirs|select-pane|tmux_version|focus-events/.test(line));
    expect(ofTheirs.length).toBeGreaterThan(10);
    expect(ofTheirs.filter((line) => !first.includes(line) && !/^@theirs|MouseDragEnd1Border/.test(line))).toEqual([]);

    expect((await world.cli('uninstall')).code).toBe(0);
    const theirs = (lines: string[]) => lines.filter((line) => !line.startsWith('@theirs'));
    expect(theirs(await traces(world))).toEqual(theirs(before));
  });
});

describe('vim-tmux-navigator', () => {
  async function walked(): Promise<{ world: World; terminal: Client }> {
    const world = await World.create();
    await world.newSession('a');
    await world.newWindow('a', 'other');
    await configured(world);
    const terminal = await world.attach({ session: 'a' });
    await openSidebar(world, terminal);
    await terminal.key('Escape');
    await until(async () => (await livePanes(world)).every(({ active }) => !active), 'the focus at work');
    return { world, terminal };
  }

  test('goes from the first work pane into the sidebar and back', async () => {
    const { world, terminal } = await walked();
    await using _ = world;
    await terminal.key('C-h');
    await until(async () => (await livePanes(world)).some(({ active }) => active), 'the focus on the sidebar');
    await terminal.key('C-l');
    await until(async () => (await livePanes(world)).every(({ active }) => !active), 'the focus at work again');
    await terminal.type('typed');
    await terminal.until((screen) => screen.includes('typed'), 'what is typed there');
  });

  test('finds the live sidebar in the next window too, with the daemon stopped', async () => {
    const { world, terminal } = await walked();
    await using _ = world;
    await until(async () => (await ourPanes(world)).filter(({ session }) => session === 'a').length === 2, 'both');
    const { pid } = await world.daemon();
    world.signal(pid, 'SIGSTOP');
    await world.tmux('select-window', '-t', '=a:1');
    await terminal.key('C-h');
    const focus = '#{window_index} #{@opensessions}';
    await until(async () => (await world.tmux('display-message', '-p', '-t', 'a', focus)) === '1 live', 'the live one');
    world.signal(pid, 'SIGCONT');
    await terminal.key('C-l');
    await until(async () => (await world.tmux('display-message', '-p', '-t', 'a', focus)) === '1 ', 'the work pane');
  });
});

describe('nothing of ours is left', () => {
  const script = join(projectRoot, 'scripts', 'uninstall.sh');

  test.each([
    ['opensessions uninstall', (world: World) => world.cli('uninstall')],
    ['uninstall.sh', (world: World) => world.run('sh', [script], { TMUX: `${world.socket},0,0` })],
  ])('by %s after daemon and sidebars were killed', { timeout: 60_000 }, async (_how, uninstall) => {
    const world = await World.create();
    await using _ = world;
    await world.newSession('a');
    await world.newSession('b');
    await world.newWindow('b', 'two');
    await configured(world);
    const terminal = await world.attach({ session: 'a' });
    const theirs = (lines: string[]) => lines.filter((line) => !line.startsWith('@theirs'));
    const before = theirs(await traces(world));
    await openSidebar(world, terminal);
    await world.curl('/agent', { session: 'a', agent: 'x', thread: 't', state: 'running' });
    await until(async () => (await ourPanes(world)).filter(({ role }) => role === 'slot').length >= 2, 'slots');
    expect(theirs(await traces(world))).not.toEqual(before);
    for (const { pid, args } of world.processes())
      if (args.some((word) => word.endsWith('main.js'))) world.signal(pid, 'SIGKILL');
    const { code, stderr } = await uninstall(world);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(theirs(await traces(world))).toEqual(before);
    await until(() => world.processes().every(({ args }) => !args.some((word) => word.endsWith('main.js'))), 'our end');
  });
});
