import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { startStandIn } from '../support/replay/stand-in.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

const rule = '─'.repeat(40);
const box = [rule, ' ', rule, ' 4.0%/128k'];
const running = [' ⠸ Working...', ...box];
const asking = [rule, ' Really?', ' → Yes', '   No', ' ↑↓ navigate  enter select  escape cancel', rule];

test("what an agent's pane shows is its state while nothing better says it, and is forgotten with the agent", async () => {
  await using world = await World.create();
  const dir = join(world.home, 'api');
  mkdirSync(dir);
  const { pane } = await world.newSession('a', { dir, command: ['/bin/sh', '-i'] });
  await world.loadPlugin();
  const daemon = await world.daemon();
  const tty = await world.tmux('display-message', '-p', '-t', pane, '#{pane_tty}');
  const show = (lines: readonly string[]) => appendFileSync(tty, `\u001b[H\u001b[2J${lines.join('\r\n')}`);
  const threads = async () => (await daemon.state()).sessions.flatMap((session) => session.threads);
  const shows = (state: string) =>
    until(async () => (await threads()).find((thread) => thread.state === state), `the state ${state}`);

  const agent = await startStandIn(world, pane, 'pi');
  expect(await shows('unknown')).toMatchObject({ agent: 'pi', pane, certainty: 'presence' });
  show(running);
  expect(await shows('running')).toMatchObject({ agent: 'pi', pane, certainty: 'inferred' });
  show(asking);
  expect(await shows('waiting')).toMatchObject({ certainty: 'inferred' });
  show(['nothing that we know']);
  await shows('unknown');
  show(running);
  await shows('running');
  process.kill(agent.pid, 'SIGKILL');
  await shows('interrupted');
});

test('a dialog of another extension is seen while ours says that a turn runs', async () => {
  await using world = await World.create();
  const { pane } = await world.newSession('a', { dir: world.home, command: ['/bin/sh', '-i'] });
  await world.loadPlugin();
  const daemon = await world.daemon();
  const tty = await world.tmux('display-message', '-p', '-t', pane, '#{pane_tty}');
  const show = (lines: readonly string[]) => appendFileSync(tty, `\u001b[H\u001b[2J${lines.join('\r\n')}`);
  const shows = (state: string, certainty: string) =>
    until(async () => {
      const [thread] = (await daemon.state()).sessions.flatMap(({ threads }) => threads);
      return thread?.thread === 'one' && thread.state === state && thread.certainty === certainty;
    }, `the state ${state}`);
  const { pid } = await startStandIn(world, pane, 'pi');
  const events = join(world.home, '.local/state/opensessions/agents');
  mkdirSync(events, { recursive: true });
  const line = JSON.stringify({ at: Date.now(), pid, event: { type: 'agent_start', sid: 'one' } });
  appendFileSync(join(events, `pi-${pid}.jsonl`), `${line}\n`);

  await shows('running', 'exact');
  show(asking);
  await shows('waiting', 'inferred');
  show(running);
  await shows('running', 'exact');
});

test('two OpenCode in one directory are told apart by the titles of their panes', async () => {
  await using world = await World.create();
  const data = join(world.env['XDG_DATA_HOME'] ?? '', 'opencode');
  mkdirSync(data, { recursive: true });
  using db = openDatabase(join(data, 'opencode.db'));
  const [a, b] = [
    await world.newSession('a', { dir: world.home, command: ['/bin/sh', '-i'] }),
    await world.newSession('b', { dir: world.home, command: ['/bin/sh', '-i'] }),
  ];
  await world.loadPlugin();
  const daemon = await world.daemon();
  await startStandIn(world, a.pane, 'opencode');
  await startStandIn(world, b.pane, 'opencode');
  const shown = async () =>
    (await daemon.state()).sessions
      .flatMap(({ threads }) => threads)
      .map(({ pane, state, name }) => `${pane === a.pane ? 'a' : 'b'} ${state} ${name}`)
      .sort()
      .join();
  const shows = (what: string) => until(async () => (await shown()) === what, what);
  await shows('a idle null,b idle null');

  const now = Date.now();
  db.session.run('ses_a', world.home, 'Fix the login', now, now);
  db.message.run('msg_1', 'ses_a', now, now, JSON.stringify({ role: 'user', time: { created: now } }));
  await shows('a unknown null,b unknown null');
  await world.tmux('select-pane', '-t', a.pane, '-T', 'OC | Fix the login');
  await shows('a running Fix the login,b idle null');
});

/** The tables of OpenCode 1.18.33 that are read, kept open as by a process that runs. */
function openDatabase(path: string) {
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.exec(`
    CREATE TABLE session (id TEXT, parent_id TEXT, directory TEXT, title TEXT, model TEXT, time_created INTEGER,
      time_updated INTEGER, time_archived INTEGER);
    CREATE TABLE message (id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
    CREATE TABLE part (id TEXT, message_id TEXT, data TEXT)`);
  return {
    session: db.prepare(
      'INSERT INTO session (id, directory, title, time_created, time_updated) VALUES (?, ?, ?, ?, ?)',
    ),
    message: db.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)'),
    [Symbol.dispose]: () => void db.close(),
  };
}
