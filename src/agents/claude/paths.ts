import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../../protocol/paths.ts';
import { ignoreMissing } from '../files.ts';

export const variables = ['CLAUDE_CONFIG_DIR', 'HOME'] as const;

/** Folders of projects that are looked through for a transcript; more than anybody has. */
const projectsMax = 5000;
/** Most sessions that have no transcript have said nothing yet: all folders are looked through no more often than that. */
export const searchMillis = 3000;

/** Where Claude Code keeps its files; null when the environment does not say. */
export function configDir(env: Env): string | null {
  const given = env['CLAUDE_CONFIG_DIR'];
  if (given?.startsWith('/')) return given;
  return env['HOME']?.startsWith('/') ? join(env['HOME'], '.claude') : null;
}

/** Where the transcript is expected. */
export function transcriptPath(config: string, cwd: string, thread: string): string {
  return join(projectDir(config, cwd), `${thread}.jsonl`);
}

/** The folder is named after the directory that the session was started in; several have the same name. */
export function projectDir(config: string, cwd: string): string {
  return join(config, 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'));
}

/** The thread of a transcript; null of other files. Old versions leave subagents' files beside it. */
export function threadOfFile(name: string): string | null {
  const thread = /^(?!agent-)([0-9A-Za-z][\w-]{0,99})\.jsonl$/.exec(name)?.[1];
  return thread ?? null;
}

/** A look through all folders. */
export interface Search {
  path: string | null;
  /** Epoch milliseconds. */
  at: number;
  /** Of the folder of folders, as it was then. */
  changedAt: number;
}

/**
 * Where it is instead: long names are cut, and a resumed session keeps its first folder. The path is null when there is none
 * yet. Sooner than `searchMillis` after the last search that found none this one is the answer, unless a folder came or went.
 */
export async function findTranscript(
  config: string,
  thread: string,
  before: Search | null,
  now: number,
): Promise<Search> {
  const projects = join(config, 'projects');
  const [stats] = await stat(projects).then((one) => [one], missing);
  const changedAt = stats?.mtimeMs ?? 0;
  if (
    before !== null &&
    before.path === null &&
    before.changedAt === changedAt &&
    Math.abs(now - before.at) < searchMillis
  )
    return before;
  const names = await readdir(projects).catch(missing);
  for (const name of names.slice(0, projectsMax)) {
    const path = join(projects, name, `${thread}.jsonl`);
    if (await isThere(path)) return { path, at: now, changedAt };
  }
  return { path: null, at: now, changedAt };
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
