import { expect, test } from 'vitest';
import { ofSession } from '../../../src/sessionizer/candidate.ts';
import { hitsOf } from '../../../src/sessionizer/filter.ts';
import {
  candidatesOf,
  countDirs,
  dirsMax,
  type Gathered,
  withDirs,
  withoutDirs,
} from '../../../src/sessionizer/gathered.ts';

const home = '/home/me';
const empty: Gathered = { sessions: [], taken: new Set(), dirs: new Map() };
const texts = (gathered: Gathered) => candidatesOf(gathered, home).map(({ kind, text }) => `${kind} ${text}`);

test('sessions come first, then recent directories, worktrees, what was searched, zoxide: each once, as the first', () => {
  const start: Gathered = {
    ...empty,
    sessions: [ofSession({ id: '$1', name: 'api', dir: '/home/me/code/api' }, home)],
    taken: new Set(['/home/me/code/api']),
  };
  const found = [
    ['zoxide', ['/srv', '/home/me/code/web']],
    ['dir', ['/home/me/code/api', '/home/me/code/web', '/home/me/code/docs']],
    ['worktree', ['/home/me/trees/fix/', 'relative', '/with\0nul']],
    ['recent', ['/home/me//code/docs', '/home/me']],
  ] as const;
  expect(texts(found.reduce((all, [kind, dirs]) => withDirs(all, kind, dirs), start))).toEqual([
    'session api  ~/code/api',
    'recent ~/code/docs',
    'recent ~',
    'worktree ~/trees/fix',
    'dir ~/code/web',
    'zoxide /srv',
  ]);
});

test('there are never more than so many, and what is gone is left out', () => {
  const many = Array.from({ length: dirsMax + 10 }, (_, index) => `/d/${index}`);
  const full = withDirs(withDirs(empty, 'dir', many), 'zoxide', ['/late']);
  expect([countDirs(full), candidatesOf(full, home).length]).toEqual([dirsMax, dirsMax]);
  const recent = withDirs(empty, 'recent', ['/a', '/b']);
  expect(texts(withoutDirs(recent, 'recent', new Set(['/a'])))).toEqual(['recent /b']);
});

test('hostile names are drawn harmless, and their targets stay as they are', () => {
  const dir = '/x/\u001b[2J\u202egnp\n漢字';
  const [candidate] = candidatesOf(withDirs(empty, 'dir', [dir]), home);
  expect(candidate).toEqual({ kind: 'dir', target: { dir }, text: '/x/gnp 漢字', name: [3, 9] });
});

test('what matches in the name comes before what matches in the way to it', () => {
  const gathered = withDirs(empty, 'dir', ['/api/web', '/code/api', '/code/apple-pie/x']);
  const [best] = hitsOf(candidatesOf(gathered, home), 'api');
  expect(best?.candidate.text).toBe('/code/api');
  expect(best?.matched).toEqual([6, 7, 8]);
});

test('with nothing typed all are there in their order; nonsense finds nothing; very long texts are no harm', () => {
  const candidates = candidatesOf(withDirs(empty, 'dir', ['/b', '/a']), home);
  expect(hitsOf(candidates, ' ').map(({ candidate }) => candidate.text)).toEqual(['/b', '/a']);
  expect(hitsOf(candidates, 'qqq')).toEqual([]);
  expect(hitsOf(candidates, 'q'.repeat(100_000))).toEqual([]);
});
