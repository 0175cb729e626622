import type { Adapter } from '../adapter.ts';
import { runs } from '../names.ts';
import { variables } from './paths.ts';
import { screen, title } from './screen.ts';
import { watchClaude } from './watch.ts';

/** Do their work and end, without a session. */
const commands = /^(?:mcp|config|doctor|update|upgrade|install|agents|setup-token|plugin|auth)$/;

/** Claude Code: a program of its own, or a script (`@anthropic-ai/claude-code/cli.js`) that names itself `claude`. */
export const claude: Adapter = {
  agent: 'claude',
  variables,
  matches: (process) =>
    runs(process, ['claude'], ['/claude-code/cli.js']) && !process.argv.slice(1, 3).some((one) => commands.test(one)),
  watch: watchClaude,
  watchesAlways: true,
  title,
  screen,
};
