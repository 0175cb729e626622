import { appendFileSync, mkdtempSync, promises, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tailLines } from '../../../src/agents/tail.ts';
import { until } from '../../support/until.ts';

const files = 20;
/** The file itself, once for each time that the system tells of one append. */
const opensMax = 3;

test('of many files that are followed in a directory only the one that has grown is opened', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'os-tail-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const lines = new Map<string, string[]>();
  const paths = Array.from({ length: files }, (_, index) => join(dir, `${index}.jsonl`));
  const tails = paths.map((path) => {
    writeFileSync(path, 'first\n');
    return tailLines(path, {
      headBytes: 1000,
      tailBytes: 1000,
      lineBytesMax: 1000,
      onLines: (more) => lines.set(path, [...(lines.get(path) ?? []), ...more]),
      onProblem: (error) => expect.unreachable(String(error)),
    });
  });
  onTestFinished(async () => {
    await Promise.all(tails.map(({ close }) => close()));
  });
  await until(() => paths.every((path) => lines.get(path)?.includes('first')), 'the first lines');

  // The real one, counted.
  const open = vi.spyOn(promises, 'open');
  syncBuiltinESMExports();
  onTestFinished(() => {
    open.mockRestore();
    syncBuiltinESMExports();
  });
  const grown = paths[7] ?? '';
  appendFileSync(grown, 'second\n');
  await until(() => lines.get(grown)?.includes('second'), 'the appended line');
  const opened = open.mock.calls.map(([path]) => String(path));
  expect(new Set(opened)).toEqual(new Set([grown]));
  expect(opened.length).toBeLessThanOrEqual(opensMax);
});
