import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Package } from './packages.ts';

const installMillisMax = 15 * 60_000;
const outputBytesMax = 16 * 1024 * 1024;

/** Where the agents are kept between runs, some 1.3 GB. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return env['OPENSESSIONS_TEST_AGENTS'] || join(cache, 'opensessions-test-agents');
}

/**
 * Installs an agent from the npm registry, unless it is there.
 *
 * @returns the folder of its programs
 * @throws Error when npm fails; what it said is in the message
 */
export async function install({ name, version, bin }: Package): Promise<string> {
  const dir = join(cacheDir(), `${bin}-${version}`);
  const programs = join(dir, 'node_modules', '.bin');
  if (existsSync(join(programs, bin))) return programs;
  console.error(`installing ${name}@${version} into ${dir}`);
  const unfinished = `${dir}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify({ private: true }));
    const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', `${name}@${version}`];
    const options = { cwd: unfinished, env: npmEnv(), timeout: installMillisMax, maxBuffer: outputBytesMax };
    await promisify(execFile)('npm', args, options);
    // Whole or not at all: the next run must not find half of it.
    renameSync(unfinished, dir);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return programs;
}

/** This Node's own npm; and not the settings of the npm that runs us. */
function npmEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  return { ...Object.fromEntries(own), PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };
}
