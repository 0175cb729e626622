import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { existing, findDirs } from '../../../src/sessionizer/directories.ts';
import { records } from '../../../src/sessionizer/records.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'os-dirs-'));
  for (const dir of ['b/deep/deeper', 'a', '.hidden/x', 'b/node_modules/y', "it's\n$(id); -x", 'b/-rf'])
    await mkdir(join(root, dir), { recursive: true });
  await writeFile(join(root, 'file'), '');
  await symlink('..', join(root, 'b', 'loop'));
  await symlink(join(root, 'b'), join(root, 'link'));
  await symlink('nowhere', join(root, 'broken'));
});
afterAll(() => rm(root, { recursive: true }));

async function found(roots: readonly string[], depth: number, max = 100): Promise<string[]> {
  const all: string[] = [];
  const onDirs = (dirs: readonly string[]) => all.push(...dirs) < max;
  await findDirs({ roots, depth, signal: new AbortController().signal, onDirs });
  return all.map((dir) => dir.slice(root.length + 1));
}

test('level by level, without hidden ones and node_modules; links are found and not gone into', async () => {
  expect(await found([root], 1)).toEqual(['a', 'b', "it's\n$(id); -x", 'link']);
  expect(await found([root], 6)).toEqual([
    ...['a', 'b', "it's\n$(id); -x", 'link'],
    ...['b/-rf', 'b/deep', 'b/loop', 'b/deep/deeper'],
  ]);
});

test('a root may be a link, and one that is not there is no harm', async () => {
  expect(await found([join(root, 'link'), join(root, 'none')], 1)).toEqual(['link/-rf', 'link/deep', 'link/loop']);
});

test('it ends when nobody wants more', async () => {
  expect(await found([root], 6, 1)).toEqual(['a', 'b', "it's\n$(id); -x", 'link']);
});

test('says which of some paths are directories', async () => {
  const paths = ['a', 'file', 'none', 'link', 'broken'].map((name) => join(root, name));
  expect(await existing(paths)).toEqual(new Set([join(root, 'a'), join(root, 'link')]));
  expect(await existing([])).toEqual(new Set());
});

test('a program that hangs is left behind when its time is over, with all that it started', async () => {
  const pids: string[] = [];
  const ending = await records(['sh', '-c', 'sleep 1000 & echo $!; wait'], {
    separator: '\n',
    bytesMax: 1000,
    millisMax: 300,
    onRecords: (lines) => pids.push(...lines),
  });
  expect([ending, pids.length]).toEqual(['cut off', 1]);
  const state = () => {
    try {
      return execFileSync('ps', ['-o', 'stat=', '-p', pids[0] ?? ''], { encoding: 'utf8' });
    } catch {
      // ps fails when there is no such process.
      return '';
    }
  };
  await expect.poll(state, { timeout: 5000 }).toMatch(/^Z|^$/);
});

test('a program that says too much is cut off, one that is missing is told, and whoever ends it is heard', async () => {
  const options = { separator: '\n' as const, bytesMax: 1000, millisMax: 10_000, onRecords: () => undefined };
  expect(await records(['yes'], options)).toBe('cut off');
  expect(await records(['sh', '-c', 'printf %100000d 1; sleep 1000'], { ...options, bytesMax: 1e9 })).toBe('cut off');
  expect(await records(['no-such-program-anywhere'], options)).toBe('missing');
  expect(await records(['sh', '-c', 'exit 3'], options)).toEqual({ code: 3 });
  const over = new AbortController();
  const ending = records(['sleep', '1000'], { ...options, signal: over.signal });
  over.abort();
  expect(await ending).toBe('cut off');
});
