/**
 * Events that say more than Claude Code's own registry does, which knows the state (2.1.197 and 2.1.329). None of them
 * comes with each tool: a hook for those would start a process each time.
 */
export const claudeEvents: readonly string[] = [
  'SessionStart',
  'UserPromptSubmit',
  'PermissionRequest',
  'Stop',
  'StopFailure',
  'SessionEnd',
];

/** How each command of ours begins. `scripts/uninstall.sh` looks for it too. */
const mark = ': opensessions;';

/**
 * What Claude Code gives to `sh -c`. It ends with 0 whether or not the script is there still: 2, which a shell may say of
 * a missing script, would stop the agent.
 */
export function commandOf(script: string): string {
  const word = `'${script.replaceAll("'", "'\\''")}'`;
  return `${mark} [ ! -f ${word} ] || sh ${word} 2>/dev/null || :`;
}

export function isOurs(command: string): boolean {
  return command.startsWith(mark);
}
