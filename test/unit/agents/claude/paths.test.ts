import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTranscript, searchMillis } from '../../../../src/agents/claude/paths.ts';

let config: string;

beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'os-claude-paths-'));
});
afterEach(() => rmSync(config, { recursive: true, force: true }));

const write = (project: string, thread: string) => {
  const dir = join(config, 'projects', project);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, `${thread}.jsonl`), '');
  return join(dir, `${thread}.jsonl`);
};

test('all folders are looked through when one is new, and else only from time to time', async () => {
  expect(await findTranscript(config, 'one', null, 1000)).toEqual({ path: null, at: 1000, changedAt: 0 });
  write('-a', 'other');
  utimesSync(join(config, 'projects'), 5, 5);
  const first = await findTranscript(config, 'one', null, 1000);
  expect(first).toEqual({ path: null, at: 1000, changedAt: 5000 });
  // In a folder that was there: nothing tells of it but a look.
  const found = write('-a', 'one');
  expect(await findTranscript(config, 'one', first, 999 + searchMillis)).toBe(first);
  expect(await findTranscript(config, 'one', first, 1000 + searchMillis)).toMatchObject({ path: found });
  const elsewhere = write('-b', 'two');
  expect(await findTranscript(config, 'two', first, 1001)).toMatchObject({ path: elsewhere });
});

test('one that was found is looked for at once when it has gone', async () => {
  const path = write('-a', 'one');
  const found = await findTranscript(config, 'one', null, 1000);
  expect(found.path).toBe(path);
  rmSync(path);
  expect(await findTranscript(config, 'one', found, 1001)).toMatchObject({ path: null, at: 1001 });
});
