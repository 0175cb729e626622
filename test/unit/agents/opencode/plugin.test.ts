import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Entry, eventFile, followEvents, parseEntry } from '../../../../src/agents/event-log.ts';
import { until } from '../../../support/until.ts';
import { type Recorded, recorded, story } from './recordings.ts';

const plugin = pathToFileURL(join(import.meta.dirname, '../../../../scripts/integrations/opencode-plugin.js')).href;
/** Loads the plugin as OpenCode does, twice, tells it events from stdin, and answers each line with one of its own. */
const host = `
  import { createInterface } from 'node:readline';
  const { OpenSessions } = await import(process.argv[1]);
  const hooks = await OpenSessions({ directory: '/d' });
  await OpenSessions({ directory: '/d' });
  console.log(Object.keys(hooks).join());
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'dispose') await hooks.dispose();
    else for (const event of JSON.parse(line)) await hooks.event?.({ event });
    console.log('ok');
  }`;

let home: string;
let stateDir: string;
let child: ChildProcess;
let said: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'os-plugin-'));
  stateDir = join(home, '.local/state/opensessions');
});

afterEach(() => {
  child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<number> {
  said = [];
  child = spawn(process.execPath, ['--input-type=module', '-e', host, plugin], {
    env: { HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')));
  await until(() => said.length === 1, 'the plugin');
  return child.pid ?? 0;
}

async function tell(what: 'dispose' | readonly unknown[]): Promise<void> {
  const before = said.length;
  child.stdin?.write(`${what === 'dispose' ? what : JSON.stringify(what)}\n`);
  await until(() => said.length > before, 'its answer');
}

function entries(pid: number): Entry[] {
  const file = eventFile(stateDir, 'opencode', pid);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parseEntry(line, pid, Date.now()) ?? []);
}

const asRecorded = (all: readonly Entry[]): Recorded[] =>
  all.map(({ at, event }) => ({ at, pid: 1, event: { type: '', properties: {}, ...event } }));
const eventsOf = (file: string) => recorded(file).map(({ event }) => event);

test.each(['permission', 'question', 'fail', 'esc', 'subagent'])(
  '%s: what it leaves tells the whole story',
  async (name) => {
    mkdirSync(stateDir, { recursive: true });
    const pid = await start({ TMUX_PANE: '%7' });
    const file = `${name}.plugin.jsonl`;
    await tell([...eventsOf(file), { type: 'session.deleted', properties: { sessionID: 'ses_end' } }]);
    await until(() => entries(pid).at(-1)?.event['type'] === 'session.deleted', 'the last event');
    const left = entries(pid);
    expect(story(asRecorded(left))).toEqual(story(recorded(file)));
    expect(new Set(left.map(({ pane }) => pane))).toEqual(new Set(['%7']));
    expect(left.length).toBeLessThan(recorded(file).length);
    expect(statSync(eventFile(stateDir, 'opencode', pid)).mode & 0o777).toBe(0o600);
    expect(statSync(join(stateDir, 'agents')).mode & 0o777).toBe(0o700);
  },
);

test('where opensessions was never set up nothing is written', async () => {
  await start();
  await tell(eventsOf('simple.plugin.jsonl'));
  expect(said[0]).toBe('');
  expect(existsSync(join(home, '.local'))).toBe(false);
});

test('it removes its file at the end, and begins a new one when it is loaded again', async () => {
  mkdirSync(stateDir, { recursive: true });
  const pid = await start();
  await until(() => entries(pid).length > 0, 'its file');
  await tell('dispose');
  expect(existsSync(eventFile(stateDir, 'opencode', pid))).toBe(false);
  await tell('dispose');
  await tell(eventsOf('simple.plugin.jsonl'));
  await until(() => story(asRecorded(entries(pid))).at(-1) === 'A done', 'the story');
});

test('a file that gets too long begins anew with what still holds', async () => {
  mkdirSync(stateDir, { recursive: true });
  const pid = await start();
  const events: Entry[] = [];
  const log = followEvents(
    stateDir,
    'opencode',
    (entry) => events.push(entry),
    () => {},
    () => {},
  );
  try {
    const opening = recorded('permission.plugin.jsonl').map(({ event }) => event);
    const asked = opening.findIndex(({ type }) => type === 'permission.asked');
    await tell(opening.slice(0, asked + 1));
    const title = (n: number) => ({
      id: 'ses_other',
      directory: '/d',
      title: `${n} ${'x'.repeat(290)}`,
      time: { created: n },
    });
    const noise = (n: number) => ({ type: 'session.updated', properties: { sessionID: 'ses_other', info: title(n) } });
    let sizeMax = 0;
    for (let round = 0; round < 8; round += 1) {
      await tell(Array.from({ length: 100 }, (_, index) => noise(round * 100 + index)));
      await until(() => JSON.stringify(entries(pid).at(-1) ?? '').includes(`"${round * 100 + 99} x`), 'the round');
      sizeMax = Math.max(sizeMax, statSync(eventFile(stateDir, 'opencode', pid)).size);
    }
    expect(sizeMax).toBeLessThanOrEqual(256 * 1024);
    expect(entries(pid).length).toBeLessThan(800);
    // Who reads it only now, and who has followed it, know the same.
    expect(story(asRecorded(entries(pid))).at(-1)).toBe('A waiting (bash: touch /home/dev/api/asked.txt)');
    await until(() => JSON.stringify(events.at(-1) ?? '').includes('"799 x'), 'the follower');
    expect(story(asRecorded(events)).filter((line) => line.startsWith('A'))).toEqual([
      'A running',
      'A waiting (bash: touch /home/dev/api/asked.txt)',
    ]);
  } finally {
    await log.close();
  }
});

test('events of other shapes, a directory that may not be written: it goes on', async () => {
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(join(stateDir, 'agents'), 'a file');
  await start();
  expect(said[0]).toBe('');
  rmSync(join(stateDir, 'agents'));
  child.kill('SIGKILL');
  const pid = await start();
  await tell([
    null,
    {},
    { type: 'session.status' },
    { type: 'permission.asked', properties: null },
    { type: 'session.created', properties: 3 },
  ]);
  rmSync(join(stateDir, 'agents'), { recursive: true });
  await tell(eventsOf('simple.plugin.jsonl'));
  expect(entries(pid)).toEqual([]);
  expect(child.exitCode).toBeNull();
});
