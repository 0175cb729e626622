import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '../support/daemon.ts';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

const names = [
  'with blanks in it',
  `it's "quoted"`,
  'colon:and.dot',
  '🙂 emoji 日本',
  '$(touch canary)',
  '`touch canary`',
  '#(touch canary)',
  '#{pid} #[fg=red] %H',
  '$HOME ~ {a,b} ; kill-server',
  'back\\slash \\',
  '-dash',
  '--clear',
  '=equals',
  '@at',
  '%percent',
  '{last}',
  '!',
];

let world: World;
let terminal: Client;
let daemon: Daemon;

beforeAll(async () => {
  world = await World.create({ cols: 120 });
  await world.newSession('home');
  terminal = await world.attach({ session: 'home' });
  await openSidebar(world, terminal);
  daemon = await world.daemon();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each(names)(
  'a session called %s is made, listed, pushed to, gone to, renamed and killed, and nothing of it runs',
  async (name) => {
    const command = async (asked: object) => {
      const { status, text } = await daemon.request('/command', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${daemon.token}` },
        body: { origin: { client: terminal.client }, command: asked },
      });
      expect(status, text).toBeLessThan(300);
    };
    const find = async (session: string) => (await daemon.state()).sessions.find(({ id }) => id === session);
    const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_id}');

    await command({ name: 'session.create', session: name });
    const id = await until(async () => {
      const session = await here();
      return session !== '$0' && session;
    }, 'the new session');
    const seen = (await find(id))?.name ?? '';
    // What tmux says of it: a `_` for `.` and `:`, backslashes doubled, depending on its version.
    expect(seen).toBe(await world.tmux('display-message', '-p', '-t', id, '#{session_name}'));
    expect(seen.replaceAll(/[^A-Za-z]/g, '')).toBe(name.replaceAll(/[^A-Za-z]/g, ''));
    await terminal.until(
      () => terminal.sidebar(80).some((line) => line.startsWith(`▌2 ${seen.slice(0, 10).trimEnd()}`)),
      'it listed',
    );

    for (const said of new Set([name, seen])) {
      expect((await world.curl('/set-status', { session: said, text: `curl ${said}` })).status).toBe(204);
      expect((await find(id))?.metadata.status?.text).toBe(`curl ${said}`);
      expect(await world.cli('status', 'by the command line', '--session', said)).toMatchObject({
        code: 0,
        stderr: '',
      });
      expect((await find(id))?.metadata.status?.text).toBe('by the command line');
      expect(await world.cli('wait', '--session', said, '--until', 'idle', '--timeout', '5')).toMatchObject({
        code: 0,
      });
    }

    await command({ name: 'session.switch', session: '$0', focus: 'work' });
    await until(async () => (await here()) === '$0', 'home');
    expect(await world.cli('switch', '2', '--client', terminal.client)).toMatchObject({ code: 0 });
    await until(async () => (await here()) === id, 'it again');

    await terminal.prefix('o', 's');
    await until(async () => (await livePanes(world)).some(({ active }) => active), 'the focus in the sidebar');
    await command({ name: 'session.rename', session: id, to: 'plain' });
    await terminal.until(() => terminal.sidebar().some((line) => line.startsWith('▌2 plain')), 'another name');
    await terminal.type('R');
    await terminal.until((screen) => screen.includes('> plain'), 'the prompt');
    await terminal.key('C-u');
    await terminal.type(name);
    await terminal.key('Enter');
    await until(async () => (await find(id))?.name === seen, 'the name again');

    await terminal.type('x');
    await terminal.until((screen) => /kill/i.test(screen.text), 'the question');
    await terminal.type('y');
    await until(async () => (await here()) === '$0', 'home');
    expect((await world.tmux('list-sessions', '-F', '#{session_name}')).split('\n').toSorted()).toEqual([
      '_os_stash',
      'home',
    ]);
    expect([world.home, world.root].some((dir) => existsSync(join(dir, 'canary')))).toBe(false);
  },
);

test("a window is called by the work pane's program, also while the sidebar has the focus or comes and goes", async () => {
  await using world = await World.create();
  await world.newSession('a');
  await world.tmux('set-option', '-g', 'automatic-rename', 'on');
  await world.newSession('b');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const called = async () => {
    const lines = await world.tmux('list-windows', '-a', '-F', '#{session_name} #{window_name}');
    return lines.split('\n').filter((line) => !line.startsWith('_os_stash'));
  };
  const work = async () => world.tmux('list-panes', '-a', '-f', '#{==:#{@opensessions},}', '-F', '#{pane_id}');
  // tmux looks at a window's name when its active pane has something to say.
  for (const pane of (await work()).split('\n')) await world.tmux('send-keys', '-t', pane, 'x', 'Enter');
  await until(async () => (await called()).includes('b cat'), 'the name of what works in b');
  await terminal.key('Tab');
  await until(
    async () => (await livePanes(world)).some(({ session, active }) => session === 'b' && active),
    'session b',
  );
  await terminal.prefix('o', 't');
  await until(async () => (await livePanes(world)).every(({ session }) => session === '_os_stash'), 'it closed');
  await terminal.prefix('o', 's');
  await until(async () => (await livePanes(world)).some(({ session, active }) => session === 'b' && active), 'it open');
  await world.tmux('respawn-pane', '-k', '-t', '=b:.{right}', 'echo other; exec sleep 600');
  await until(async () => {
    const now = await called();
    if (now.some((line) => /node|sidebar|opensessions/.test(line)) || now.some((line) => /^\w $/.test(line)))
      throw new Error(`windows are called ${now.join()}`);
    return true;
  }, 'names of work only');
  await terminal.key('Escape');
  await until(async () => (await called()).includes('b sleep'), 'the name of the other program');
});
