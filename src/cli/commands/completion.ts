import { bash } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import { zsh } from '../completion/zsh.ts';
import { UsageError } from '../errors.ts';
import type { Run } from '../main.ts';
import { print } from '../print.ts';
import type { CliCommand } from '../table.ts';

const shells: Readonly<Record<string, (commands: readonly CliCommand[]) => string>> = { bash, zsh, fish };

/** Prints the script for one shell. */
export function completion(commands: readonly CliCommand[]): Run {
  return async ({ words: [shell = ''] }) => {
    if (!Object.hasOwn(shells, shell)) throw new UsageError('for which shell? bash, zsh or fish');
    print(`${shells[shell]?.(commands)}\n`);
    return 0;
  };
}
