import type { Adapter } from '../adapter.ts';
import { runs } from '../names.ts';
import { variables } from './paths.ts';
import { screen, title } from './screen.ts';
import { watchClaude } from './watch.ts';

/** Claude Code: a program of its own, or a script (`@anthropic-ai/claude-code/cli.js`) that names itself `claude`. */
export const claude: Adapter = {
  agent: 'claude',
  variables,
  matches: (process) => runs(process, ['claude'], ['/claude-code/cli.js']),
  watch: watchClaude,
  title,
  screen,
};
