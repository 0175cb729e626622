import { spawn } from 'node:child_process';
import { tmuxUnderTest } from './control.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Counts the commands that a tmux server runs, whoever gives them: tmux numbers all of them. */
export interface CommandCount {
  /** How many ran since the last time this was asked, this question left out. */
  take(): Promise<number>;
  close(): void;
}

/** A control client in a session of its own, `counter`. tmux numbers what it runs in `%begin <time> <number> <flags>`. */
export async function countCommands(world: World): Promise<CommandCount> {
  await world.newSession('counter');
  const attach = ['-C', 'attach-session', '-f', 'no-output,ignore-size', '-t', '=counter:'];
  const child = spawn(tmuxUnderTest, ['-S', world.socket, ...attach], {
    env: world.env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  let questions = 0;
  const ask = async () => {
    questions += 1;
    const word = `question-${questions}`;
    child.stdin.write(`display-message -p ${word}\n`);
    const pattern = new RegExp(`^%begin \\d+ (\\d+) \\d+\\n${word}$`, 'm');
    const found = await until(() => pattern.exec(text), word);
    text = '';
    return Number(found[1]);
  };
  let last = await ask();
  return {
    async take() {
      const now = await ask();
      const count = now - last - 1;
      last = now;
      return count;
    },
    close: () => child.stdin.end('\n'),
  };
}
