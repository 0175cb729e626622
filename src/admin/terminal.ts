import type { Check, Scene } from './check.ts';

/** What programs are told of the terminal: inside tmux it is tmux that they draw on, whatever the outer terminal is called. */
export function checkTerminal({ env, server }: Pick<Scene, 'env' | 'server'>): Check {
  const name = 'terminal';
  const term = env['TERM'] ?? '';
  const says = `TERM is ${term === '' ? 'not set' : term}${env['NO_COLOR'] ? ', NO_COLOR is set: no colours are drawn' : ''}`;
  if (term === '' || term === 'dumb') {
    const advice = 'run it in a terminal, or use opensessions sidebar --plain, which needs none';
    return { name, state: 'warn', says, advice };
  }
  if (server === undefined || /^(tmux|screen)/.test(term)) return { name, state: 'ok', says };
  const advice = "in tmux.conf: set -g default-terminal tmux-256color, and no TERM in the shell's own files";
  return { name, state: 'warn', says: `${says}, which is not what tmux understands`, advice };
}
