import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { bundle } from './support/bundle.ts';
import { openDaemon } from './support/daemon.ts';
import { scratch } from './support/process.ts';
import { metadata, session, state } from './support/states.ts';

const dist = mkdtempSync(join(tmpdir(), 'os-dist-'));
beforeAll(() => bundle('test/screen/support/entry.ts', dist));
afterAll(() => rmSync(dist, { recursive: true, force: true }));

const sessions = [
  session(0, 'api'),
  session(1, '❤️ 👨‍👩‍👧 👍🏽 กำลัง 漢字', {
    branch: '1️⃣-first',
    metadata: metadata({ status: { text: '❤️ working 1', tone: 'info' } }),
  }),
  ...Array.from({ length: 30 }, (_, index) => session(index + 2, `more-${index}`)),
];

/** The sidebar as the only pane of a private tmux server. */
async function openInTmux(options: string[] = []) {
  const home = scratch();
  const daemon = await openDaemon(join(home, 'd.sock'));
  onTestFinished(() => daemon.stop());
  daemon.say(state(sessions));
  const tmux = (...args: string[]) =>
    execFileSync(process.env['OPENSESSIONS_TMUX'] ?? 'tmux', ['-S', join(home, 't.sock'), '-f', '/dev/null', ...args], {
      env: { PATH: process.env['PATH'], HOME: home, TMUX_TMPDIR: home, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' },
      encoding: 'utf8',
    });
  onTestFinished(() => void tmux('kill-server'));
  const run = [
    'env',
    `OPENSESSIONS_SOCKET=${join(home, 'd.sock')}`,
    'CI=false',
    process.execPath,
    join(dist, 'main.mjs'),
    'sidebar',
  ];
  tmux('new-session', '-d', '-s', 'keep', '-x', '80', '-y', '24', 'exec cat', ...options);
  tmux('new-window', '-n', 'sidebar', ...run);
  tmux('resize-window', '-t', ':sidebar', '-x', '26', '-y', '30');
  const shown = () => tmux('capture-pane', '-p', '-t', ':sidebar').split('\n').slice(0, -1);
  const until = (wanted: (lines: string[]) => boolean) =>
    expect.poll(() => wanted(shown()) || shown().join('\n'), { timeout: 15_000 }).toBe(true);
  const format = (format: string) => tmux('display-message', '-p', '-t', ':sidebar', format).trim();
  return { daemon, tmux, until, shown, format };
}

const isFrame = (columns: number, rows: number) => (lines: string[]) =>
  lines.length === rows &&
  lines[0]?.trimEnd() === ` opensessions${' '.repeat(columns - 16)}32` &&
  lines[1] === '─'.repeat(columns) &&
  lines[2]?.trimEnd() === '▌1  api' &&
  lines.at(-1)?.trimEnd() === ' ? help   n new';

test('any change of size ends in one whole frame and no history', async () => {
  const { tmux, until, format, shown } = await openInTmux();
  await until(isFrame(26, 30));
  for (const [columns, rows] of [
    [60, 12],
    [20, 40],
    [40, 10],
    [70, 40],
    [26, 30],
  ] as const) {
    tmux('resize-window', '-t', ':sidebar', '-x', String(columns), '-y', String(rows));
    await until(isFrame(columns, rows));
    expect(shown().filter((line) => line.includes('opensessions'))).toHaveLength(1);
  }
  expect(format('#{alternate_on} #{history_size} #{cursor_flag}')).toBe('1 0 0');
});

test('also where the user has switched the alternate screen off', async () => {
  const { tmux, until, shown } = await openInTmux([';', 'set-option', '-g', 'alternate-screen', 'off']);
  await until(isFrame(26, 30));
  tmux('resize-window', '-t', ':sidebar', '-x', '40', '-y', '12');
  await until(isFrame(40, 12));
  expect(shown().filter((line) => line.includes('opensessions'))).toHaveLength(1);
});

test('a part of a row that is drawn again stands where tmux has it', async () => {
  const { daemon, until, shown } = await openInTmux();
  await until((lines) => lines.some((line) => line.trimEnd().endsWith('working 1')));
  const changed = sessions.map((one, index) =>
    index === 1 ? { ...one, metadata: metadata({ status: { text: '❤️ working 2', tone: 'info' } }) } : one,
  );
  daemon.say(state(changed));
  await until((lines) => lines.some((line) => line.trimEnd().endsWith('working 2')));
  expect(
    shown()
      .find((line) => line.includes('working'))
      ?.trimEnd(),
  ).toBe('    ❤ working 2');
  expect(
    shown()
      .find((line) => line.includes('漢字'))
      ?.trimEnd(),
  ).toBe(' 2  ❤ 👨 👍 กําลัง 漢字');
});
