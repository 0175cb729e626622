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
