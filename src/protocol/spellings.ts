/**
 * What tmux may have made of a session's name, itself included: before 3.7 `.` and `:` become `_`; a backslash is doubled and a
 * line break or tab is spelled out (vis(3)); 3.3 puts a backslash before a `$` that a letter, `_` or `{` follows.
 */
export function spellings(name: string): string[] {
  const plain = name.replace(/[.:]/g, '_');
  const spelled = [name, plain].map((text) => text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t'));
  return [name, plain, ...spelled, ...spelled.map((text) => text.replace(/\$(?=[A-Za-z_{])/g, '\\$'))];
}
