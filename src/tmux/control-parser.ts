/** What a control client hears: the answer to one of its own commands, or a notification. */
export type ControlEvent =
  | { type: 'answer'; ok: boolean; lines: string[] }
  | { type: 'notification'; name: string; rest: string };

/**
 * Parses the output of `tmux -C`, a line at a time (tmux(1), CONTROL MODE; recorded on 3.3a and 3.5a). Answers stand
 * between `%begin time number flags` and `%end` or `%error` with the same three, all of which are compared: a line of the
 * answer may look like a guard. Flag 1 marks an answer to a command that this client sent; hooks and the attach itself
 * print blocks with flag 0, which are nobody's answer.
 */
export function controlParser(emit: (event: ControlEvent) => void): (line: string) => void {
  let block: { guard: string; own: boolean; lines: string[] } | undefined;

  return (line) => {
    if (block !== undefined) {
      const ok = line === `%end ${block.guard}`;
      if (ok || line === `%error ${block.guard}`) {
        if (block.own) emit({ type: 'answer', ok, lines: block.lines });
        block = undefined;
      } else {
        block.lines.push(line);
      }
      return;
    }
    const [, name, rest] = /^%(\S+) ?(.*)$/s.exec(line) ?? [];
    if (name === undefined || rest === undefined) return;
    if (name === 'begin') {
      block = { guard: rest, own: rest.endsWith(' 1'), lines: [] };
    } else {
      emit({ type: 'notification', name, rest });
    }
  };
}
