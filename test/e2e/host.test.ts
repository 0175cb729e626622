import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../src/protocol/state.ts';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

/** A program that listens on as many free ports. */
const listens = (ports: number) => [
  process.execPath,
  '-e',
  `for (let i = 0; i < ${ports}; i++) require('net').createServer().listen(0, '127.0.0.1'); process.stdin.resume()`,
];

async function sessionOf(world: World, name: string): Promise<Session> {
  const { sessions } = await (await world.daemon()).state();
  const found = sessions.find((session) => session.name === name);
  if (found === undefined) throw new Error(`no session ${name}`);
  return found;
}

const portsOf = async (world: World, name: string) => (await sessionOf(world, name)).ports.map(({ port }) => port);

/** A browser that only writes down what it is given. */
function browser(world: World): { path: string; opened(): string } {
  const [path, file] = [join(world.home, 'browser'), join(world.home, 'opened')];
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" >>'${file}'\n`, { mode: 0o755 });
  return { path, opened: () => (existsSync(file) ? readFileSync(file, 'utf8') : '') };
}

describe('ports', () => {
  test('of what runs in a session are shown, and gone with it', async () => {
    await using world = await World.create();
    const { pane } = await world.newSession('web', { command: listens(1) });
    await world.newSession('docs');
    const terminal = await world.attach({ session: 'docs' });
    await openSidebar(world, terminal);
    const [port] = await until(async () => {
      const { ports } = await sessionOf(world, 'web');
      return ports.length === 1 && ports;
    }, 'the port');
    expect(port).toMatchObject({ program: 'node', pane });
    expect(Number(await world.tmux('display-message', '-p', '-t', pane, '#{pane_pid}'))).toBe(port?.pid);
    await terminal.until(
      () => terminal.sidebar().some((line) => line.includes(`:${port?.port}`)),
      'the port in its row',
    );
    expect(await portsOf(world, 'docs')).toEqual([]);
    await world.tmux('respawn-pane', '-k', '-t', pane, 'exec cat');
    await terminal.until(() => !terminal.sidebar().some((line) => line.includes(`:${port?.port}`)), 'it to be gone');
  });

  test('of a server that is started in a shell, by the shell of that pane', async () => {
    await using world = await World.create();
    const { pane } = await world.newSession('web', { command: ['sh'] });
    const terminal = await world.attach({ session: 'web' });
    await openSidebar(world, terminal);
    const script = join(world.home, 'node_modules', 'vite', 'cli.js');
    mkdirSync(join(script, '..'), { recursive: true });
    writeFileSync(script, "require('node:net').createServer().listen(0, '127.0.0.1')");
    await world.tmux('send-keys', '-t', pane, `'${process.execPath}' '${script}'`, 'Enter');
    await terminal.until(() => terminal.sidebar().some((line) => /:\d+ vite/.test(line)), 'the port in the panel');
    expect((await sessionOf(world, 'web')).ports).toMatchObject([{ program: 'vite', pane }]);
  });
});

describe('o', () => {
  test('opens the only port in the browser of the session', async () => {
    await using world = await World.create();
    await world.newSession('web', { command: listens(1) });
    const terminal = await world.attach({ session: 'web' });
    const { path, opened } = browser(world);
    await world.tmux('set-environment', '-t', '=web', 'BROWSER', path);
    await openSidebar(world, terminal);
    await until(async () => (await portsOf(world, 'web')).length === 1, 'the port');
    const [port] = await portsOf(world, 'web');
    await terminal.until(() => terminal.sidebar().some((line) => line.includes(`:${port}`)), 'the port in its row');
    await terminal.key('o');
    await until(() => opened() !== '', 'the browser');
    expect(opened()).toBe(`http://localhost:${port}\n`);
  });

  test('asks which of several; without a browser the address goes to the clipboard, and that is said', async () => {
    await using world = await World.create();
    await world.newSession('web', { command: listens(2) });
    const terminal = await world.attach({ session: 'web' });
    await openSidebar(world, terminal);
    await until(async () => (await portsOf(world, 'web')).length === 2, 'both ports');
    const [first, second] = await portsOf(world, 'web');
    await terminal.until(
      () => terminal.sidebar().some((line) => line.includes(`:${first} :${second}`)),
      'the ports in the row',
    );
    await terminal.key('o');
    await terminal.until((screen) => screen.includes('Open a port of web'), 'the choice');
    const mark = terminal.mark();
    await terminal.type('jo');
    await terminal.until(
      (screen) => screen.includes(`no browser here, copied http://localhost:${second}`),
      'the notice',
    );
    expect(await world.tmux('show-buffer')).toBe(`http://localhost:${second}`);
    const copied = Buffer.from(`http://localhost:${second}`).toString('base64');
    expect(terminal.bytesSince(mark).toString('latin1'), 'OSC 52').toContain(`;${copied}\u0007`);
  });

  test('as a command: the only port of the session, the list of several, the clipboard inside tmux', async () => {
    await using world = await World.create();
    const { pane } = await world.newSession('web', { command: listens(1) });
    await world.newSession('two', { command: listens(2) });
    await world.newSession('none');
    const terminal = await world.attach({ session: 'web' });
    await openSidebar(world, terminal);
    await until(async () => (await portsOf(world, 'web')).length === 1, 'the port');
    await until(async () => (await portsOf(world, 'two')).length === 2, 'the ports');
    const [port] = await portsOf(world, 'web');
    const address = `http://localhost:${port}\n`;
    expect(await world.cli('open', '--session', 'web', '--print')).toEqual({ code: 0, stdout: address, stderr: '' });
    const several = await world.cli('open', '--session', 'two');
    expect(several.stdout.split('\n').map((line) => line.split('\t')[1])).toEqual(['node', 'node', undefined]);
    expect(await world.cli('open', '--session', 'none')).toMatchObject({ code: 1, stdout: '' });
    const inTmux = { TMUX: `${world.socket},1,0`, TMUX_PANE: pane };
    expect(await world.run(process.execPath, [join(projectRoot, 'dist', 'main.js'), 'open'], inTmux)).toEqual({
      code: 0,
      stdout: address,
      stderr: '',
    });
    expect(`${await world.tmux('show-buffer')}\n`).toBe(address);
  });
});

describe('git', () => {
  test('runs when somebody comes and when the index changes, and not while nothing happens', async () => {
    await using world = await World.create({ record: ['git'] });
    const dir = join(world.home, 'repository');
    mkdirSync(dir);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], {
        cwd: dir,
        env: { ...process.env, HOME: world.home },
      });
    git('init', '-q', '-b', 'trunk');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    await world.newSession('code', { dir });
    await world.newSession('docs');
    const terminal = await world.attach({ session: 'docs' });
    await openSidebar(world, terminal);
    const row = (text: string) =>
      terminal.until(() => terminal.sidebar().some((line) => line.trimEnd() === `   ${text}`), text);
    await row('trunk');
    await until(async () => (await sessionOf(world, 'code')).git?.dirty === false, 'the status');
    writeFileSync(join(dir, 'new'), '');
    // An editor alone tells nobody; whoever comes finds it.
    const visit = await world.spawnedDuring(async () => {
      await world.tmux('switch-client', '-c', terminal.client, '-t', '=code');
      await row('trunk ±');
    });
    expect(visit.map(({ args }) => args.includes('status'))).toEqual([true]);
    const quiet = await world.spawnedDuring(async () => {
      for (let turn = 0; turn < 20; turn += 1)
        await world.curl('/set-status', { session: 'docs', text: `turn ${turn}` });
      await row('turn 19');
    });
    expect(quiet).toEqual([]);
    git('add', 'new');
    git('commit', '-q', '-m', 'second');
    await row('trunk');
  });
});
