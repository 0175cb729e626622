import { join } from 'node:path';
import { execa } from 'execa';
import { ask, detail, NoDaemon } from '../../client/request.ts';
import type { Command } from '../../protocol/command.ts';
import type { Call } from '../call.ts';

export async function quit({ paths }: Call): Promise<number> {
  const answer = await ask(paths.socket, 'POST', '/command', { command: { name: 'quit' } satisfies Command });
  if (answer.status >= 300) throw new Error(detail(answer.body));
  return 0;
}

export async function uninstall(call: Call): Promise<number> {
  await quit(call).catch((error) => {
    if (!(error instanceof NoDaemon)) throw error;
  });
  const script = join(import.meta.dirname, '..', 'scripts', 'uninstall.sh');
  const { exitCode } = await execa('sh', [script], { stdio: 'inherit', reject: false });
  return exitCode ?? 1;
}
