import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Changed, type Watch, watchPath } from '../../../src/agents/watch.ts';
import { until } from '../../support/until.ts';

let root: string;
let watches: Watch[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'os-watch-'));
  watches = [];
});
afterEach(async () => {
  for (const watch of watches) await watch.close();
  rmSync(root, { recursive: true, force: true });
});

function follow(path: string) {
  const told: Changed[] = [];
  const problems: unknown[] = [];
  const watch = watchPath(
    path,
    (changed) => told.push(changed),
    (error) => problems.push(error),
  );
  watches.push(watch);
  return { told, problems, watch };
}

const names = (told: readonly Changed[]) => [...new Set(told.flatMap((changed) => [...(changed ?? ['*'])]))].sort();

test('a directory that exists is told once, then its changed children by name', async () => {
  writeFileSync(join(root, 'old'), 'x');
  const { told } = follow(root);
  await until(() => told.length === 1, 'the start');
  expect(told).toEqual([null]);
  writeFileSync(join(root, 'new'), 'x');
  await until(() => names(told).includes('new'), 'a new file');
  appendFileSync(join(root, 'old'), 'y');
  await until(() => names(told).includes('old'), 'an append');
  writeFileSync(join(root, 'draft'), 'z');
  renameSync(join(root, 'draft'), join(root, 'final'));
  await until(() => names(told).includes('final'), 'a rename over');
  rmSync(join(root, 'old'));
  expect(names(told)).toEqual(['*', 'draft', 'final', 'new', 'old']);
});

test('a directory that appears levels deep, vanishes and comes back', async () => {
  const dir = join(root, 'a', 'b', 'c');
  const { told } = follow(dir);
  expect(told).toEqual([]);
  for (const round of ['one', 'two']) {
    mkdirSync(dir, { recursive: true });
    await until(() => {
      writeFileSync(join(dir, round), String(told.length));
      return names(told).includes(round);
    }, `a file of round ${round}`);
    rmSync(join(root, 'a'), { recursive: true });
    const before = told.length;
    await until(() => told.slice(before).includes(null) || told.at(-1) === null, 'the end of the directory');
  }
});

test('a directory that is replaced by another, and one whose parent is', async () => {
  const dir = join(root, 'home', 'sessions');
  mkdirSync(dir, { recursive: true });
  const { told } = follow(dir);
  renameSync(dir, join(root, 'home', 'old'));
  mkdirSync(dir);
  await until(() => {
    writeFileSync(join(dir, 'first'), String(told.length));
    return names(told).includes('first');
  }, 'a file of the new directory');
  renameSync(join(root, 'home'), join(root, 'backup'));
  mkdirSync(dir, { recursive: true });
  await until(() => {
    writeFileSync(join(dir, 'second'), String(told.length));
    return names(told).includes('second');
  }, 'a file below the new parent');
});

test('a file: created, appended, replaced, removed; its siblings say nothing', async () => {
  const path = join(root, 'dir', 'file');
  const { told } = follow(path);
  mkdirSync(join(root, 'dir'));
  writeFileSync(path, 'a');
  await until(() => told.length > 0, 'the file');
  const steps: Array<[string, () => void]> = [
    ['append', () => appendFileSync(path, 'b')],
    [
      'replacement',
      () => {
        writeFileSync(`${path}.draft`, 'c');
        renameSync(`${path}.draft`, path);
      },
    ],
    ['append to the replacement', () => appendFileSync(path, 'd')],
    ['end', () => rmSync(path)],
    ['return', () => writeFileSync(path, 'e')],
  ];
  for (const [what, step] of steps) {
    const before = told.length;
    step();
    await until(() => told.length > before, what);
    await quiet(told);
  }
  const before = told.length;
  writeFileSync(join(root, 'dir', 'sibling'), 'x');
  const sibling = follow(join(root, 'dir', 'sibling'));
  await until(() => sibling.told.length === 1, 'the start of its watch');
  appendFileSync(join(root, 'dir', 'sibling'), 'y');
  await until(() => sibling.told.length > 1, 'the sibling, to its own watch');
  expect(told.length).toBe(before);
  expect(names(told)).toEqual(['*']);
});

test('2,000 files cost two inotify watches and one name', async () => {
  const dir = join(root, 'many');
  mkdirSync(dir);
  for (let n = 0; n < 2000; n += 1) writeFileSync(join(dir, `${n}.jsonl`), '');
  const before = inotifyWatches();
  const { told, watch } = follow(dir);
  await until(() => told.length === 1, 'the start');
  if (process.platform === 'linux') expect(inotifyWatches() - before).toBeLessThanOrEqual(2);
  appendFileSync(join(dir, '77.jsonl'), 'x\n');
  await until(() => told.length === 2, 'the change');
  expect(told[1]).toEqual(new Set(['77.jsonl']));
  await watch.close();
  if (process.platform === 'linux') expect(inotifyWatches()).toBe(before);
});

test('after close nothing is told', async () => {
  const { told, watch } = follow(root);
  await watch.close();
  writeFileSync(join(root, 'file'), 'x');
  const other = follow(root);
  await until(() => other.told.length > 0, 'another watch');
  expect(told).toEqual([]);
});

/** Two turns without news. */
async function quiet(told: readonly unknown[]): Promise<void> {
  let seen = -1;
  await until(() => {
    const same = seen === told.length;
    seen = told.length;
    return same;
  }, 'quiet');
}

/** What the kernel watches for this process: proc(5), `inotify wd:` lines. */
function inotifyWatches(): number {
  const infos = readdirSync('/proc/self/fdinfo').map((fd) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
    } catch {
      // The descriptor of the listing itself is gone by now.
      return '';
    }
  });
  return infos.join('').split('inotify wd:').length - 1;
}
