import type { ControlLine } from './control.ts';
import type { Argv } from './quote.ts';

const screenLinesMax = 300;
const lineCharactersMax = 1000;

/** What a pane shows, as it is: text of whoever runs there. Null where it was not asked for. */
export interface PaneLook {
  title: string | null;
  /** The visible lines, without colours and trailing spaces; the lowest ones when there are very many. */
  lines: readonly string[] | null;
}

export interface PaneQuestion {
  title: boolean;
  screen: boolean;
}

/** @throws TmuxError when the pane is gone; TmuxGone */
export async function lookAtPane(line: ControlLine, pane: string, { title, screen }: PaneQuestion): Promise<PaneLook> {
  const commands: Argv[] = [];
  if (title) commands.push(['display-message', '-p', '-t', pane, '#{pane_title}']);
  if (screen) commands.push(['capture-pane', '-p', '-t', pane]);
  const answers = await line.run(...commands);
  return {
    title: title ? (answers[0] ?? []).join(' ').slice(0, lineCharactersMax) : null,
    lines: screen
      ? (answers.at(-1) ?? []).slice(-screenLinesMax).map((text) => text.slice(0, lineCharactersMax))
      : null,
  };
}
