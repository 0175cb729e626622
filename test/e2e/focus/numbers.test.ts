import { expect, test } from 'vitest';
import { atWork, current, focus, inSidebar, live, settledAt } from '../../support/desk.ts';
import { switchesDuring } from '../../support/switches.ts';
import { until } from '../../support/until.ts';
import type { Client, World } from '../../support/world.ts';

/** What tmux knows of the numbers: names of sessions, `-` where there is none. */
async function known(world: World): Promise<string> {
  const names = new Map(
    (await world.tmux('list-sessions', '-F', '#{session_id} #{session_name}')).split('\n').map((line) => {
      const [id = '', name = ''] = line.split(' ');
      return [id, name] as const;
    }),
  );
  const said = [1, 2, 3, 4].map((number) => `#{OPENSESSIONS_NUMBER_${number}}`).join(' ');
  const ids = (await world.tmux('display-message', '-p', said)).split(' ');
  return Array.from({ length: 4 }, (_, index) => names.get(ids[index] ?? '') ?? '-').join(' ');
}

async function sessionOf(world: World, { client }: Client): Promise<string> {
  return world.tmux('display-message', '-p', '-c', client, '#{client_session}');
}

test('a number key goes there while the daemon sleeps, in one redraw, and takes the sidebar along', async () => {
  const { world, terminal } = await atWork();
  await using _ = world;
  await until(async () => (await known(world)) === 'a b c -', 'the numbers');
  const { pid } = await world.daemon();
  world.signal(pid, 'SIGSTOP');
  await world.settled(terminal);
  const mark = terminal.mark();
  await terminal.prefix('o', '3');
  await terminal.until((screen) => screen.includes('WORK-c'), 'session c');
  await world.settled(terminal);
  const redraws = terminal.redraws(mark, terminal.workArea());
  expect(redraws.map((redraw) => [redraw.draws('WORK-c'), redraw.draws('opensessions')])).toEqual([[1, 1]]);
  for (const key of ['1', '2', '3', '2', '1', '3', '1', '2']) await terminal.prefix('o', key);
  await until(async () => (await sessionOf(world, terminal)) === 'b', 'the last of the burst');
  expect(await world.tmux('display-message', '-p', '-t', await live(world), '#{session_name}')).toBe('b');
  world.signal(pid, 'SIGCONT');
  await terminal.until(() => current(terminal) === 'b', 'the bar');
  expect(await focus(world, terminal)).not.toBe(await live(world));
});

test('of eight in a row none is lost', async () => {
  const { world, terminal } = await atWork();
  await using _ = world;
  await until(async () => (await known(world)) === 'a b c -', 'the numbers');
  const keys = ['2', '3', '1', '3', '2', '1', '2', '3'];
  const seen = await switchesDuring(world, async (sofar) => {
    for (const key of keys) await terminal.prefix('o', key);
    await until(async () => (await sofar()).length >= keys.length, 'the switches');
  });
  expect(seen).toEqual(keys.map((key) => ['a', 'b', 'c'][Number(key) - 1]));
  await terminal.until(() => current(terminal) === 'c', 'the bar');
});

test('the numbers follow the list: order, names, births and ends', async () => {
  const { world, terminal } = await atWork();
  await using _ = world;
  await until(async () => (await known(world)) === 'a b c -', 'the numbers');
  await world.newSession('d');
  await until(async () => (await known(world)) === 'a b c d', 'the new one');
  await world.tmux('kill-session', '-t', '=b');
  await until(async () => (await known(world)) === 'a c d -', 'one less');
  await terminal.prefix('o', 's');
  await inSidebar(world, terminal);
  await terminal.key('J');
  await until(async () => (await known(world)) === 'c a d -', 'the new order');
  await terminal.key('H');
  await until(async () => (await known(world)) === 'c d - -', 'the hidden one to be none');
});

test('a number that a daemon left behind that was killed is none for the next one', async () => {
  const { world } = await atWork();
  await using _ = world;
  await until(async () => (await known(world)) === 'a b c -', 'the numbers');
  world.signal((await world.daemon()).pid, 'SIGKILL');
  await world.tmux('set-environment', '-gh', 'OPENSESSIONS_NUMBER_9', '$99');
  await until(
    async () => (await world.tmux('display-message', '-p', '#{OPENSESSIONS_NUMBER_9}')) === '',
    'the next daemon to take it away',
  );
});

test('from the sidebar, and to where one is already, the work pane gets the focus', async () => {
  const { world, terminal, panes } = await atWork();
  await using _ = world;
  await until(async () => (await known(world)) === 'a b c -', 'the numbers');
  await terminal.prefix('o', 's');
  await inSidebar(world, terminal);
  await terminal.prefix('o', '1');
  await settledAt(world, panes.two);
  await terminal.prefix('o', 's');
  await inSidebar(world, terminal);
  await terminal.prefix('o', '2');
  await terminal.until(() => current(terminal) === 'b', 'session b');
  await until(async () => (await focus(world, terminal)) !== (await live(world)), 'the focus at work');
});
