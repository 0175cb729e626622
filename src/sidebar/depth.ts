/** How many colours may be drawn: `none` for nobody who wants none, `16` are the terminal's own. */
export type Depth = 'none' | '16' | '256' | 'truecolor';

/** Terminals that have only their sixteen colours, or say so. */
const plain = /^(?:linux|ansi|dumb|cygwin|sun.*|vt\d+.*|(?:xterm|screen|rxvt|tmux)(?:-16color|-color)?)$/;

/**
 * From what the environment says alone: a question to the terminal would be answered into whatever has the focus. tmux
 * understands all colours whatever `TERM` it gives, and draws those that a client's terminal lacks with the next best.
 */
export function depthOf(env: Readonly<Record<string, string | undefined>>): Depth {
  if (env['NO_COLOR']) return 'none';
  const term = env['TERM'] ?? '';
  if (/^(?:truecolor|24bit)$/.test(env['COLORTERM'] ?? '') || term.endsWith('-direct')) return 'truecolor';
  return plain.test(term) && !env['TMUX'] ? '16' : '256';
}
