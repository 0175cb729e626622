import { commands } from './commands.ts';

/** `--help`, made from the command table. */
export function helpText(): string {
  const rows = [
    ...commands.map(({ name, usage, help }) => [`${name} ${usage}`.trim(), help] as const),
    ['sidebar', 'the sidebar itself, in this terminal'] as const,
    ['daemon', 'the daemon, in the foreground'] as const,
    ['--version, --help', ''] as const,
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    'opensessions: what your tmux sessions and coding agents are doing, at a glance',
    '',
    'Usage: opensessions COMMAND [--client NAME] [--pane ID]',
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()),
    '',
    'Inside tmux: prefix o, then s focus, t toggle, e even, 1-9 switch.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no daemon runs.',
  ].join('\n');
}
