import { expect, test } from 'vitest';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

test('one key walks through what waits, from anywhere, and comes back to the exact pane', async () => {
  await using world = await World.create();
  const { window: home } = await world.newSession('home');
  await world.newSession('a');
  const { pane: inB } = await world.newSession('b');
  const split = (target: string) =>
    world.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', target, '/bin/sh', '-i');
  const { window } = await world.newWindow('a', 'agents');
  await world.tmux('select-window', '-t', '=a:0');
  const inA = await split(window);
  const began = await split(home);
  await world.tmux('select-pane', '-t', began);
  const terminal = await world.attach({ session: 'home' });
  await openSidebar(world, terminal);
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{pane_id}');
  const report = (pane: string, state: string) => world.curl('/agent', { pane, agent: 'aider', state });
  await report(inA, 'waiting');
  await report(inB, 'waiting');
  await terminal.until((screen) => screen.row(0).includes('◉2'), 'two that wait');

  await terminal.type('!');
  await until(async () => (await here()) === inA, 'the one that has waited longest');
  await report(inA, 'running');
  await terminal.prefix('o', 'n');
  await until(async () => (await here()) === inB, 'the next one');
  await report(inB, 'running');
  await terminal.until((screen) => !screen.row(0).includes('◉'), 'that none is left');
  await terminal.prefix('o', 'n');
  await until(async () => (await here()) === began, 'the pane where it began');
  await terminal.prefix('o', 'n');
  await terminal.until((screen) => screen.includes('nobody waits'), 'that there is nothing to do');
  expect(await here()).toBe(began);
});

test('a number without a session says so, wherever the focus is; so does answering without a question', async () => {
  await using world = await World.create();
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.prefix('o', '9');
  await terminal.until(
    (screen) => screen.row(screen.lines.length - 1).includes('no session 9: there is 1'),
    'a message',
  );
  await terminal.type('9');
  await terminal.until(() => terminal.sidebar().join('\n').includes('no session 9'), 'a notice');
  await terminal.type('a');
  await terminal.until(() => terminal.sidebar().join('\n').includes('no question'), 'another one');
});
