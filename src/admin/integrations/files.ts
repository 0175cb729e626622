import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refused } from './integration.ts';

/** Far more than a configuration or a plugin has. */
const fileBytesMax = 4 * 1024 * 1024;
const newFileMode = 0o644;

/** The bytes of a file; null when there is none. Follows links. @throws Refused when it cannot be read */
export function readBytes(path: string): Buffer | null {
  return orRefuse(`cannot read ${path}`, () => {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null;
    // A pipe would let us wait for ever.
    const found = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = regular(path, found);
      if (size > fileBytesMax) throw new Refused(`${path} has more than ${fileBytesMax} bytes`);
      return readFileSync(found);
    } finally {
      closeSync(found);
    }
  });
}

/**
 * Replaces a file in one step, through links and with its mode. Where there is none it is made; `null` removes it, or the
 * link to it.
 *
 * @param before what the caller read: something else by now is refused. `undefined` for whatever is there
 * @returns the outermost directory that had to be made for it, null when none had
 * @throws Refused, when nothing was changed
 */
export function replaceFile(
  path: string,
  before: Buffer | null | undefined,
  after: Buffer | null,
  mode = newFileMode,
): string | null {
  return orRefuse(`cannot write ${path}`, () => {
    const exists = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    const target = exists ? realpathSync(path) : path;
    const made = mkdirSync(dirname(target), { recursive: true, mode: 0o700 }) ?? null;
    const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      if (after !== null) writeNew(beside, after, exists ? statSync(target).mode & 0o7777 : mode);
      if (before !== undefined && !sameBytes(readBytes(path), before))
        throw new Refused(`${path} was changed by somebody else just now: try again`);
      if (after !== null) renameSync(beside, target);
      else rmSync(path, { force: true });
    } catch (error) {
      rmSync(beside, { force: true });
      if (made !== null) removeEmpty(dirname(target), made);
      throw error;
    }
    return made;
  });
}

/** Removes empty directories from `dir` up to and with `outermost`. One that holds something stays, and those above it. */
export function removeEmpty(dir: string, outermost: string): void {
  for (let at = dir; at === outermost || at.startsWith(`${outermost}/`); at = dirname(at)) {
    try {
      rmdirSync(at);
    } catch {
      // Not empty, gone, or not ours to change: it does no harm.
      return;
    }
  }
}

/** @throws Refused when that cannot be told */
export function isDirectory(path: string): boolean {
  return orRefuse(`cannot read ${path}`, () => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

function sameBytes(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

function writeNew(path: string, bytes: Buffer, mode: number): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function regular(path: string, file: number): { size: number } {
  const found = fstatSync(file);
  if (!found.isFile()) throw new Refused(`${path} is no file`);
  return found;
}

/** What the system refuses, in words. */
function orRefuse<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
