import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from '../../../../src/admin/integrations/integration.ts';
import type { Env } from '../../../../src/protocol/paths.ts';
import { projectRoot } from '../../../support/world.ts';

export const pieces = join(projectRoot, 'scripts', 'integrations');

export interface Home extends Disposable {
  home: string;
  place: Place;
  /** Every file and directory below the home, but our own state. */
  files(): string[];
}

/** A private home directory that ends with its scope. */
export function makeHome(env: Env = {}): Home {
  const root = mkdtempSync(join(tmpdir(), 'os-integrations-'));
  const home = join(root, 'home');
  mkdirSync(home);
  return {
    home,
    place: { env: { HOME: home, ...env }, stateDir: join(root, 'state'), pieces },
    files: () => readdirSync(home, { recursive: true, encoding: 'utf8' }).toSorted(),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Absolute paths of everything below a directory. */
export function below(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => join(dir, file));
}
