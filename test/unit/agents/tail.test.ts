import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lineBuffer } from '../../../src/agents/line-buffer.ts';
import { type Position, type Tail, tailLines } from '../../../src/agents/tail.ts';
import { anyString } from '../../support/any-string.ts';
import { until } from '../../support/until.ts';

let root: string;
let path: string;
let tails: Tail[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'os-tail-'));
  path = join(root, 'file.jsonl');
  tails = [];
});
afterEach(async () => {
  for (const tail of tails) await tail.close();
  rmSync(root, { recursive: true, force: true });
});

function follow({ headBytes = 1000, tailBytes = 1000, lineBytesMax = 100_000 } = {}) {
  const calls: Array<{ lines: readonly string[]; position: Position }> = [];
  const problems: unknown[] = [];
  let gone = 0;
  const tail = tailLines(path, {
    headBytes,
    tailBytes,
    lineBytesMax,
    onLines: (lines, position) => calls.push({ lines, position }),
    onGone: () => {
      gone += 1;
    },
    onProblem: (error) => problems.push(error),
  });
  tails.push(tail);
  const lines = () => calls.flatMap((call) => call.lines);
  return {
    calls,
    lines,
    problems,
    gone: () => gone,
    versions: () => calls.map(({ position }) => position.version),
    upTo: (last: string) => until(() => lines().at(-1) === last, `the line ${last}`),
  };
}

const increasing = (numbers: readonly number[]) => numbers.every((n, at) => at === 0 || n > (numbers[at - 1] ?? n));

test('what is there, then what is appended, each line once', async () => {
  writeFileSync(path, 'a\nb\n');
  const tail = follow();
  await tail.upTo('b');
  expect(tail.calls[0]?.position).toEqual({ version: 4, generation: 0, atStart: true, gap: false });
  appendFileSync(path, 'c\n\nd\n');
  await tail.upTo('d');
  expect(tail.lines()).toEqual(['a', 'b', 'c', 'd']);
  expect(tail.calls.at(-1)?.position).toEqual({ version: 9, generation: 0, atStart: false, gap: false });
});

test('a partial line waits for its newline, and its bytes are not counted', async () => {
  writeFileSync(path, 'a\nhal');
  const tail = follow();
  await tail.upTo('a');
  expect(tail.versions()).toEqual([2]);
  const bytes = Buffer.from('f ✳ line\n');
  // In the middle of the three bytes of ✳.
  appendFileSync(path, bytes.subarray(0, 3));
  const other = follow();
  await other.upTo('a');
  appendFileSync(path, bytes.subarray(3));
  await tail.upTo('half ✳ line');
  expect(tail.lines()).toEqual(['a', 'half ✳ line']);
});

test('a file that appears later is read from its beginning', async () => {
  path = join(root, 'later', 'file.jsonl');
  const tail = follow();
  renameSync(mkdtempSync(join(root, 'dir-')), join(root, 'later'));
  writeFileSync(path, 'a\n');
  await tail.upTo('a');
  expect(tail.calls[0]?.position.atStart).toBe(false);
  expect(tail.problems).toEqual([]);
});

test('of a long file head and tail, whole lines only', async () => {
  const all = Array.from({ length: 1000 }, (_, n) => `line ${n}`);
  writeFileSync(path, `${all.join('\n')}\n`);
  const tail = follow({ headBytes: 25, tailBytes: 30 });
  await tail.upTo('line 999');
  expect(tail.lines()).toEqual(['line 0', 'line 1', 'line 2', 'line 997', 'line 998', 'line 999']);
  expect(tail.calls.map(({ position }) => [position.gap, position.atStart])).toEqual([
    [false, true],
    [true, true],
  ]);
  expect(tail.calls.at(-1)?.position.version).toBe(statSync(path).size);
  appendFileSync(path, 'more\n');
  await tail.upTo('more');
  expect(tail.calls.at(-1)?.position.gap).toBe(false);
});

test('the tail begins with a whole line when a line begins there', async () => {
  writeFileSync(path, `${'x'.repeat(100)}\none\ntwo\n`);
  const tail = follow({ headBytes: 0, tailBytes: 8 });
  await tail.upTo('two');
  expect(tail.lines()).toEqual(['one', 'two']);
});

test.each<[string, () => void]>([
  ['truncated', () => truncateSync(path, 0)],
  ['rewritten shorter', () => {}],
])('a file that is %s is read anew', async (_what, first) => {
  writeFileSync(path, 'one\ntwo\nthree\n');
  const tail = follow();
  await tail.upTo('three');
  first();
  writeFileSync(path, 'new\n');
  await tail.upTo('new');
  expect(tail.calls.at(-1)?.position.generation).toBeGreaterThanOrEqual(1);
  expect(increasing(tail.versions())).toBe(true);
});

test('a file that is rewritten in place with the same size, or a greater one, is read anew', async () => {
  writeFileSync(path, 'one\ntwo\n');
  const tail = follow();
  await tail.upTo('two');
  const rewrite = (text: string) => {
    const fd = openSync(path, 'r+');
    writeSync(fd, text, 0);
    closeSync(fd);
  };
  rewrite('ONE\nTWO\n');
  await tail.upTo('TWO');
  rewrite('1ne\n2wo\n3ree\n');
  await tail.upTo('3ree');
  expect(tail.calls.at(-1)?.position.generation).toBe(2);
  expect(tail.lines()).toEqual(['one', 'two', 'ONE', 'TWO', '1ne', '2wo', '3ree']);
  expect(increasing(tail.versions())).toBe(true);
});

test('a file that is rotated, gone and back', async () => {
  writeFileSync(path, 'one\n');
  const tail = follow();
  await tail.upTo('one');
  writeFileSync(`${path}.new`, 'two, of another file\n');
  renameSync(`${path}.new`, path);
  await tail.upTo('two, of another file');
  expect(tail.calls.at(-1)?.position.generation).toBe(1);
  rmSync(path);
  await until(() => tail.gone() === 1, 'its end');
  writeFileSync(path, 'three\n');
  await tail.upTo('three');
  expect(tail.calls.at(-1)?.position.generation).toBe(2);
  expect(increasing(tail.versions())).toBe(true);
});

test('a touch tells nothing', async () => {
  writeFileSync(path, 'one\n');
  const tail = follow();
  await tail.upTo('one');
  for (let n = 0; n < 5; n += 1) utimesSync(path, 1000 + n, 1000 + n);
  appendFileSync(path, 'two\n');
  await tail.upTo('two');
  expect(tail.calls.map((call) => call.lines)).toEqual([['one'], ['two']]);
});

test('megabyte lines: within the bound they come, beyond it they are left out', async () => {
  const big = 'x'.repeat(900_000);
  const tail = follow({ tailBytes: 10_000_000, lineBytesMax: 1_000_000 });
  writeFileSync(path, `${big}\n${big}${big}\nsmall\n`);
  await tail.upTo('small');
  expect(tail.lines().map((line) => line.length)).toEqual([900_000, 5]);
});

test('ten thousand appends in small pieces are ten thousand lines in order', async () => {
  writeFileSync(path, '0\n');
  const tail = follow();
  await tail.upTo('0');
  const fd = openSync(path, 'a');
  for (let n = 1; n < 10_000; n += 1) writeSync(fd, `${n}\n`);
  closeSync(fd);
  await tail.upTo('9999');
  expect(tail.lines()).toEqual(Array.from({ length: 10_000 }, (_, n) => String(n)));
  expect(increasing(tail.versions())).toBe(true);
});

test('bytes cut anywhere give the same lines', () => {
  const bytesMax = 40;
  fc.assert(
    fc.property(
      fc.array(anyString({ maxLength: 30 }).map((text) => text.replaceAll('\n', '').replaceAll('\ufeff', ''))),
      fc.array(fc.nat(50)),
      (texts, sizes) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        const buffer = lineBuffer(bytesMax);
        const lines: string[] = [];
        let from = 0;
        for (const size of [...sizes, bytes.length]) {
          lines.push(...buffer.push(bytes.subarray(from, from + size)));
          from += size;
        }
        const fits = (text: string) => text !== '' && Buffer.byteLength(text) <= bytesMax;
        expect(lines).toEqual(texts.filter(fits).map((text) => Buffer.from(text).toString('utf8')));
        expect(buffer.pendingBytes()).toBe(0);
      },
    ),
  );
});

test('a pipe in its place is not waited for, and a file that replaces it is read', async () => {
  writeFileSync(path, 'one\n');
  const tail = follow();
  await tail.upTo('one');
  execFileSync('mkfifo', [join(root, 'pipe')]);
  renameSync(join(root, 'pipe'), path);
  await until(() => tail.gone() === 1, 'that the file is gone');
  writeFileSync(join(root, 'next'), 'two\n');
  renameSync(join(root, 'next'), path);
  await tail.upTo('two');
});
