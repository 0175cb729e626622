import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../support/world.ts';

const dist = join(projectRoot, 'dist');
/** About a tenth above what they are. Whoever needs more says here that it is worth it: each kB is read at each start. */
const kilobytesMax = { daemon: 590, sidebar: 600, cli: 26 };

/** All that is loaded with a file of the bundle before it runs: what it imports statically. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(dist, file), 'utf8');
  for (const [, next = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)) closure(next, seen);
  return seen;
}

function kilobytes(files: ReadonlySet<string>): number {
  return [...files].reduce((sum, file) => sum + readFileSync(join(dist, file)).length, 0) / 1024;
}

/** The entry of each command, by the export that `main.js` calls. */
function entry(name: string): string {
  const main = readFileSync(join(dist, 'main.js'), 'utf8');
  const found = new RegExp(`import\\("\\./([^"]+)"\\)\\)\\.${name}\\b`).exec(main)?.[1];
  if (found === undefined) throw new Error(`main.js loads nothing for ${name}`);
  return found;
}

test.each(['daemon', 'sidebar', 'cli'] as const)('what the %s loads at its start stays small', (name) => {
  const size = kilobytes(closure(entry(name), closure('main.js')));
  expect(size).toBeLessThan(kilobytesMax[name]);
  // Or the limit has lost its meaning.
  expect(size).toBeGreaterThan(kilobytesMax[name] * 0.7);
});

test('the sidebar loads none of the daemon, and the daemon none of Ink', () => {
  const [daemon, sidebar] = [closure(entry('daemon')), closure(entry('sidebar'))];
  expect(sidebar.has(entry('daemon'))).toBe(false);
  expect(daemon.has(entry('sidebar'))).toBe(false);
  const holds = (files: ReadonlySet<string>, text: string) =>
    [...files].some((file) => readFileSync(join(dist, file), 'utf8').includes(text));
  // What only the terminal's cursor needs, and what only tmux's hooks need.
  expect([holds(sidebar, 'react-reconciler') || holds(sidebar, 'yoga'), holds(daemon, 'yoga')]).toEqual([true, false]);
  expect([holds(daemon, 'another daemon runs already'), holds(sidebar, 'another daemon runs already')]).toEqual([
    true,
    false,
  ]);
});

test('no start asks Node for undici, which takes as long to load as Ink', () => {
  const texts = readdirSync(dist).map((file) => readFileSync(join(dist, file), 'utf8'));
  // The namespace of node:http reads all exports, also those that Node loads only when asked.
  expect(texts.filter((text) => /\bfrom\s*"(node:)?https?"/.test(text))).toEqual([]);
  const started = [...closure(entry('sidebar')), ...closure(entry('daemon')), ...closure(entry('cli'))];
  const fetching = started.filter((file) => /(?<!\.)\bfetch\(/.test(readFileSync(join(dist, file), 'utf8')));
  expect(fetching).toEqual([]);
});

test('no long list of emoji is read before one comes', () => {
  const sidebar = [...closure(entry('sidebar'))].map((file) => readFileSync(join(dist, file), 'utf8')).join('');
  const before = sidebar.split('\\p{RGI_Emoji}').slice(0, -1);
  // In a function, behind what asks whether one may have come.
  expect(before.map((text) => text.slice(-60))).toEqual([expect.stringMatching(/=>.*\.test\(.*&&.*\?\?=/)]);
});

test('what runs is made of these packages and no others', () => {
  const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  expect(Object.keys(dependencies)).toEqual([
    'better-sqlite3',
    'chokidar',
    'esbuild',
    'execa',
    'fuzzysort',
    'ink',
    'jsonc-parser',
    'react',
    'string-width',
    'ws',
    'zod',
  ]);
});
