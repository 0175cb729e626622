import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { which } from '../support/shims.ts';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

/** Opens, goes to another session, makes one, opens the popup, closes: all that starts a process of ours or of the user's. */
async function tour(world: World, terminal: Client): Promise<void> {
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');
  await openSidebar(world, terminal);
  await terminal.key('2');
  await until(async () => (await here()) === 'b', 'session b');
  const daemon = await world.daemon();
  const created = await daemon.request('/command', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${daemon.token}` },
    body: { origin: { client: terminal.client }, command: { name: 'session.create', session: 'fresh' } },
  });
  expect(created.status).toBe(204);
  await until(async () => (await here()) === 'fresh', 'the new session');
  await terminal.prefix('o', 'p');
  const popup = () => world.processes().some(({ args }) => args.includes('--popup'));
  await until(popup, 'the popup');
  await terminal.until((screen) => screen.lines.some((line) => line.slice(1).includes('▌3 fresh')), 'its list');
  await terminal.key('1');
  await until(async () => (await here()) === 'a' && !popup(), 'session a, and the end of the popup');
  await terminal.prefix('o', 't');
  await until(async () => (await livePanes(world)).every(({ session }) => session === '_os_stash'), 'it closed');
}

test.for(['bash', 'zsh', 'fish', 'csh', 'dash', 'nu'])(
  'all of it works where the shell is %s',
  async (name, { skip }) => {
    const shell = which(name, process.env['PATH'] ?? '');
    if (shell === null || spawnSync(shell, ['-c', 'exit']).status !== 0) return skip(`there is no ${name} here`);
    await using world = await World.create({ env: { SHELL: shell }, tmuxConf: `set -g default-shell ${shell}` });
    // Without a file of its own zsh asks a newcomer questions.
    writeFileSync(join(world.home, '.zshrc'), '');
    for (const session of ['a', 'b']) await world.tmux('new-session', '-d', '-s', session, '-x', '100', '-y', '30');
    const terminal = await world.attach({ session: 'a' });
    await tour(world, terminal);
    await terminal.type('echo work"-"here');
    await terminal.key('Enter');
    await terminal.until((screen) => screen.lines.some((line) => line.includes('work-here')), 'the shell at work');
  },
);

test('a default-command is for work panes: it runs in new sessions, and not where we start something', async () => {
  const world = await World.create({ tmuxConf: `set -g default-command 'echo DEFAULT-COMMAND; exec cat'` });
  await using _ = world;
  for (const session of ['a', 'b']) await world.tmux('new-session', '-d', '-s', session, '-x', '100', '-y', '30');
  const terminal = await world.attach({ session: 'a' });
  await tour(world, terminal);
  const panes = (
    await world.tmux('list-panes', '-a', '-f', '#{==:#{@opensessions},}', '-F', '#{session_name} #{pane_id}')
  ).split('\n');
  expect(panes.map((line) => line.split(' ')[0]).toSorted()).toEqual(['a', 'b', 'fresh']);
  for (const line of panes)
    expect(await world.tmux('capture-pane', '-p', '-t', line.split(' ')[1] ?? '')).toContain('DEFAULT-COMMAND');
});
