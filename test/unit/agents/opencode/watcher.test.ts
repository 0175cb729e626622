import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { eventFile } from '../../../../src/agents/event-log.ts';
import { kilo, openCode } from '../../../../src/agents/opencode/index.ts';
import { until } from '../../../support/until.ts';
import { scratch, type Writer, writerProcess } from './database.ts';
import { agentProcess, type Engine, engine } from './engine.ts';
import { fixture } from './recordings.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function sleeper(): number {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}

function write(stateDir: string, pid: number, type: string, properties: object, agent = 'opencode'): void {
  const file = eventFile(stateDir, agent, pid);
  mkdirSync(dirname(file), { recursive: true });
  const event = { type, properties: { sessionID: 'ses_a', ...properties } };
  appendFileSync(file, `${JSON.stringify({ at: Date.now(), pid, event })}\n`);
}

const becomes = (one: Engine, thread: string, state: string) =>
  until(() => one.state(thread) === state, `${thread} ${state}`);
const info = { id: 'ses_a', directory: '/d', title: 'A title', time: { created: Date.now() } };

test('a plugin says it all: from its start to the kill', async () => {
  using place = scratch();
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const pid = sleeper();
  one.live([agentProcess(pid)]);
  expect(one.threads()).toEqual([`pid:${pid} unknown presence`]);
  write(place.dir, pid, 'opensessions.started', {});
  await becomes(one, `pid:${pid}`, 'idle');
  write(place.dir, pid, 'session.created', { info: { ...info, time: { created: Date.now() } } });
  await becomes(one, 'ses_a', 'idle');
  expect(one.threads()).toHaveLength(1);
  write(place.dir, pid, 'session.status', { status: { type: 'busy' } });
  await becomes(one, 'ses_a', 'running');
  write(place.dir, pid, 'permission.asked', { id: 'per_1', permission: 'bash', patterns: ['rm -rf /'] });
  await becomes(one, 'ses_a', 'waiting');
  expect(one.threads()).toEqual(['ses_a waiting exact bash: rm -rf /']);
  expect(one.name('ses_a')).toBe('A title');
  write(place.dir, pid, 'permission.replied', { requestID: 'per_1' });
  await becomes(one, 'ses_a', 'running');
  one.live([]);
  await becomes(one, 'ses_a', 'interrupted');
});

test('a process that nobody recognised is claimed, and then heard', async () => {
  using place = scratch();
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const pid = sleeper();
  const startedAt = Date.now();
  one.live([]);
  write(place.dir, pid, 'session.created', { info: { ...info, time: { created: Date.now() } } });
  write(place.dir, pid, 'session.status', { status: { type: 'busy' } });
  await until(() => one.claimed.includes(pid), 'the claim');
  expect(one.threads()).toEqual([]);
  one.live([agentProcess(pid, { startedAt })]);
  await becomes(one, 'ses_a', 'running');
});

test('/new: the process goes over to the new session', async () => {
  using place = scratch();
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const pid = sleeper();
  one.live([agentProcess(pid)]);
  for (const id of ['ses_a', 'ses_b']) {
    const created = { ...info, id, time: { created: Date.now() + (id === 'ses_b' ? 1 : 0) } };
    write(place.dir, pid, 'session.created', { sessionID: id, info: created });
    write(place.dir, pid, 'session.status', { sessionID: id, status: { type: 'busy' } });
    await becomes(one, id, 'running');
    write(place.dir, pid, 'session.idle', { sessionID: id });
    await becomes(one, id, 'done');
  }
  expect(one.state('ses_b')).toBe('done');
});

test('Kilo has files of its own', async () => {
  using place = scratch();
  await using one = engine(kilo, place.dir, { HOME: place.dir });
  const pid = sleeper();
  one.live([agentProcess(pid, { agent: 'kilo', argv: ['kilo'] })]);
  write(place.dir, pid, 'session.status', { status: { type: 'busy' } }, 'kilo');
  await becomes(one, 'ses_a', 'running');
});

async function withDatabase(home: string): Promise<{ path: string; maker: Writer }> {
  const path = join(home, '.local/share/opencode/opencode.db');
  mkdirSync(dirname(path), { recursive: true });
  const maker = writerProcess(path);
  await maker.run('wal');
  await maker.run(`CREATE TABLE keep (id TEXT); ${fixture('schema-1.18.33.sql')}`);
  return { path, maker };
}

const quote = (value: unknown) => `'${JSON.stringify(value)}'`;
const insertSession = (id: string, now: number, directory = '/d') =>
  `PRAGMA foreign_keys = OFF; INSERT INTO session (id, project_id, slug, directory, title, version, time_created, time_updated)
   VALUES ('${id}', 'p', 's', '${directory}', 'A title', '1', ${now}, ${now});`;
const insertMessage = (session: string, role: string, now: number, more: object = {}) =>
  `INSERT OR REPLACE INTO message (id, session_id, time_created, time_updated, data)
   VALUES ('msg_${session}_${role}_${now}', '${session}', ${now}, ${now}, ${quote({ role, time: { created: now }, ...more })});`;
const insertCall = (session: string, now: number, state: object) =>
  `INSERT OR REPLACE INTO part (id, message_id, session_id, time_created, time_updated, data)
   VALUES ('prt_1', 'msg_${session}_assistant_${now}', '${session}', ${now}, ${now}, ${quote({ type: 'tool', tool: 'bash', callID: 'c', state })});`;

test('without a plugin the database says it, less certainly', async () => {
  using place = scratch();
  const { maker } = await withDatabase(place.dir);
  await using _ = maker;
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const process = agentProcess(maker.pid, { env: { HOME: place.dir } });
  one.live([process]);
  await becomes(one, `pid:${maker.pid}`, 'idle');
  const now = Date.now();
  expect(await maker.run(insertSession('ses_a', now) + insertMessage('ses_a', 'user', now))).toBe('ok');
  await becomes(one, 'ses_a', 'running');
  expect(one.threads()).toEqual(['ses_a running inferred']);
  await maker.run(insertMessage('ses_a', 'assistant', now + 1));
  await maker.run(
    insertCall('ses_a', now + 1, { status: 'running', input: { command: 'ls' }, time: { start: now + 2 } }),
  );
  await becomes(one, 'ses_a', 'waiting');
  expect(one.threads()).toEqual(['ses_a waiting inferred bash: ls']);
  const shows = { status: 'running', input: { command: 'ls' }, metadata: { output: '' }, time: { start: now + 2 } };
  await maker.run(insertCall('ses_a', now + 1, shows));
  await becomes(one, 'ses_a', 'running');
  const end = Date.now();
  await maker.run(
    insertMessage('ses_a', 'assistant', now + 1, { finish: 'stop', time: { created: now + 1, completed: end } }),
  );
  await becomes(one, 'ses_a', 'done');
  await maker.run(insertMessage('ses_a', 'user', end + 1));
  await becomes(one, 'ses_a', 'running');
  await maker.kill();
  one.live([]);
  await becomes(one, 'ses_a', 'interrupted');
  expect(one.logged).toEqual([]);
});

test('a plugin that has begun, and a database that knows nothing: no turn runs', async () => {
  using place = scratch();
  const { maker } = await withDatabase(place.dir);
  await using _ = maker;
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const pid = sleeper();
  one.live([agentProcess(pid)]);
  await until(() => one.threads()[0] === `pid:${pid} idle inferred`, 'the database');
  write(place.dir, pid, 'opensessions.started', {});
  await until(() => one.threads()[0] === `pid:${pid} idle exact`, 'the plugin');
});

test('a database that comes after its process', async () => {
  using place = scratch();
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const pid = sleeper();
  one.live([agentProcess(pid)]);
  const { maker } = await withDatabase(place.dir);
  await using _ = maker;
  await becomes(one, `pid:${pid}`, 'idle');
  const now = Date.now();
  await maker.run(insertSession('ses_a', now) + insertMessage('ses_a', 'user', now));
  await becomes(one, 'ses_a', 'running');
});

test('two processes in one directory: neither is given what either may have, and it is said once', async () => {
  using place = scratch();
  const { maker } = await withDatabase(place.dir);
  await using _ = maker;
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const [first, second] = [sleeper(), sleeper()];
  one.live([agentProcess(first), agentProcess(second)]);
  await becomes(one, `pid:${first}`, 'idle');
  const now = Date.now();
  await maker.run(insertSession('ses_a', now) + insertMessage('ses_a', 'user', now));
  await until(() => one.logged.length > 0, 'the log');
  expect(one.threads()).toEqual([first, second].map((pid) => `pid:${pid} unknown presence`).sort());
  write(place.dir, second, 'session.created', { info: { ...info, time: { created: now } } });
  write(place.dir, second, 'session.status', { status: { type: 'busy' } });
  await becomes(one, 'ses_a', 'running');
  await until(() => one.state(`pid:${first}`) === 'idle', 'the other one');
  expect(one.logged).toHaveLength(1);
});

test('two processes in one directory are told apart as soon as the title of a pane says which is which', async () => {
  using place = scratch();
  const { maker } = await withDatabase(place.dir);
  await using _ = maker;
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const [first, second] = [sleeper(), sleeper()];
  one.live([agentProcess(first), agentProcess(second)]);
  const now = Date.now();
  await maker.run(insertSession('ses_a', now) + insertMessage('ses_a', 'user', now));
  await until(() => one.logged.length > 0, 'the refusal');
  one.live([agentProcess(first, { title: 'OC | A title' }), agentProcess(second, { title: 'OpenCode' })]);
  await until(() => one.threads().join() === `pid:${second} idle inferred,ses_a running inferred`, 'the join');
});

test('a session that is deleted goes', async () => {
  using place = scratch();
  const { maker } = await withDatabase(place.dir);
  await using _ = maker;
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  const pid = sleeper();
  one.live([agentProcess(pid)]);
  const now = Date.now();
  await maker.run(insertSession('ses_a', now) + insertMessage('ses_a', 'user', now));
  await becomes(one, 'ses_a', 'running');
  await maker.run("DELETE FROM message; DELETE FROM session WHERE id = 'ses_a'");
  await becomes(one, `pid:${pid}`, 'idle');
  expect(one.threads()).toHaveLength(1);
});
