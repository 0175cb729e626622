import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openForegrounds } from '../../../src/host/foreground.ts';
import { goneProcesses, listProcesses, type ProcessEntry, processDetails } from '../../../src/host/process-table.ts';
import { parseStatLine, pickVariables } from '../../../src/host/process-table-linux.ts';
import { listFromPs, parseDetails, parseDirectories, parseTable } from '../../../src/host/process-table-ps.ts';
import { parsePs, startTimes } from '../../../src/host/processes.ts';
import { until } from '../../support/until.ts';

let dir: string;
let child: ReturnType<typeof spawn>;
let pid: number;

beforeEach(async () => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'os-table-')));
  child = spawn('sleep', ['600'], { cwd: dir, env: { ...process.env, AGENT_HOME: '/there=here', OTHER: 'x' } });
  await once(child, 'spawn');
  pid = child.pid ?? 0;
});

afterEach(() => {
  child.kill();
  rmSync(dir, { recursive: true });
});

const find = (entries: readonly ProcessEntry[], wanted: number) => entries.find((entry) => entry.pid === wanted);

test('a process stands in the table with its parent, its start, its name, and its arguments where they are wanted', async () => {
  const entry = find(await listProcesses((comm) => comm === 'sleep'), pid);
  expect(entry).toMatchObject({ ppid: process.pid, comm: 'sleep', argv: ['sleep', '600'] });
  expect(new Map([[pid, entry?.start]])).toEqual(await startTimes([pid]));
  expect(find(await listProcesses(() => false), pid)?.argv).toEqual([]);
});

test('starts in epoch milliseconds are in the order of the processes, and not in the future', async () => {
  const entries = await listProcesses(() => false);
  const [us = 0, it = 0] = [process.pid, pid].map((one) => find(entries, one)?.startedAt);
  expect(us).toBeLessThanOrEqual(it);
  expect(it).toBeLessThanOrEqual(Date.now() + 1000);
});

test('details: the directory and the wanted variables, of this process and of none that had its pid before', async () => {
  const [, start = ''] = [...(await startTimes([pid]))][0] ?? [];
  expect(await processDetails([{ pid, start }], ['AGENT_HOME', 'ABSENT'])).toEqual(
    new Map([[pid, { cwd: dir, env: { AGENT_HOME: '/there=here' } }]]),
  );
  expect(await processDetails([{ pid, start: `${start}0` }], ['AGENT_HOME'])).toEqual(new Map());
});

test('one that has ended is gone, whether or not its parent has taken notice', async () => {
  const [, start = ''] = [...(await startTimes([pid]))][0] ?? [];
  expect(goneProcesses([{ pid, start }])).toEqual([]);
  expect(goneProcesses([{ pid, start: `${start}0` }])).toHaveLength(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(goneProcesses([{ pid, start }])).toEqual([{ pid, start }]);
  expect(await processDetails([{ pid, start }], [])).toEqual(new Map());
});

test('what runs in front: the same word until the process becomes another program, none after its end', async () => {
  const foregrounds = openForegrounds();
  const shell = spawn('sh', ['-c', 'read -r go; exec sleep 600']);
  const shellPid = shell.pid ?? 0;
  await once(shell, 'spawn');
  // Until then it may be what it was forked from.
  const before = await until(async () => {
    const word = (await foregrounds.look([pid, shellPid])).get(shellPid);
    return word?.endsWith(' sh') && word;
  }, 'the shell');
  expect((await foregrounds.look([shellPid, 2 ** 22 + 1])).get(shellPid)).toBe(before);
  shell.stdin.end('go\n');
  await until(async () => (await foregrounds.look([shellPid])).get(shellPid)?.endsWith(' sleep'), 'another program');
  shell.kill('SIGKILL');
  await once(shell, 'exit');
  expect(await foregrounds.look([shellPid])).toEqual(new Map());
  foregrounds.close();
});

test('what ps prints is read as well, and `ps` says the same of a process as the kernel', async () => {
  const entry = find(await listFromPs((comm) => comm === 'sleep'), pid);
  expect(entry).toMatchObject({ ppid: process.pid, comm: 'sleep', argv: ['sleep', '600'] });
  expect(entry?.startedAt).toBeGreaterThan(Date.now() - 600_000);
});

test('lines of ps: terminals, names with spaces, zombies', () => {
  const start = 'Sat Nov 21 10:00:00 2026';
  const known = { start, startedAt: Date.parse(start), argv: [] };
  const output = [
    `  12     1 ??       ${start}     Some Helper`,
    `1300    12 ttys004  ${start}     claude  `,
    `1301    12 ?        ${start}     node <defunct>`,
    'no process',
  ].join('\n');
  expect(parseTable(output)).toEqual([
    { pid: 12, ppid: 1, comm: 'Some Helper', tty: null, ...known },
    { pid: 1300, ppid: 12, comm: 'claude', tty: 'ttys004', ...known },
  ]);
});

test('lsof says a directory for each process, which may be none', () => {
  expect(parseDirectories('p12\nfcwd\nn/home/dev/a b\np13\nfcwd\nn(readlink: Permission denied)\n')).toEqual(
    new Map([[12, '/home/dev/a b']]),
  );
});

test('ps of macOS shows the environment behind the arguments: only that of this user counts, and only what was asked for', () => {
  const output = [
    '  801   501 node /opt/homebrew/bin/claude --resume TERM=tmux-256color TMUX_PANE=%7 CODEX_HOME=/Users/dev/.codex',
    '  802     0 /usr/libexec/helper TMUX_PANE=%8',
    '  803   501 (zsh)',
    '',
  ].join('\n');
  expect(parseDetails(output, new Map([[801, '/Users/dev/a b']]), ['TMUX_PANE', 'HOME'], 501)).toEqual(
    new Map([
      [801, { cwd: '/Users/dev/a b', env: { TMUX_PANE: '%7' } }],
      [803, { cwd: null, env: {} }],
    ]),
  );
});

test('ps of macOS says what runs in front: the group, then the name, which may have blanks', () => {
  expect(parsePs('  801  801 zsh\n  900  950 Some Helper \n')).toEqual(
    new Map([
      [801, '801 zsh'],
      [900, '950 Some Helper'],
    ]),
  );
});

test('a name may hold anything; a zombie is no process', () => {
  const line = (name: string, state: string) =>
    `42 (${name}) ${state} 7 42 42 34816 50 ${Array.from({ length: 13 }, () => 0).join(' ')} 123456 0`;
  const stat = { ppid: 7, start: '123456', tty: '34816', tpgid: 50 };
  expect(parseStatLine(line('a b', 'S'))).toEqual({ ...stat, comm: 'a b' });
  expect(parseStatLine(line(') Z 1 (', 'S'))).toEqual({ ...stat, comm: ') Z 1 (' });
  expect(parseStatLine(line('claude', 'Z'))).toBe(null);
  expect(parseStatLine('')).toBe(null);
});

test('of the environment only what was asked for, the first of two', () => {
  expect(pickVariables(['A=1', 'B=', 'A=2', 'C', '=D', 'SECRET=x'], ['A', 'B', 'C', ''])).toEqual({ A: '1', B: '' });
});
