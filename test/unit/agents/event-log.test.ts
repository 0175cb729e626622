import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Entry, type EventLog, eventFile, followEvents, parseEntry } from '../../../src/agents/event-log.ts';
import { until } from '../../support/until.ts';

const agent = 'some-agent';
let stateDir: string;
let child: ChildProcess;
let pid: number;
let events: { entry: Entry; pid: number; version: number }[];
let gone: number[];
let problems: string[];
const logs: EventLog[] = [];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'os-events-'));
  child = spawn('sleep', ['600'], { stdio: 'ignore' });
  pid = child.pid ?? 0;
  [events, gone, problems] = [[], [], []];
});

afterEach(async () => {
  await Promise.all(logs.splice(0).map((log) => log.close()));
  child.kill('SIGKILL');
  rmSync(stateDir, { recursive: true, force: true });
});

function follow(): EventLog {
  const log = followEvents(
    stateDir,
    agent,
    (entry, from) => events.push({ entry, ...from }),
    (one) => gone.push(one),
    (message) => problems.push(message),
  );
  logs.push(log);
  return log;
}

const line = (at: number, type: string, more: object = {}) =>
  `${JSON.stringify({ at, pid, event: { type }, ...more })}\n`;
const types = () => events.map(({ entry }) => entry.event['type']);

function write(text: string, of = pid): void {
  const file = eventFile(stateDir, agent, of);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, text);
}

test('the directory may come later, and the events with it', async () => {
  follow();
  write(line(1000, 'first', { pane: '%7' }));
  await until(() => events.length === 1, 'the event');
  expect(events).toEqual([{ entry: { at: 1000, pane: '%7', event: { type: 'first' } }, pid, version: 1_000_000 }]);
  write(line(1000, 'second') + line(2000, 'third'));
  await until(() => events.length === 3, 'what was appended');
  expect(types()).toEqual(['first', 'second', 'third']);
  expect(events.map(({ version }) => version)).toEqual([1_000_000, 1_000_001, 2_000_000]);
  expect(problems).toEqual([]);
});

test('what was there before is told first, as it would have been told then', async () => {
  write(line(1000, 'first') + line(1000, 'second'));
  follow();
  await until(() => events.length === 2, 'both');
  expect(events.map(({ version }) => version)).toEqual([1_000_000, 1_000_001]);
});

test('a file that its writer begins anew goes on with higher versions', async () => {
  write(line(9000, 'long ago, by a clock that went wrong') + line(2000, 'second'));
  follow();
  await until(() => events.length === 2, 'what was there');
  writeFileSync(eventFile(stateDir, agent, pid), line(3000, 'again'));
  await until(() => types().includes('again'), 'the new beginning');
  const versions = events.map(({ version }) => version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(new Set(versions).size).toBe(versions.length);
  expect(gone).toEqual([]);
});

test('lines that are no events are left out', async () => {
  const strange = ['{"at":1,"pid":', 'null', '[]', '{}', `{"at":"1","pid":${pid},"event":{}}`, 'x'.repeat(100_000)];
  write(`${strange.join('\n')}\n${line(1, 'other', { pid: pid + 1 })}${line(2, 'good')}${line(3, 'half').trim()}`);
  follow();
  await until(() => events.length === 1, 'the good one');
  expect(types()).toEqual(['good']);
  write('\n');
  await until(() => events.length === 2, 'the other half');
  expect(types()).toEqual(['good', 'half']);
});

test('a time in the future is now, so that it does not outlive everything', () => {
  expect(parseEntry(line(5000, 'x').trim(), pid, 3000)?.at).toBe(3000);
  expect(parseEntry(line(-1, 'x').trim(), pid, 3000)).toBeNull();
  expect(parseEntry(line(1, 'x', { pane: '%7; kill-server' }).trim(), pid, 3000)?.pane).toBeNull();
});

test('the file of a process that ended is removed and not read', async () => {
  const dead = spawn('true', { stdio: 'ignore' });
  await new Promise((resolve) => dead.once('exit', resolve));
  const deadPid = dead.pid ?? 0;
  write(`${JSON.stringify({ at: 1, pid: deadPid, event: { type: 'old' } })}\n`, deadPid);
  write(line(1, 'alive'));
  follow();
  await until(() => events.length === 1 && !existsSync(eventFile(stateDir, agent, deadPid)), 'its end');
  expect(types()).toEqual(['alive']);
});

test('a process that ends while we follow it', async () => {
  write(line(1, 'alive'));
  const log = follow();
  await until(() => events.length === 1, 'the event');
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
  await log.sweep();
  expect(existsSync(eventFile(stateDir, agent, pid))).toBe(false);
  expect(gone).toEqual([pid]);
});

test('a process that removes its file, and writes again', async () => {
  write(line(1, 'first'));
  follow();
  await until(() => events.length === 1, 'the event');
  unlinkSync(eventFile(stateDir, agent, pid));
  await until(() => gone.length === 1, 'its end');
  write(line(2, 'second'));
  await until(() => events.length === 2, 'the new file');
  expect(gone).toEqual([pid]);
});

test('files of other agents and strange names are left alone', async () => {
  write(line(1, 'mine'));
  const strange = [
    'some-1.jsonl',
    `some-agent-${pid}.jsonl.bak`,
    'some-agent-.jsonl',
    'some-agent-../x.jsonl'.replace('/', ''),
  ];
  for (const name of strange) writeFileSync(join(stateDir, 'agents', name), line(1, 'not mine'));
  mkdirSync(join(stateDir, 'agents', 'some-agent-999999999.jsonl'));
  const log = follow();
  await until(() => events.length === 1, 'mine');
  await log.sweep();
  expect(types()).toEqual(['mine']);
  expect(strange.map((name) => existsSync(join(stateDir, 'agents', name)))).toEqual(strange.map(() => true));
  expect(problems).toEqual([]);
});
