import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

async function opened(mouse: 'on' | 'off') {
  const world = await World.create({ tmuxConf: `set -g mouse ${mouse}` });
  for (const name of ['a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const pane = async () => (await livePanes(world))[0]?.pane ?? '';
  const asks = async () => world.tmux('display-message', '-p', '-t', await pane(), '#{mouse_any_flag}');
  return { world, terminal, asks };
}

test('a click moves the cursor, another one goes there', async () => {
  const { world, terminal, asks } = await opened('on');
  await using _ = world;
  await until(async () => (await asks()) === '1', 'that the sidebar asks for the mouse');
  const row = () => terminal.sidebar().findIndex((line) => line.startsWith(' 2 b'));
  await terminal.click(row(), 3);
  await terminal.until((screen) => screen.cell(row(), 3).inverse, 'the cursor');
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');
  expect(await here()).toBe('a');
  await terminal.click(row(), 3);
  await until(async () => (await here()) === 'b', 'the session');

  await world.tmux('set-option', '-g', 'mouse', 'off');
  await terminal.prefix('o', 's');
  await terminal.type('r');
  await until(async () => (await asks()) === '0', 'that it asks for the mouse no more');
});

test('where tmux has its mouse off the sidebar leaves it to the terminal', async () => {
  const { world, terminal, asks } = await opened('off');
  await using _ = world;
  await world.curl('/set-status', { session: 'b', text: 'connected' });
  await terminal.until((screen) => screen.includes('connected'), 'that the sidebar knows');
  expect(await asks()).toBe('0');
});

/** A sidebar with three sessions that has the mouse; the panel is that of the session `a`. */
async function ready() {
  const { world, terminal, asks } = await opened('on');
  await world.newSession('c');
  await until(async () => (await asks()) === '1', 'that the sidebar asks for the mouse');
  await terminal.until(() => names(terminal) === 'a b c', 'the sessions');
  return { world, terminal };
}

type Terminal = Awaited<ReturnType<typeof opened>>['terminal'];

/** Names in the rows of the list from above. */
function names(terminal: Terminal): string {
  return terminal
    .sidebar()
    .flatMap((line) => /^.\d (\S+)/.exec(line)?.[1] ?? [])
    .join(' ');
}

const rowOf = (terminal: Terminal, text: string) => terminal.sidebar().findIndex((line) => line.includes(text));
const borderOf = (terminal: Terminal) => terminal.sidebar().findIndex((line, row) => row > 1 && line.startsWith('───'));

test('a session is dragged to another place, which is kept', async () => {
  const { world, terminal } = await ready();
  await using _ = world;
  const to = rowOf(terminal, '1 a');
  await terminal.drag([rowOf(terminal, '3 c'), 4], [rowOf(terminal, '2 b'), 4], [to, 5]);
  await terminal.until((screen) => screen.row(to).startsWith('↑') && screen.includes('place 1'), 'where it will land');
  expect(names(terminal)).toBe('a b c');
  await terminal.release(to, 5);
  await terminal.until(() => names(terminal) === 'c a b', 'the new order');
  expect(terminal.sidebar().join('')).not.toContain('↑');
  const order = join(world.home, '.config/opensessions/session-order.json');
  await until(
    () => existsSync(order) && readFileSync(order, 'utf8').replaceAll(/\s/g, '').includes('["c","a","b"'),
    'the file',
  );
});

test('a drag that leaves the sidebar is forgotten by the next click', async () => {
  const { world, terminal } = await ready();
  await using _ = world;
  const row = rowOf(terminal, '2 b');
  await terminal.drag([rowOf(terminal, '3 c'), 4], [row, 4], [row, 60], [row, 62]);
  await terminal.until((screen) => screen.row(row).startsWith('↑'), 'where it would land');
  await terminal.release(row, 62);
  await terminal.click(rowOf(terminal, '1 a'), 4);
  await terminal.until((screen) => !screen.row(row).startsWith('↑'), 'that nothing is dragged');
  expect(names(terminal)).toBe('a b c');
});

test('the border of the panel is dragged, and its height kept', async () => {
  const { world, terminal } = await ready();
  await using _ = world;
  const from = borderOf(terminal);
  await terminal.drag([from, 9], [from - 2, 9], [from - 4, 9]);
  await terminal.until(() => borderOf(terminal) === from - 4, 'the panel higher while the button is held');
  const config = join(world.home, '.config/opensessions/config.json');
  expect(existsSync(config)).toBe(false);
  await terminal.release(from - 4, 9);
  await until(() => existsSync(config), 'the config');
  const height = () => (JSON.parse(readFileSync(config, 'utf8')) as { detailPanelHeight: number }).detailPanelHeight;
  await until(() => height() === terminal.sidebar().length - 2 - (from - 4) - 1, 'the height');
  writeFileSync(config, '{ "detailPanelHeight": 3 }');
  await terminal.until(() => borderOf(terminal) === terminal.sidebar().length - 2 - 4, 'the height that the file says');
});

test('in the panel a click opens a port, goes to a thread and shows a log entry whole', async () => {
  const { world, terminal } = await ready();
  await using _ = world;
  const [browser, file] = [join(world.home, 'browser'), join(world.home, 'opened')];
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" >>'${file}'\n`, { mode: 0o755 });
  await world.tmux('set-environment', '-t', '=a', 'BROWSER', browser);
  const listens = "require('net').createServer().listen(0, '127.0.0.1')";
  await world.tmux('split-window', '-d', '-t', '=a:', process.execPath, '-e', listens);
  await terminal.until(() => terminal.sidebar().some((line) => / :\d+ node/.test(line)), 'the port in the panel');
  const row = terminal.sidebar().findIndex((line) => / :\d+ node/.test(line));
  const port = /:\d+/.exec(terminal.sidebar()[row] ?? '')?.[0];
  await terminal.click(row, 2);
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '', 'the browser');
  expect(readFileSync(file, 'utf8')).toBe(`http://localhost${port}\n`);

  const message = 'the words at the end of it are only seen in full';
  await world.curl('/log', { session: 'a', message });
  await terminal.until(() => rowOf(terminal, 'the words') > 0, 'the log entry');
  await terminal.click(rowOf(terminal, 'the words'), 8);
  await terminal.until(() => rowOf(terminal, 'seen in full') > 0, 'all of it');
  await terminal.key('Escape');
  await terminal.until(() => rowOf(terminal, 'seen in full') < 0, 'the list again');

  const window = await world.newWindow('a', 'elsewhere');
  await world.tmux('select-window', '-t', '=a:0');
  await world.curl('/agent', { pane: window.pane, agent: 'aider', state: 'waiting' });
  await terminal.until(() => rowOf(terminal, '◉ aider') > 0, 'the thread in the panel');
  await terminal.click(rowOf(terminal, '◉ aider'), 4);
  const pane = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{pane_id}');
  await until(async () => (await pane()) === window.pane, 'the pane of the thread');
});
