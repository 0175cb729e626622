import type { Model } from '../model.ts';
import { drawable, width } from '../text.ts';
import { blank, type Line, line, span } from './line.ts';

/** Our keys in tmux, as `opensessions.tmux` binds them. Who chose other index keys knows them. */
export const tmuxKeys: readonly (readonly [key: string, help: string])[] = [
  ['s', 'to the sidebar, back'],
  ['t', 'open or close it'],
  ['p', 'in a popup'],
  ['n', 'what waits'],
  ['c', 'new session'],
  ['e', 'even columns'],
  ['1…9', 'go to session n'],
];

/** What stands below the sidebar's own keys: those that work from every pane, and the mouse. Nothing outside tmux. */
export function tmuxHelp({ place, you }: Pick<Model, 'place' | 'you'>): Line[] {
  if (place === 'terminal') return [];
  const cells = Math.max(...tmuxKeys.map(([key]) => width(key)));
  const keys = tmuxKeys.map(([key, help]) =>
    line(span(' '), span(key, 'key'), span(`${' '.repeat(cells - width(key) + 1)}${help}`)),
  );
  const prefix = you.prefix === undefined ? [] : [blank, after(drawable(you.prefix)), ...keys];
  const mouse = you.mouse ? 'click, drag, wheel' : 'set -g mouse on';
  return [...prefix, blank, line(span(' mouse', 'faint'), span(` ${mouse}`))];
}

function after(prefix: string): Line {
  return line(span(' after ', 'faint'), span(prefix, 'key'), span(', anywhere', 'faint'));
}
