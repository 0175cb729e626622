const named: Readonly<Record<string, string>> = {
  Enter: '\r',
  Escape: '\x1b',
  Tab: '\t',
  BTab: '\x1b[Z',
  Space: ' ',
  BSpace: '\x7f',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  PageUp: '\x1b[5~',
  PageDown: '\x1b[6~',
  'S-Tab': '\x1b[Z',
  'M-Up': '\x1b[1;3A',
  'M-Down': '\x1b[1;3B',
};

/**
 * What a terminal sends for a key in tmux's notation: one character, a name such as `Enter` or `BTab`, `C-b`, `M-x`.
 *
 * @throws Error for a key that is not known here
 */
export function keyBytes(key: string): string {
  const known = named[key];
  if (known !== undefined) return known;
  if ([...key].length === 1) return key;
  const control = /^C-([a-z@[\\\]^_])$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
  const meta = /^M-(.+)$/.exec(key)?.[1];
  if (meta !== undefined) return `\x1b${keyBytes(meta)}`;
  throw new Error(`unknown key ${key}`);
}
