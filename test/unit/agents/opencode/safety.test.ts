import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { type DatabaseFollower, followDatabase } from '../../../../src/agents/opencode/follow-database.ts';
import { openReader, type Reader } from '../../../../src/agents/opencode/reader.ts';
import { until } from '../../../support/until.ts';
import { everything, rows, scratch, writer, writerProcess } from './database.ts';
import { fixture } from './recordings.ts';

const followers: DatabaseFollower[] = [];
afterEach(() => Promise.all(followers.splice(0).map((one) => one.close())));

function follow(path: string) {
  const titles: (string | null)[][] = [];
  const problems: unknown[] = [];
  const read = (reader: Reader) => titles.push(reader.read(everything).map(({ title }) => title));
  const follower = followDatabase(path, read, (error) => problems.push(error));
  followers.push(follower);
  return { titles, problems, follower };
}

/** How many descriptors of ours lead there. */
function openFiles(path: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(path);
    } catch {
      // The descriptor of the listing itself.
      return false;
    }
  }).length;
}

test('a database without a log is not opened: not one that is empty, not one that is complete', async () => {
  using place = scratch();
  const path = join(place.dir, 'opencode.db');
  const { titles, follower } = follow(path);
  writeFileSync(path, '');
  follower.look();
  const complete = new Sqlite(join(place.dir, 'complete.db'));
  complete.exec(fixture('simple.sql'));
  complete.close();
  writeFileSync(path, readFileSync(join(place.dir, 'complete.db')));
  writeFileSync(`${path}-wal`, '');
  follower.look();
  await follower.close();
  expect(titles).toEqual([]);
  // A reader would have left its shared memory.
  expect(existsSync(`${path}-shm`)).toBe(false);
});

test('while a database is made, nothing stands in its maker’s way', async () => {
  using place = scratch();
  const path = join(place.dir, 'opencode.db');
  const { titles, problems, follower } = follow(path);
  closeSync(openSync(path, 'w'));
  await using maker = writerProcess(path);
  follower.look();
  expect(await maker.run('wal')).toBe('ok');
  follower.look();
  expect(await maker.run('CREATE TABLE first (id TEXT)')).toBe('ok');
  await until(() => openFiles(path) > 0 || existsSync(`${path}-shm`), 'the log');
  expect(await maker.run(fixture('simple.sql'))).toBe('ok');
  await until(() => titles.length > 0, 'the first look');
  expect(titles.at(-1)).toEqual(['Fake title SAY hello world']);
  expect(await maker.run("UPDATE session SET title = 'another'")).toBe('ok');
  await until(() => titles.at(-1)?.[0] === 'another', 'the change');
  // Its tables came later than its log.
  expect(problems).toEqual([]);
});

test('a reader never keeps a writer waiting, nor folds in or cuts the log', async () => {
  using place = scratch();
  const path = join(place.dir, 'opencode.db');
  await using maker = writerProcess(path);
  await maker.run('wal');
  await maker.run('PRAGMA wal_autocheckpoint = 0');
  await maker.run(fixture('simple.sql'));
  const reader = await openReader(path);
  const [main, log] = [statSync(path).size, statSync(`${path}-wal`).size];
  for (let turn = 0; turn < 20; turn += 1) {
    expect(await maker.run('BEGIN EXCLUSIVE')).toBe('ok');
    expect(reader.read(everything)).toHaveLength(1);
    expect(await maker.run(`UPDATE session SET title = 'turn ${turn}'`)).toBe('ok');
    expect(await maker.run('COMMIT')).toBe('ok');
    expect(reader.read(everything)[0]?.title).toBe(`turn ${turn}`);
  }
  await maker.kill();
  // The last one that closes a database folds its log in, if it may write.
  reader.close();
  expect(statSync(path).size).toBe(main);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(log);
  const db = new Sqlite(path);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
});

test('what a process that was killed left behind is read, and left as it was', async () => {
  using place = scratch();
  const [path, copy] = [join(place.dir, 'live.db'), join(place.dir, 'opencode.db')];
  const db = writer(path, 'kill9warm.killed.sql');
  for (const suffix of ['', '-wal']) writeFileSync(copy + suffix, readFileSync(path + suffix));
  db.close();
  const before = ['', '-wal'].map((suffix) => readFileSync(copy + suffix));
  expect(await rows(copy)).toHaveLength(1);
  expect(['', '-wal'].map((suffix) => readFileSync(copy + suffix))).toEqual(before);
});

test('one that is broken is told, and one that takes its place is read', async () => {
  using place = scratch();
  const path = join(place.dir, 'opencode.db');
  writeFileSync(path, 'this is no database, only as long as one '.repeat(200));
  writeFileSync(`${path}-wal`, 'x'.repeat(100));
  const { titles, problems } = follow(path);
  await until(() => problems.length > 0, 'the problem');
  expect(String(problems[0])).toMatch(/not a database/);
  const fd = openSync(path, 'r+');
  ftruncateSync(fd, 0);
  closeSync(fd);
  writeFileSync(`${path}-wal`, '');
  const db = writer(path, 'simple.sql');
  await until(() => titles.at(-1)?.length === 1, 'the new one');
  db.close();
});

test('a follower that is closed holds nothing open', async () => {
  using place = scratch();
  const path = join(place.dir, 'opencode.db');
  await using maker = writerProcess(path);
  await maker.run('wal');
  await maker.run(fixture('simple.sql'));
  const { titles, follower } = follow(path);
  await until(() => titles.length > 0, 'the first look');
  expect(openFiles(path)).toBeGreaterThan(0);
  await follower.close();
  expect(openFiles(path)).toBe(0);
});
