import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gather } from '../../../src/sessionizer/gather.ts';
import type { Gathered } from '../../../src/sessionizer/gathered.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'os-gather-'));
  for (const dir of ['code/api/src', 'other', '.hidden']) await mkdir(join(home, dir), { recursive: true });
  execFileSync('git', ['init', '-q', join(home, 'other')]);
});
afterAll(() => rm(home, { recursive: true }));

async function gathered(
  wanted: { roots: readonly string[]; isDefault: boolean; depth: number },
  recent: string[] = [],
) {
  const start: Gathered = { sessions: [], taken: new Set(), dirs: new Map() };
  const seen: Gathered[] = [start];
  const signal = new AbortController().signal;
  await gather({ start, recent, here: join(home, 'other'), home, wanted, signal, onChange: (one) => seen.push(one) });
  const { dirs } = seen.at(-1) ?? start;
  const of = (kind: 'recent' | 'worktree' | 'dir') => (dirs.get(kind) ?? []).map((dir) => dir.replace(home, '~'));
  return { recent: of('recent'), worktree: of('worktree'), dir: of('dir') };
}

test('all sources add to the same; recent directories that are gone are left out', async () => {
  const code = { roots: [join(home, 'code'), join(home, 'none')], isDefault: true, depth: 2 };
  expect(await gathered(code, [join(home, 'gone'), join(home, 'other')])).toEqual({
    recent: ['~/other'],
    worktree: ['~/other'],
    dir: ['~/code/api', '~/code/api/src'],
  });
});

test('where none of the usual directories is there, the children of the home have to do', async () => {
  const none = { roots: [join(home, 'none')], isDefault: true, depth: 2 };
  expect((await gathered(none)).dir).toEqual(['~/code', '~/other']);
  expect((await gathered({ ...none, isDefault: false })).dir).toEqual([]);
});
