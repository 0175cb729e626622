import { expect, test } from 'vitest';
import { type ClaudeStandIn, startClaude } from '../support/claude.ts';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

interface Scene extends AsyncDisposable {
  world: World;
  terminal: Client;
  /** The second pane of the second window of `b`, in which Claude Code runs. */
  pane: string;
  claude: ClaudeStandIn;
}

/** Sessions `a` and `b`; a terminal on `a` with the sidebar; an agent in a corner of `b` that somebody has to find. */
async function scene(): Promise<Scene> {
  const world = await World.create();
  await world.newSession('a');
  await world.newSession('b');
  const { window } = await world.newWindow('b', 'agents');
  await world.tmux('select-window', '-t', '=b:0');
  const pane = await world.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', window, '/bin/sh', '-i');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const claude = await startClaude(world, pane);
  claude.register('idle');
  return { world, terminal, pane, claude, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

function listed(terminal: Client, name: string): string {
  return terminal.sidebar().find((line) => line.includes(name)) ?? '';
}

test('an agent that waits is counted, found, explained, and gone to exactly', async () => {
  await using at = await scene();
  const { world, terminal, pane, claude } = at;
  claude.prompt('fix the login');
  claude.register('busy');
  await terminal.until(() => /2 b .*⠹/.test(listed(terminal, '2 b')), 'that it runs');
  claude.register('waiting');
  await terminal.until(
    (screen) => screen.row(0).includes('◉1') && /◉ \d+s/.test(listed(terminal, '2 b')),
    'that it waits',
  );

  await terminal.type('jl');
  await terminal.until(() => listed(terminal, 'claude fix the').includes('◉'), 'its thread in the list');
  await terminal.type('i');
  await terminal.until((screen) => screen.includes('why b') && screen.includes('▸ registry'), 'why');
  const explained = await world.cli('explain', 'b');
  expect(explained).toMatchObject({ code: 0, stderr: '' });
  expect(explained.stdout).toMatch(/waiting for \d+s, exact[\s\S]*> registry/);
  await terminal.key('Escape');
  await terminal.until((screen) => !screen.includes('why b'), 'the list again');

  await terminal.type('jjj');
  await terminal.key('Enter');
  const format = '#{session_name} #{pane_id}';
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, format);
  await until(async () => (await here()) === `b ${pane}`, 'the pane of the agent');
  claude.register('busy');
  await terminal.until((screen) => !screen.row(0).includes('◉'), 'that nobody waits any more');

  await terminal.prefix('o', 's');
  await until(async () => (await livePanes(world)).some(({ active, session }) => active && session === 'b'), 'focus');
  await terminal.until(() => listed(terminal, '1:').includes('*'), 'its windows');
  await terminal.type('lj');
  await terminal.key('Enter');
  const window = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}:#{window_index}');
  await until(async () => (await window()) === 'b:0', 'its other window');
});

test('what ends unseen is marked until its window is looked at, or a person says so', async () => {
  await using at = await scene();
  const { world, terminal, pane, claude } = at;
  const turn = (text: string) => {
    claude.prompt(text);
    claude.register('busy');
    claude.finish();
    claude.register('idle');
  };
  turn('first');
  await terminal.until(() => /✓ ●/.test(listed(terminal, '2 b')), 'that it is done');
  await terminal.type('jD');
  await terminal.until(() => /✓(?! ●)/.test(listed(terminal, '2 b')), 'that it was seen');
  turn('second');
  await terminal.until(() => /✓ ●/.test(listed(terminal, '2 b')), 'that it is done again');
  await world.tmux('switch-client', '-c', terminal.client, '-t', pane);
  await terminal.until(() => /✓(?! ●)/.test(listed(terminal, '2 b')), 'that it was looked at');
});

test('an agent that is killed in a turn is missed until somebody has seen it', async () => {
  await using at = await scene();
  const { world, terminal, pane, claude } = at;
  claude.prompt('forever');
  claude.register('busy');
  await terminal.until(() => /⠹/.test(listed(terminal, '2 b')), 'that it runs');
  process.kill(claude.pid, 'SIGKILL');
  await terminal.until(() => /⚠ ●/.test(listed(terminal, '2 b')), 'that it was interrupted');
  await world.tmux('switch-client', '-c', terminal.client, '-t', pane);
  await terminal.until(() => !/⚠/.test(listed(terminal, '2 b')), 'that it is gone');
});
