/** Characters of a session's name that we ask tmux for. */
export const sessionNameCharactersMax = 256;
/** Our own session, which is nobody's to take. */
const reserved = '_os_stash';

/**
 * A name as tmux keeps it: `.` and `:` would mean something in a target, and a backslash begins an escape
 * (session_check_name, tmux 3.2 to 3.6).
 */
export function tmuxName(text: string): string {
  return text.replace(/[.:]/g, '_').replaceAll('\\', '\\\\');
}

/**
 * Why a session cannot have this name, in one line for a person; null when it can. A dash at the start, `$(…)`, `#{…}`
 * and emoji are as good as letters: nothing reads them as more than that.
 *
 * @param others names of the other sessions, as tmux has them
 */
export function nameProblem(text: string, others: readonly string[]): string | null {
  const name = tmuxName(text.trim());
  if (name === '') return 'a session needs a name';
  if (name.length > sessionNameCharactersMax) return `a name has at most ${sessionNameCharactersMax} characters`;
  if (name === reserved) return `${reserved} is ours: take another name`;
  if (!others.includes(name)) return null;
  return name === text.trim() ? `${name} is taken` : `tmux makes ${name} of it, which is taken`;
}

/** The same of a name that a person types for a session that is to be made: with a slash it is a path whose beginning was forgotten. */
export function newNameProblem(text: string, others: readonly string[]): string | null {
  return text.includes('/') ? 'a path begins with / or ~/' : nameProblem(text, others);
}
