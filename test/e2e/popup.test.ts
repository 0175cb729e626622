import { describe, expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

/** Processes of sidebars in popups. */
const popups = (world: World) => world.processes().filter(({ args }) => args.includes('--popup'));

async function open(world: World, terminal: Client): Promise<void> {
  await terminal.prefix('o', 'p');
  await terminal.until((screen) => screen.lines.some((line) => /▌1 a/.test(line)), 'the popup, live', {
    timeoutMs: 20_000,
  });
  expect(popups(world)).toHaveLength(1);
}

const closed = (world: World) => until(() => popups(world).length === 0, 'the popup to close');

async function sessionOf(world: World, { client }: Client): Promise<string> {
  const clients = (await world.tmux('list-clients', '-F', '#{client_name} #{session_name}')).split('\n');
  return clients.find((line) => line.startsWith(`${client} `))?.slice(client.length + 1) ?? '';
}

async function world3(): Promise<{ world: World; terminal: Client }> {
  const world = await World.create();
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await world.loadPlugin();
  return { world, terminal };
}

describe('the sidebar in a popup', () => {
  test('opens without any sidebar, and without a daemon; goes where it is told, and closes then', async () => {
    const { world, terminal } = await world3();
    await using _ = world;
    await open(world, terminal);
    expect(await world.tmux('list-panes', '-a', '-f', '#{==:#{session_name},a}', '-F', '#{pane_id}')).not.toContain(
      '\n',
    );
    await terminal.key('j');
    await terminal.key('Enter');
    await closed(world);
    await terminal.until((screen) => screen.row(0).startsWith('WORK-b'), 'session b alone');
    expect(await sessionOf(world, terminal)).toBe('b');
  });

  test('takes what is typed while it starts, and answers no question that could not be read', async () => {
    const { world, terminal } = await world3();
    await using _ = world;
    await terminal.prefix('o', 'p');
    await terminal.type('jj');
    await terminal.key('Enter');
    await terminal.until((screen) => screen.row(0).startsWith('WORK-c'), 'session c', { timeoutMs: 20_000 });
    await closed(world);
    await terminal.prefix('o', 'p');
    await terminal.type('gxy');
    await terminal.until((screen) => /kill a/i.test(screen.text), 'the question', { timeoutMs: 20_000 });
    await terminal.type('n');
    await terminal.until((screen) => !/kill a/i.test(screen.text), 'its end');
    expect(await world.tmux('list-sessions', '-F', '#{session_name}')).toMatch(/^_os_stash\na\nb\nc$/);
    await terminal.key('q');
    await closed(world);
  });

  test.each(['q', 'Escape', 'C-c'])('closes with %s and changes nothing', async (key) => {
    const { world, terminal } = await world3();
    await using _ = world;
    await open(world, terminal);
    await terminal.key(key);
    await closed(world);
    await terminal.until((screen) => screen.row(0).startsWith('WORK-a'), 'what was there');
    await terminal.type('typed');
    await terminal.until((screen) => screen.includes('typed'), 'keys in the work pane');
    const { sessions } = await (await world.daemon()).state();
    expect(sessions.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test('stays open over what Tab goes through, beside the sidebar that is open', async () => {
    const { world, terminal } = await world3();
    await using _ = world;
    await openSidebar(world, terminal);
    await terminal.key('Escape');
    await until(async () => !(await livePanes(world))[0]?.active, 'the focus in the work pane');
    await terminal.prefix('o', 'p');
    const right = (name: string) =>
      terminal.screen().lines.some((line) => new RegExp(`▌\\d ${name}`).test(line.slice(1)));
    await until(() => popups(world).length === 1 && right('a'), 'the popup');
    await terminal.key('Tab');
    await terminal.until(() => right('b'), 'session b behind it');
    expect(popups(world)).toHaveLength(1);
    await terminal.key('3');
    await closed(world);
    await terminal.until(
      (screen) => screen.row(0).includes('WORK-c') && screen.row(0).startsWith(' opensessions'),
      'c',
    );
    expect(await world.tmux('display-message', '-p', '-t', '=c:', '#{@opensessions}')).toBe('');
  });

  test('asks as the sidebar does before it kills, and stays open then', async () => {
    const { world, terminal } = await world3();
    await using _ = world;
    await open(world, terminal);
    await terminal.key('j');
    await terminal.key('x');
    await terminal.until((screen) => /kill/i.test(screen.text), 'the question');
    await terminal.key('y');
    await terminal.until((screen) => !screen.lines.some((line) => /\d b\b/.test(line)), 'that b is gone');
    expect(await world.tmux('list-sessions', '-F', '#{session_name}')).not.toContain('b');
    expect(popups(world)).toHaveLength(1);
    await terminal.key('q');
    await closed(world);
  });

  test('fits into a terminal that is narrower than it', async () => {
    await using world = await World.create({ cols: 30, rows: 10 });
    await world.newSession('a');
    const terminal = await world.attach({ session: 'a' });
    await world.loadPlugin();
    await open(world, terminal);
    await terminal.key('q');
    await closed(world);
  });
});
