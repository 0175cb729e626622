import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Command } from '../../src/protocol/command.ts';
import { bundle } from './support/bundle.ts';
import { type Daemon, openDaemon } from './support/daemon.ts';
import { openProcess, scratch } from './support/process.ts';
import { ask, hello, metadata, now, server, session, snapshot, state, thread } from './support/states.ts';

const dist = mkdtempSync(join(tmpdir(), 'os-dist-'));
beforeAll(() => bundle('test/screen/support/entry.ts', dist));
afterAll(() => rmSync(dist, { recursive: true, force: true }));

const sessions = ['api', 'web', 'docs'].map((name, index) => session(index, name));
const esc = '\u001b';

async function live(options: Parameters<typeof openProcess>[2] & { first?: ReturnType<typeof state> } = {}) {
  const home = scratch();
  const daemon = await openDaemon(join(home, 'd.sock'));
  const { first = state(sessions), ...rest } = options;
  daemon.say(first);
  const sidebar = openProcess(dist, home, rest);
  await sidebar.screen.until(({ text }) => text.includes('? help') && text.includes('1 api'));
  return { home, daemon, ...sidebar };
}

/** What was asked for up to the refresh that the test sends as its last key. */
async function asked(daemon: Daemon): Promise<Command[]> {
  const isLast = ({ name }: Command) => name === 'refresh';
  await daemon.until(() => daemon.commands.some(isLast));
  return daemon.commands.filter((command) => !isLast(command));
}

/** Presses the key for a new session, and lets the popup that it asks for fail. */
async function withoutPopup(
  { daemon, screen, type }: Pick<Awaited<ReturnType<typeof live>>, 'daemon' | 'screen' | 'type'>,
  key: string,
): Promise<void> {
  type(key);
  await daemon.until(() => daemon.commands.some(({ name }) => name === 'session.pick'));
  daemon.say({ type: 'error', message: 'no room for a popup', command: 'session.pick' });
  await screen.until('New session');
}

const move = (id: string) => ({ name: 'cursor.move', session: id });
const goTo = (id: string, focus: 'work' | 'sidebar') => ({ name: 'session.switch', session: id, focus });

const answer = (ask: string, choice: number) => ({ name: 'ask.answer', ask, choice });
const questions = [
  ask('old', 1, 'Deploy?', ['yes', 'no', 'never', 'just look']),
  ask('new', 2, 'Which one?', ['a', 'b'], { since: now - 2000 }),
];

// What each key does is told in keys.test.ts, without a process for each.
describe('keys', () => {
  test('bytes become commands, in their order', async () => {
    const { daemon, type } = await live();
    type(`j${esc}OB${esc}[A\r/${esc}[200~do\ncs${esc}[201~${esc}[20~\u0003\t9xy`);
    type('r');
    expect(await asked(daemon)).toEqual([
      move('$1'),
      move('$2'),
      move('$1'),
      goTo('$1', 'work'),
      goTo('$1', 'sidebar'),
      { name: 'session.kill', session: '$1' },
    ]);
  });

  test('Esc closes what is open, else it focuses the work pane', async () => {
    const { daemon, screen, type } = await live();
    type('?');
    await screen.until('Esc close');
    type(esc);
    await screen.until('? help');
    type(esc);
    await daemon.until(() => daemon.commands.length > 0);
    expect(daemon.commands).toEqual([{ name: 'work.focus' }]);
  });

  test('~ in a path is the home directory', async () => {
    const { daemon, home, screen, type } = await live();
    await withoutPopup({ daemon, screen, type }, 'n');
    type('~/a\rr');
    expect(await asked(daemon)).toEqual([{ name: 'session.pick' }, { name: 'session.create', dir: `${home}/a` }]);
  });
});

describe('the wire', () => {
  test('it says who it is first', async () => {
    const { daemon } = await live();
    expect(daemon.heard[0]).toEqual({
      type: 'identify',
      origin: { server, pane: '%7' },
      changes: true,
      build: 'source',
    });
  });

  test('the switch is shown when the daemon says so, and the cursor goes with it', async () => {
    const { daemon, screen, type } = await live();
    type('\tr');
    await asked(daemon);
    expect(screen.text).toContain('▌1 api');
    daemon.say(state(sessions, sessions[1]));
    await screen.until('▌2 web');
    await daemon.until(() => daemon.commands.some(({ name }) => name === 'cursor.move'));
    expect(screen.styles).toMatch(/5: 0 blue bold "▌", 1-25 inverse "2 web"/);
  });

  test('another client: its cursor is taken over', async () => {
    const { daemon, screen } = await live();
    daemon.say(state(sessions, sessions[0], { client: '/dev/pts/9', cursor: '$2' }));
    await screen.until(({ styles }) => /7: 1-25 inverse "3 docs"/.test(styles));
    expect(daemon.commands).toEqual([]);
  });

  test('the cursor of a session that is gone goes to its neighbour', async () => {
    const { daemon, screen, type } = await live();
    type('j');
    await daemon.until(() => daemon.commands.length === 1);
    daemon.say(state([...sessions.slice(0, 1), ...sessions.slice(2)], sessions[0]));
    await screen.until(({ styles }) => /5: 1-25 inverse "2 docs"/.test(styles));
    await daemon.until(() => daemon.commands.length === 2);
    expect(daemon.commands.at(-1)).toEqual(move('$2'));
  });

  test('a question about a session that is gone closes', async () => {
    const { daemon, screen, type } = await live();
    type('x');
    await screen.until('Kill api?');
    daemon.say(state(sessions.slice(1)));
    await screen.until(({ text }) => text.includes('? help') && !text.includes('Kill api?'));
    type('yr');
    expect((await asked(daemon)).filter(({ name }) => name === 'session.kill')).toEqual([]);
  });

  test('it comes back when the daemon does, and starts it', async () => {
    const { daemon, home, screen, type } = await live();
    await daemon.stop();
    await screen.until('daemon gone');
    expect(screen.text).toContain('▌1 api');
    type('1');
    await screen.until('not connected');
    await expect
      .poll(() => existsSync(join(home, 'starts')) && readFileSync(join(home, 'starts'), 'utf8'), { timeout: 15_000 })
      .toBe('daemon --background\n');
    const next = await openDaemon(join(home, 'd.sock'));
    next.say(state(sessions, sessions[2]));
    await screen.until('▌3 docs');
    expect(screen.text).not.toContain('daemon gone');
    expect(next.heard[0]).toEqual({ type: 'identify', origin: { server, pane: '%7' }, changes: true, build: 'source' });
  });

  test('in a directory below /tmp that others can open it talks to nobody, and says why', async () => {
    const home = scratch();
    const dir = mkdtempSync('/tmp/opensessions-test-');
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    chmodSync(dir, 0o755);
    const daemon = await openDaemon(join(dir, 'd.sock'));
    const { screen } = openProcess(dist, home, {
      size: { columns: 60, rows: 20 },
      env: { OPENSESSIONS_SOCKET: join(dir, 'd.sock') },
    });
    await screen.until('✗ daemon: /tmp/opensessions-test-');
    expect(daemon.connections()).toBe(0);
    expect(existsSync(join(home, 'starts'))).toBe(false);
    // As soon as it is private it is used.
    chmodSync(dir, 0o700);
    await daemon.until(() => daemon.connections() === 1);
  });

  test('on bye it ends, gives the terminal back and starts nothing', async () => {
    const { daemon, home, screen, exit } = await live();
    daemon.say({ type: 'bye' });
    await daemon.stop();
    expect(await exit).toMatchObject({ exitCode: 0 });
    await screen.until(({ isAlternate, wraps }) => !isAlternate && wraps);
    expect(screen.text.trim()).toBe('');
    expect(screen.raw).toMatch(/\u001b\[\?25h/);
    expect(existsSync(join(home, 'starts'))).toBe(false);
  });

  test('what the daemon says wrongly is said, and survived', async () => {
    const { daemon, screen } = await live();
    daemon.sayRaw('{');
    await screen.until('✗ the daemon says what');
    daemon.sayRaw('{"type":"state","seq":1}');
    daemon.say(state(sessions.slice(0, 2)));
    await screen.until('opensessions           2');
  });

  test.each([
    ['it was answered or withdrawn', { expires: Date.now() + 600_000 }, sessions, 'the question was'],
    ['its time is over', { expires: now }, sessions, 'the question timed out'],
    ['its session is gone', {}, sessions.slice(0, 1), 'the session of the'],
  ])('an open question closes and says that %s', async (_, more, left, said) => {
    const question = ask('1', 1, 'Ship it?', ['yes', 'no'], more);
    const { daemon, screen, type } = await live({ first: state(sessions, sessions[0], {}, [question]) });
    type('a');
    await screen.until('web asks');
    daemon.say(state(left));
    await screen.until(({ text }) => text.includes(`ℹ ${said}`) && !text.includes('web asks'));
    type('yr');
    expect(await asked(daemon)).toEqual([]);
  });

  test('another question does not take the place of the open one', async () => {
    const { daemon, screen, type } = await live({ first: state(sessions, sessions[0], {}, questions) });
    type('a');
    await screen.until('web asks');
    daemon.say(state(sessions, sessions[0], {}, [ask('older', 0, 'Really?', ['yes', 'no']), ...questions]));
    await screen.until('◉3');
    expect(screen.text).toContain('web asks');
    type('1r');
    expect(await asked(daemon)).toEqual([answer('old', 0)]);
  });

  test('a failed command is said until the next key', async () => {
    const { daemon, screen, type } = await live();
    daemon.say({ type: 'error', message: 'no such\u001b[2J session' });
    await screen.until('✗ no such session');
    type('j');
    await screen.until('? help');
  });

  test('a daemon of another version is said', async () => {
    const home = scratch();
    const daemon = await openDaemon(join(home, 'd.sock'), [{ ...hello, version: '0.2.0' } as typeof hello]);
    daemon.say(state(sessions));
    const { screen } = openProcess(dist, home, { size: { columns: 40, rows: 20 } });
    await screen.until('⚠ daemon is 0.2.0, not 0.1.0');
  });
});

describe('the terminal', () => {
  test('paints the last snapshot before there is a daemon', async () => {
    const home = scratch();
    mkdirSync(join(home, '.local/state/opensessions'), { recursive: true });
    writeFileSync(
      join(home, '.local/state/opensessions/snapshot.json'),
      JSON.stringify(snapshot(sessions, sessions[1])),
    );
    const { screen } = openProcess(dist, home);
    await screen.until('▌2 web');
  });

  test('ignores a last snapshot that is no good, and says why', async () => {
    const home = scratch();
    mkdirSync(join(home, '.local/state/opensessions'), { recursive: true });
    writeFileSync(join(home, '.local/state/opensessions/snapshot.json'), '{"sessions":1}');
    const { screen } = openProcess(dist, home, { size: { columns: 40, rows: 20 } });
    await screen.until('last snapshot ignored: not valid');
    await screen.until('starting…');
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s ends it and gives the terminal back', async (signal) => {
    const { screen, pid, exit } = await live();
    expect(screen.isAlternate && !screen.wraps).toBe(true);
    process.kill(pid, signal);
    expect(await exit).toMatchObject({ exitCode: 0 });
    await screen.until(({ isAlternate, wraps }) => !isAlternate && wraps);
  });

  test.each(['q', '\u0003'])('in a terminal of its own %j closes the viewer and quits nothing', async (key) => {
    const { daemon, exit, type } = await live({
      place: 'terminal',
      first: state(sessions, sessions[0], { server: null, client: null, session: null, cursor: null }),
    });
    expect(daemon.heard).toEqual([{ type: 'identify', origin: {}, changes: true, build: 'source' }]);
    type(key);
    expect(await exit).toMatchObject({ exitCode: 0 });
    expect(daemon.commands).toEqual([]);
  });

  test('sessions of two servers have the same ids: the cursor says which one is meant', async () => {
    const twins = [session(0, 'api'), session(0, 'other', { server: '/tmp/other' })];
    const nobody = { server: null, client: null, session: null, cursor: null };
    const { daemon, screen, type } = await live({
      place: 'terminal',
      first: state(twins, twins[0], nobody),
      size: { columns: 40, rows: 20 },
    });
    await screen.until('other');
    type('jxy');
    await screen.until('api');
    type('1');
    type('r');
    expect(await asked(daemon)).toEqual([
      { name: 'session.kill', session: '$0' },
      { name: 'session.switch', session: '$0', focus: 'work' },
    ]);
    const servers = daemon.heard.flatMap((said) => (said.type === 'command' ? [said.server] : [])).slice(0, 2);
    expect(servers).toEqual(['/tmp/other', twins[0]?.server]);
  });

  test('a new size is a new frame, without scrolling', async () => {
    const { screen, resize } = await live();
    for (const size of [
      { columns: 40, rows: 12 },
      { columns: 20, rows: 40 },
      { columns: 60, rows: 40 },
      { columns: 30, rows: 12 },
    ]) {
      resize(size);
      await screen.until(
        ({ lines }) =>
          /^▌1 api\s*$/.test(lines[2] ?? '') &&
          // Nothing of an older frame, not even where a narrower one hid it.
          lines.join('').replaceAll(/[^─]/g, '').length === 3 * size.columns &&
          lines[0]?.trimEnd() === ` opensessions${' '.repeat(size.columns - 15)}3` &&
          lines[size.rows - 1] === ' ? help   n new',
      );
      expect(screen.scrolledRows).toBe(0);
    }
  });

  test('the same state again writes nothing, one status a few bytes', async () => {
    const { daemon, screen } = await live();
    const before = screen.raw.length;
    for (let times = 0; times < 20; times += 1) daemon.say(state(sessions));
    const changed = sessions.map((one, index) =>
      index === 1 ? { ...one, metadata: metadata({ status: { text: 'Indexing', tone: 'info' } }) } : one,
    );
    daemon.say(state(changed));
    await screen.until('Indexing');
    const withStatus = screen.raw.length;
    const next = changed.map((one, index) =>
      index === 1 ? { ...one, metadata: metadata({ status: { text: 'Indexed!', tone: 'info' } }) } : one,
    );
    daemon.say(state(next));
    await screen.until('Indexed!');
    // The status row pushes what is below it down, hence the first figure; the second is one row.
    expect(withStatus - before).toBeLessThan(700);
    expect(screen.raw.length - withStatus).toBeLessThan(200);
  });

  test('counts the seconds of what runs, by itself', async () => {
    const running = [session(0, 'api', { threads: [{ ...thread('running', 0), since: Date.now() }] })];
    const { screen } = await live({ first: state(running) });
    const seconds = () => Number(/[⠀-⣿] (\d+)s/.exec(screen.text)?.[1] ?? 0);
    await screen.until(() => seconds() > 0);
    const before = seconds();
    await screen.until(() => seconds() > before);
  });

  test('without a terminal it says so in one line', () => {
    const home = scratch();
    const run = () =>
      execFileSync(process.execPath, [join(dist, 'main.mjs'), 'sidebar'], {
        env: { HOME: home },
        stdio: 'pipe',
        encoding: 'utf8',
      });
    expect(run).toThrow(/^Command failed.*\nopensessions sidebar: needs a terminal; try: opensessions state --json\n$/);
  });
});
