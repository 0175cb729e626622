import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/world.ts';
import type { Row } from './figure.ts';
import type { Machine } from './machine.ts';

const file = join(import.meta.dirname, 'history.jsonl');
const rowsMax = 500;
const digits = 4;

/** Appends what was measured, with what it depends on. */
export function record(rows: readonly Row[], machine: Machine): void {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  appendFileSync(file, `${line(rows, machine, { at: new Date(), version, commit: commit() })}\n`);
}

/** One JSON object. Numbers have four digits, and there are at most 500 rows: some dozens of KB. */
export function line(
  rows: readonly Row[],
  machine: Machine,
  { at, version, commit }: { at: Date; version: string; commit: string | null },
): string {
  const short = (value: number) => Number(value.toPrecision(digits));
  const kept = rows.slice(0, rowsMax).map((row) => ({
    ...{ ...row, median: short(row.median), p95: short(row.p95) },
    ...(row.ratio === undefined ? {} : { ratio: short(row.ratio) }),
  }));
  return JSON.stringify({ at: at.toISOString(), version, commit, machine, rows: kept });
}

/** Null where this is no checkout, or there is no git. */
function commit(): string | null {
  try {
    const args = ['describe', '--always', '--dirty', '--exclude', '*'];
    return execFileSync('git', args, {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // The figures are worth keeping all the same.
    return null;
  }
}
