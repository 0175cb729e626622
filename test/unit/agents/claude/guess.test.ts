import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Watcher } from '../../../../src/agents/adapter.ts';
import { readTimes } from '../../../../src/agents/claude/recent.ts';
import { watchClaude } from '../../../../src/agents/claude/watch.ts';
import type { AgentProcess, Evidence } from '../../../../src/core/evidence.ts';
import { until } from '../../../support/until.ts';
import { timeline } from './recording.ts';

let home: string;
let watcher: Watcher;
let observed: Evidence[];
let problems: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'os-claude-guess-'));
  [observed, problems] = [[], []];
  watcher = watchClaude({
    env: { HOME: home },
    stateDir: join(home, 'state'),
    observe: (evidence) => observed.push(...evidence),
    withdraw: () => undefined,
    failed: (source, subject) => problems.push(`${source} ${subject}`),
    claim: () => undefined,
    log: (message) => problems.push(message),
  });
});
afterEach(async () => {
  await watcher.close();
  rmSync(home, { recursive: true, force: true });
  expect(problems).toEqual([]);
});

const agent = (pid: number, cwd: string, startedAt = Date.now() - 60_000): AgentProcess => {
  const common = { agent: 'claude', argv: ['claude'], env: { HOME: home }, place: null };
  return { ...common, pid, start: `${pid}`, startedAt, cwd };
};

/** A recording's transcript as of now, from another directory. */
function leave(thread: string, cwd: string, scenario = 'claude/tool', millisAgo = 30_000): void {
  const path = join(home, '.claude', 'projects', cwd.replaceAll('/', '-'), `${thread}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  const lines = timeline(scenario).flatMap(({ ms, lines }) =>
    lines.map((line) => {
      const entry = JSON.parse(line);
      const at = new Date(Date.now() - millisAgo + ms).toISOString();
      return JSON.stringify({
        ...entry,
        ...('timestamp' in entry && { timestamp: at }),
        ...('cwd' in entry && { cwd }),
      });
    }),
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
}

const bindings = () =>
  observed
    .filter(({ source, subject }) => source === 'transcript' && subject.startsWith('pid:'))
    .map(({ thread, process, claim }) => [process?.pid, thread, claim]);
const ends = (thread: string, claim: string) =>
  until(
    () => observed.findLast((one) => one.thread === thread && one.claim !== null)?.claim === claim,
    `${thread} ${claim}`,
  );

test('without registry and hooks a process has the transcript that began since it started', async () => {
  leave('before', '/w/api', 'claude/fail500');
  watcher.processes([agent(1, '/w/api', Date.now() + 3600_000), agent(2, '/w/web')]);
  leave('agent-1', '/w/web');
  leave('one', '/w/web', 'claude/interrupt');
  await ends('one', 'interrupted');
  expect(bindings()).toEqual([[2, 'one', null]]);
  // After `/clear`.
  leave('two', '/w/web', 'claude/tool', 10_000);
  await ends('two', 'done');
  expect(bindings()).toEqual([
    [2, 'one', null],
    [2, 'two', null],
  ]);
  expect(observed.some(({ thread }) => thread === 'before')).toBe(false);
});

test('of two in one directory nobody has what both may have; another folder of the same name is another', async () => {
  watcher.processes([agent(1, '/w/api'), agent(2, '/w/api'), agent(3, '/w/my-web'), agent(4, '/w/my/web')]);
  leave('whose', '/w/api');
  leave('else', '/w/my/web');
  await ends('else', 'done');
  expect(bindings()).toEqual([[4, 'else', null]]);
});

test('the registry puts a wrong guess right, and the thread that was guessed has no process any more', async () => {
  const process = agent(7, '/w/api');
  watcher.processes([process]);
  leave('guessed', '/w/api');
  await ends('guessed', 'done');
  const path = join(home, '.claude', 'sessions', '7.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({ pid: 7, procStart: '7', sessionId: 'right', status: 'idle', version: '2.1.197' }),
  );
  await until(() => bindings().length === 2, 'the other thread');
  expect(bindings()).toEqual([
    [7, 'guessed', null],
    [7, 'right', null],
  ]);
  const versions = observed.filter(({ subject, source }) => source === 'transcript' && subject === 'pid:7');
  expect(versions[1]?.version).toBeGreaterThan(versions[0]?.version ?? 0);
});

test('a session began with its first time, in the directory of its first line, however its shell goes on', () => {
  const lines = [
    { type: 'mode', mode: 'normal' },
    { timestamp: '2026-01-01T00:00:02.000Z', cwd: '/w/api' },
    { timestamp: '2026-01-01T00:00:01.000Z', cwd: '/w/api/sub' },
    { type: 'last-prompt', cwd: '/w' },
    { timestamp: 'no time', cwd: '/w' },
  ].map((line) => JSON.stringify(line));
  const at = Date.parse('2026-01-01T00:00:01.000Z');
  expect([...lines, 'torn{'].reduce(readTimes, { cwd: null, startedAt: 0, updatedAt: 0 })).toEqual({
    cwd: '/w/api',
    startedAt: at,
    updatedAt: at + 1000,
  });
});
