import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../../protocol/paths.ts';
import { ignoreMissing } from '../files.ts';

export const variables = ['CLAUDE_CONFIG_DIR', 'HOME'] as const;

/** Folders of projects that are looked through for a transcript; more than anybody has. */
const projectsMax = 5000;

/** Where Claude Code keeps its files; null when the environment does not say. */
export function configDir(env: Env): string | null {
  const given = env['CLAUDE_CONFIG_DIR'];
  if (given?.startsWith('/')) return given;
  return env['HOME']?.startsWith('/') ? join(env['HOME'], '.claude') : null;
}

/** Where the transcript is expected: the folder is named after the directory that the session was started in. */
export function transcriptPath(config: string, cwd: string, thread: string): string {
  return join(config, 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'), `${thread}.jsonl`);
}

/** Where it is instead: long names are cut, and a resumed session keeps its first folder. Null when there is none yet. */
export async function findTranscript(config: string, thread: string): Promise<string | null> {
  const projects = join(config, 'projects');
  const names = await readdir(projects).catch(missing);
  for (const name of names.slice(0, projectsMax)) {
    const path = join(projects, name, `${thread}.jsonl`);
    if (await isThere(path)) return path;
  }
  return null;
}

/** Beside the transcript, in a folder of its name. */
export function subagentsDir(path: string): string {
  return join(path.replace(/\.jsonl$/, ''), 'subagents');
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    // Whatever the reason: it cannot be read now.
    () => false,
  );
}

export function missing(error: unknown): never[] {
  return ignoreMissing(error) ?? [];
}
