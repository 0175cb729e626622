import type { Call } from '../call.ts';
import { bash } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import { zsh } from '../completion/zsh.ts';
import { UsageError } from '../errors.ts';
import { print } from '../print.ts';

const shells: Readonly<Record<string, () => string>> = { bash, zsh, fish };

export async function completion({ words: [shell = ''] }: Call): Promise<number> {
  if (!Object.hasOwn(shells, shell)) throw new UsageError('for which shell? bash, zsh or fish');
  print(`${shells[shell]?.()}\n`);
  return 0;
}
