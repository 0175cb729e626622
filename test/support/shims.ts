import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One start of a program that is being recorded. */
export interface Spawn {
  program: string;
  args: string[];
}

// One write per record and files opened for appending: records of programs that start at once do not mix.
const shim = (real: string, log: string, program: string) => `#!/bin/sh
printf '%s\\0' ${program} "$#" "$@" >> '${log}'
exec '${real}' "$@"
`;

/** Stands in front of programs on the PATH and writes down each start, with its arguments, before the real one runs. */
export class Shims {
  readonly dir: string;
  readonly #log: string;

  constructor(dir: string) {
    this.dir = dir;
    this.#log = join(dir, 'spawned');
    mkdirSync(dir, { recursive: true });
  }

  /** @returns path of the stand-in */
  add(program: string, real: string): string {
    const path = join(this.dir, program);
    writeFileSync(path, shim(real, this.#log, program));
    chmodSync(path, 0o755);
    return path;
  }

  /** Every start so far, oldest first. */
  spawned(): Spawn[] {
    const fields = existsSync(this.#log) ? readFileSync(this.#log, 'utf8').split('\0') : [];
    const spawns: Spawn[] = [];
    for (let at = 0; at + 1 < fields.length; ) {
      const [program = '', count = '0'] = fields.slice(at, at + 2);
      const end = at + 2 + Number(count);
      spawns.push({ program, args: fields.slice(at + 2, end) });
      at = end;
    }
    return spawns;
  }
}

/** Where a program lies on a PATH, null when it does not. */
export function which(program: string, path: string): string | null {
  const found = path.split(':').map((dir) => join(dir, program));
  return program.includes('/') ? program : (found.find((file) => existsSync(file)) ?? null);
}
