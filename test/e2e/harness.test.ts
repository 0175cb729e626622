import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ask } from '../support/http.ts';
import { processesBelow } from '../support/processes.ts';
import { UntilError, until } from '../support/until.ts';
import { type Client, type Created, TmuxError, World } from '../support/world.ts';

const orphanMaker = fileURLToPath(new URL('../support/orphan-maker.ts', import.meta.url));

async function attached(): Promise<{ world: World; terminal: Client; a: Created; b: Created }> {
  const world = await World.create({ cols: 80, rows: 12 });
  const a = await world.newSession('a');
  const b = await world.newSession('b');
  const terminal = await world.attach({ session: 'a' });
  await terminal.until((screen) => screen.row(0) === 'WORK-a', 'the work pane');
  await world.settled(terminal);
  return { world, terminal, a, b };
}

describe('a terminal', () => {
  test('shows what is typed', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    await terminal.type('hello');
    await terminal.key('Enter');
    await terminal.until(
      (screen) => screen.row(1) === 'hello' && screen.row(2) === 'hello',
      'the echo and the answer of cat',
    );
    expect(terminal.screen().cursor).toEqual({ row: 3, col: 0 });
  });

  test('runs key bindings behind the prefix', async () => {
    const { world, terminal, a } = await attached();
    await using _ = world;
    await terminal.prefix('c');
    await terminal.until((screen) => screen.row(11).includes('1:'), 'the second window in the status line');
    expect(await world.tmux('list-windows', '-t', a.session, '-F', '#I')).toBe('0\n1');
  });

  test('sends keys that tmux knows by the same names', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    for (const key of [
      'j',
      'C-a',
      'M-x',
      'Enter',
      'Tab',
      'BTab',
      'BSpace',
      'Up',
      'Right',
      'Home',
      'PageDown',
      'M-Up',
      'Escape',
    ]) {
      await world.tmux('bind-key', '-n', key, 'set-option', '-g', '@pressed', key);
      await terminal.key(key);
      await until(async () => (await world.tmux('show-options', '-gv', '@pressed')) === key, `tmux to see ${key}`);
    }
    await expect(terminal.key('Hyper-x')).rejects.toThrow('unknown key Hyper-x');
  });

  test('clicks on a cell', async () => {
    const { world, terminal, a } = await attached();
    await using _ = world;
    await world.tmux('set-option', '-g', 'mouse', 'on');
    const other = await world.tmux(
      'split-window',
      '-hbd',
      '-l',
      '20',
      '-P',
      '-F',
      '#{pane_id}',
      '-t',
      a.window,
      'exec cat',
    );
    await world.settled(terminal);
    await terminal.click(3, 5);
    await until(
      async () => (await world.tmux('display-message', '-p', '-t', a.window, '#{pane_id}')) === other,
      'the left pane to be active',
    );
  });

  test('has cells with their styles', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const styles = '\x1b[1;31mR\x1b[0;2mD\x1b[0;7mI\x1b[0;38;5;200mP\x1b[0;48;2;1;2;3mT\x1b[0m漢.';
    await world.newWindow('a', 'styled', { command: ['/bin/sh', '-c', 'printf %s "$1"; exec cat', 'sh', styles] });
    await world.tmux('set', '-as', 'terminal-features', ',xterm-256color:RGB');
    await terminal.detach();
    const again = await world.attach({ session: 'a' });
    await world.tmux('select-window', '-t', 'a:1');
    await again.until((screen) => screen.row(0) === 'RDIPT漢.', 'the styled text');
    const plain = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false, inverse: false };
    expect(again.cell(0, 0)).toEqual({ ...plain, char: 'R', fg: 1, bold: true });
    expect(again.cell(0, 1)).toEqual({ ...plain, char: 'D', dim: true });
    expect(again.cell(0, 2)).toEqual({ ...plain, char: 'I', inverse: true });
    expect(again.cell(0, 3)).toEqual({ ...plain, char: 'P', fg: 200 });
    expect(again.cell(0, 4)).toEqual({ ...plain, char: 'T', bg: '#010203' });
    expect([5, 6, 7].map((col) => again.cell(0, col).char)).toEqual(['漢', '', '.']);
    expect(again.cell(5, 5)).toEqual({ ...plain, char: ' ' });
    expect(() => again.cell(12, 0)).toThrow(RangeError);
  });

  test('resizes tmux with itself', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    terminal.resize(50, 20);
    await terminal.until((screen) => screen.row(19).startsWith('[a]'), 'the status line in the new last row');
    expect(await world.tmux('display-message', '-p', '-t', terminal.client, '#{client_width}x#{client_height}')).toBe(
      '50x20',
    );
  });

  test('says what it waited for and shows the last screen when that does not come', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const failure = await terminal
      .until(() => false, 'the impossible', { timeoutMs: 50 })
      .catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(UntilError);
    expect(String(failure)).toContain('the impossible');
    expect(String(failure)).toContain(`│WORK-a${' '.repeat(74)}│`);
    expect((failure as Error).stack).toContain('harness.test.ts');
  });

  test('stops waiting when the program ends', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const waiting = terminal.until((screen) => screen.includes('never'), 'something').catch(String);
    await terminal.detach();
    expect(await waiting).toContain('the program ended with {"code":0,"signal":0}');
  });
});

describe('redraws are counted', () => {
  test('none', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const mark = terminal.mark();
    await world.settled(terminal);
    expect([terminal.draws('WORK-a', mark), terminal.redraws(mark).length, terminal.bytesSince(mark).length]).toEqual([
      0, 0, 0,
    ]);
    expect(terminal.drawnAtMs('WORK-a', mark)).toBeNull();
  });

  test('one, of everything', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const mark = terminal.mark();
    await world.tmux('refresh-client', '-t', terminal.client);
    await world.settled(terminal);
    const redraws = terminal.redraws(mark);
    expect(redraws.map((frame) => [frame.sync, frame.draws('WORK-a')])).toEqual([[true, 1]]);
    expect(terminal.draws('WORK-a', mark)).toBe(1);
    expect(terminal.drawnAtMs('WORK-a', mark)).toBe(redraws[0]?.atMs);
  });

  test('two', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const mark = terminal.mark();
    await world.tmux('refresh-client', '-t', terminal.client);
    await world.settled(terminal);
    await world.tmux('refresh-client', '-t', terminal.client);
    await world.settled(terminal);
    expect(terminal.redraws(mark).map((frame) => frame.draws('WORK-a'))).toEqual([1, 1]);
    expect(terminal.draws('WORK-a', mark)).toBe(2);
  });

  test('of an empty pane, which is only erased', async () => {
    const { world, terminal } = await attached();
    await using _ = world;
    const empty = await world.newWindow('a', 'empty', { command: ['/bin/cat'] });
    await world.settled(terminal);
    const mark = terminal.mark();
    await world.tmux('select-window', '-t', empty.window);
    await world.settled(terminal);
    expect(terminal.redraws(mark).length).toBe(1);
  });

  /** A live pane left of session a, an empty slot left of session b. */
  async function sidebars() {
    const setting = await attached();
    const { world, terminal, a, b } = setting;
    const split = (target: string, ...command: string[]) =>
      world.tmux('split-window', '-hbf', '-d', '-l', '20', '-P', '-F', '#{pane_id}', '-t', target, ...command);
    const live = await split(a.window, '/bin/sh', '-c', 'printf "SIDE BAR"; exec cat');
    const slot = await split(b.window, '');
    await terminal.until((screen) => screen.includes('SIDE BAR'), 'the live pane');
    await world.settled(terminal);
    return { ...setting, live, slot };
  }

  test('a swap in a hook is one redraw that contains both panes', async () => {
    const { world, terminal, live } = await sidebars();
    await using _ = world;
    await world.tmux('set-hook', '-g', 'client-session-changed', `swap-pane -d -s ${live} -t ":.{left}"`);
    const mark = terminal.mark();
    await world.tmux('switch-client', '-c', terminal.client, '-t', '=b');
    await world.settled(terminal);
    expect(terminal.redraws(mark).map((frame) => [frame.draws('WORK-b'), frame.draws('SIDE BAR')])).toEqual([[1, 1]]);
    expect([terminal.draws('WORK-b', mark), terminal.draws('SIDE BAR', mark)]).toEqual([1, 1]);
  });

  test('a swap by a second command is seen as more than one', async () => {
    const { world, terminal, live, slot } = await sidebars();
    await using _ = world;
    const mark = terminal.mark();
    await world.tmux('switch-client', '-c', terminal.client, '-t', '=b');
    await world.tmux('swap-pane', '-d', '-s', live, '-t', slot);
    await world.settled(terminal);
    const [first, ...more] = terminal.redraws(mark);
    expect([first?.draws('WORK-b'), first?.draws('SIDE BAR')]).toEqual([1, 0]);
    expect(more.length).toBeGreaterThan(0);
    expect(terminal.draws('SIDE BAR', mark)).toBe(1);
  });

  test('an application that paints its own pane redraws nothing else', async () => {
    const { world, terminal, live } = await sidebars();
    await using _ = world;
    const mark = terminal.mark();
    await world.tmux('send-keys', '-t', live, 'news');
    await world.settled(terminal);
    expect(terminal.draws('news', mark)).toBe(1);
    expect(terminal.redraws(mark).length).toBeGreaterThan(0);
    expect(terminal.redraws(mark, terminal.workArea(20))).toEqual([]);
  });

  test('two panes that are painted one after the other are not one redraw', async () => {
    const { world, terminal, a, live } = await sidebars();
    await using _ = world;
    const mark = terminal.mark();
    for (const [pane, word] of [
      [a.pane, 'WORK-a'],
      [live, 'SIDE BAR'],
    ] as const) {
      await world.tmux('send-keys', '-R', '-t', pane);
      await terminal.until((screen) => !screen.includes(word), `no ${word}`);
      await world.tmux('send-keys', '-t', pane, word);
      // What the program in the pane echoes comes when it gets its turn.
      await terminal.until((screen) => screen.includes(word), word);
      await world.settled(terminal);
    }
    expect([terminal.draws('WORK-a', mark), terminal.draws('SIDE BAR', mark)]).toEqual([1, 1]);
    expect(
      terminal.redraws(mark).filter((frame) => frame.draws('WORK-a') === 1 && frame.draws('SIDE BAR') === 1),
    ).toEqual([]);
  });
});

describe('a world', () => {
  test('says what failed in tmux', async () => {
    await using world = await World.create();
    await world.newSession('a');
    const error = await world.tmux('kill-window', '-t', '=nowhere').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TmuxError);
    expect(error).toMatchObject({
      args: ['kill-window', '-t', '=nowhere'],
      code: 1,
      stderr: expect.stringContaining('nowhere'),
    });
  });

  test('leaves no process, socket or file behind, whatever happened in it', async () => {
    let root = '';
    const failing = async () => {
      const { world, terminal } = await attached();
      await using _ = world;
      root = world.root;
      const stubborn = await world.newSession('c', {
        command: ['/bin/sh', '-c', 'trap "" HUP TERM INT; printf ready; while :; do sleep 60; done'],
      });
      await until(
        async () => (await world.tmux('capture-pane', '-p', '-t', stubborn.pane)).includes('ready'),
        'the trap',
      );
      world.signal(Number(await world.tmux('display-message', '-p', '-t', stubborn.pane, '#{pane_pid}')), 'SIGSTOP');
      expect(world.processes().length).toBeGreaterThanOrEqual(5);
      expect(terminal.screen().includes('no such text')).toBe(true);
    };
    // The failure that comes out is the body's own.
    await expect(failing()).rejects.toThrow('expected false to be true');
    expect(processesBelow(root)).toEqual([]);
    expect(existsSync(root)).toBe(false);
  });

  test('ends with a test process that is killed', async () => {
    const child = spawn(process.execPath, [orphanMaker], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [root] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(processesBelow(root).length).toBeGreaterThanOrEqual(3);
    child.kill('SIGKILL');
    await until(() => processesBelow(root).length === 0 && !existsSync(root), 'the end of the orphaned world');
  });

  test('reports what survives its tmux server', async () => {
    await using world = await World.create();
    const { pane } = await world.newSession('a', {
      command: ['/bin/sh', '-c', 'trap "" HUP; printf ready; while :; do sleep 60; done'],
    });
    await until(async () => (await world.tmux('capture-pane', '-p', '-t', pane)).includes('ready'), 'the trap');
    const pid = Number(await world.tmux('display-message', '-p', '-t', pane, '#{pane_pid}'));
    const survivors = await world.leftovers({ withinMs: 200 });
    expect(survivors.map((info) => info.pid)).toContain(pid);
  });

  test('reports nothing when nothing survives', async () => {
    const { world } = await attached();
    await using _ = world;
    expect(await world.leftovers()).toEqual([]);
    expect(await world.leftovers()).toEqual([]);
  });

  test('does not see another one', async () => {
    const [one, two] = await Promise.all([attached(), attached()]);
    await using _one = one.world;
    await using _two = two.world;
    await two.terminal.type('secret');
    await two.terminal.until((screen) => screen.includes('secret'), 'the text in the second world');
    await one.world.settled(one.terminal);
    expect(one.terminal.screen().includes('secret')).toBe(false);
    const pids = [one, two].flatMap(({ world }) => world.processes().map(({ pid }) => pid));
    expect(new Set(pids).size).toBe(pids.length);
    expect(await one.world.tmux('list-sessions', '-F', '#S')).toBe('a\nb');
    expect(() => one.world.signal(two.terminal.pid, 'SIGTERM')).toThrow('no process of this world');
    await two.world.leftovers();
    expect(one.world.processes().length).toBeGreaterThan(0);
  });

  test('asks a server over TCP and over a unix socket', async () => {
    await using world = await World.create();
    const server = createServer(async (request, response) => {
      const body = await text(request);
      response
        .writeHead(201)
        .end(JSON.stringify([request.method, request.url, request.headers.host, request.headers.connection, body]));
    });
    const socketPath = join(world.root, 'server.sock');
    for (const place of [{ port: 0, host: '127.0.0.1' }, { path: socketPath }]) {
      server.listen(place);
      await once(server, 'listening');
      const address = server.address();
      const endpoint = typeof address === 'object' && address !== null ? { port: address.port } : { socketPath };
      const answer = await ask(endpoint, '/x?y', { method: 'POST', headers: { host: 'evil.example' }, body: { ä: 1 } });
      expect([answer.status, answer.json()]).toEqual([201, ['POST', '/x?y', 'evil.example', 'close', '{"ä":1}']]);
      server.close();
      await once(server, 'close');
    }
  });

  test('says how a program ended', async () => {
    await using world = await World.create();
    expect(await world.run('sh', ['-c', 'echo out; echo err >&2; exit 7'])).toEqual({
      code: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect((await world.run('sh', ['-c', 'kill -TERM $$'])).code).toBe(143);
    await expect(world.run('no-such-program', [])).rejects.toThrow('no-such-program');
  });

  test('starts its programs in an environment of its own', async () => {
    await using world = await World.create({ env: { EXTRA: 'yes', XDG_CACHE_HOME: undefined } });
    const { stdout } = await world.run('env', []);
    const lines = stdout.trim().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([`HOME=${world.home}`, 'CI=false', 'OPENSESSIONS_PORT=0', 'EXTRA=yes']),
    );
    expect(lines.filter((line) => /^(TMUX|TMUX_PANE|NO_COLOR|FORCE_COLOR|XDG_CACHE_HOME)=/.test(line))).toEqual([]);
    expect(Buffer.byteLength(world.paths.socket)).toBeLessThan(100);
  });

  test('writes down the starts of recorded programs, and only those', async () => {
    await using world = await World.create({ record: ['tmux', 'uname'] });
    await world.newSession('a');
    const spawned = await world.spawnedDuring(async () => {
      await world.run('sh', ['-c', 'uname -s; "$OPENSESSIONS_TMUX" -V; tmux -V "a\nb" ""; true']);
    });
    expect(spawned).toEqual([
      { program: 'uname', args: ['-s'] },
      { program: 'tmux', args: ['-V'] },
      { program: 'tmux', args: ['-V', 'a\nb', ''] },
    ]);
    expect(await world.spawnedDuring(() => world.tmux('list-sessions'))).toEqual([]);
  });
});
