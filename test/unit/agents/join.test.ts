import { expect, test } from 'vitest';
import { type Candidate, join, type Owner, ownerKey, type Seeker } from '../../../src/agents/join.ts';

const dir = '/s';
const seeker = (pid: number, startedAt: number, more: Partial<Seeker> = {}): Seeker => ({
  process: { agent: 'pi', pid, start: `${startedAt}`, startedAt, cwd: '/api', argv: ['pi'], env: {}, place: null },
  dir,
  file: null,
  ...more,
});
const file = (path: string, startedAt: number, updatedAt = startedAt, cwd = '/api'): Candidate => ({
  path,
  dir,
  cwd,
  startedAt,
  updatedAt,
});
const owned = (by: Seeker, until: number): Owner => ({ process: ownerKey(by.process), until });
const pids = (seekers: readonly Seeker[], candidates: readonly Candidate[], owners: [string, Owner][] = []) => {
  const found = join(seekers, candidates, new Map(owners));
  return seekers.map((one) => found.get(ownerKey(one.process)) ?? null);
};
const [a, b] = [seeker(1, 100_000), seeker(2, 200_000)];

test('alone: the newest file that began or grew since the start', () => {
  expect(pids([a], [file('old', 1000), file('first', 101_000, 150_000), file('new', 160_000)])).toEqual(['new']);
  expect(pids([a], [file('resumed', 1000, 120_000)])).toEqual(['resumed']);
  expect(pids([a], [file('old', 1000, 90_000)])).toEqual([null]);
});

test('a file of another directory with the same name is not its own', () => {
  expect(pids([a], [file('else', 101_000, 101_000, '/a-pi')])).toEqual([null]);
});

test('two in one directory: each has what began right after its start', () => {
  expect(pids([a, b], [file('a', 101_000, 250_000), file('b', 202_000)])).toEqual(['a', 'b']);
});

test('two in one directory: what began while the first was alone is its, however slow it was, and the newest of that', () => {
  expect(pids([a, b], [file('slow', 130_000, 250_000)])).toEqual(['slow', null]);
  expect(pids([a, b], [file('first', 101_000), file('new', 150_000)])).toEqual(['new', null]);
  // What it had when it was alone, opened again, and nothing that it began before.
  const owners: [string, Owner][] = [['resumed', owned(a, 190_000)]];
  expect(pids([a, b], [file('first', 101_000), file('resumed', 1000, 190_000)], owners)).toEqual(['resumed', null]);
});

test('two in one directory: what began or grew at another time is nobody’s', () => {
  expect(pids([a, b], [file('new', 260_000)])).toEqual([null, null]);
  expect(pids([a, b], [file('resumed', 1000, 260_000)])).toEqual([null, null]);
  const twins = [seeker(1, 100_000), seeker(2, 101_000)];
  expect(pids(twins, [file('one', 102_000), file('two', 103_000)])).toEqual([null, null]);
});

test('what was found stays when a second one comes, and is not given to it', () => {
  expect(pids([a, b], [file('a', 1000, 201_000)], [['a', owned(a, 201_000)]])).toEqual(['a', null]);
});

test('the file of one that ended is not given to who remains, until it grows again', () => {
  const owners: [string, Owner][] = [
    ['a', owned(a, 300_000)],
    ['b', owned(b, 300_000)],
  ];
  expect(pids([a], [file('a', 101_000), file('b', 202_000, 300_500)], owners)).toEqual(['a']);
  expect(pids([a], [file('a', 101_000), file('b', 202_000, 400_000)], owners)).toEqual(['b']);
});

test('what our extension says is so, and leaves the rest to the others', () => {
  const sure = { ...b, file: '/s/new' };
  expect(pids([a, sure], [file('/s/new', 260_000), file('other', 150_000)])).toEqual(['other', '/s/new']);
});
