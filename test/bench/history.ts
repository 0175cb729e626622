import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../support/world.ts';
import type { Row } from './figure.ts';

const file = join(import.meta.dirname, 'history.jsonl');

/** Appends what was measured, with what it depends on: one JSON object a line. */
export function record(rows: readonly Row[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectRoot, encoding: 'utf8' }).trim();
  const tmux = execFileSync(process.env['OPENSESSIONS_TMUX'] || 'tmux', ['-V'], { encoding: 'utf8' }).trim();
  const machine = { cores: availableParallelism(), load: loadavg()[0] };
  const entry = { at: new Date().toISOString(), commit, node: process.version, tmux, machine, rows };
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
