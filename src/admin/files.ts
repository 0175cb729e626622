import { existsSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check, Scene } from './check.ts';

const freeBytesMin = 1024 * 1024;

/** Whether what shall outlive the daemon can be kept: in the state and the config directory, or where they will be made. */
export function checkFiles({ paths }: Pick<Scene, 'paths'>): Check {
  const name = 'files';
  const problems = [paths.stateDir, paths.configDir].flatMap(problemOf);
  if (problems.length === 0)
    return { name, state: 'ok', says: `${paths.stateDir} and ${paths.configDir} can be written to` };
  const advice = 'make room, or make it writable for you: until then nothing is kept over a restart';
  return { name, state: 'warn', says: problems.join('; '), advice };
}

function problemOf(dir: string): string[] {
  const there = nearest(dir);
  try {
    rmdirSync(mkdtempSync(join(there, '.opensessions-')));
    const { bavail, bsize } = statfsSync(there);
    return bavail * bsize < freeBytesMin ? [`the disk of ${dir} is full`] : [];
  } catch (error) {
    return [`${dir} cannot be written to: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** It, or what is there of the path to it. */
function nearest(dir: string): string {
  return existsSync(dir) || dirname(dir) === dir ? dir : nearest(dirname(dir));
}
