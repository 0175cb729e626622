import type { BuiltInTheme } from '../../src/protocol/theme.ts';
import { paletteOf } from '../../src/sidebar/palettes.ts';
import type { Screen } from '../support/screen.ts';
import { surfaceOf } from './colours.ts';
import type { Stage } from './stage.ts';
import { svgOf, type Window } from './svg.ts';

/** A picture in `docs/images`. They are taken one after the other, on one stage. */
export interface Picture {
  name: string;
  take(stage: Stage): Promise<string>;
}

/** Only `auto` has no colours of its own. */
type Theme = Exclude<BuiltInTheme, 'auto'>;
const themes: readonly Theme[] = [
  'catppuccin-mocha',
  'tokyo-night',
  'gruvbox-dark',
  'nord',
  'catppuccin-latte',
  'matrix',
];
/** Rows in which they differ. */
const themeRows = 15;
const findRows = 8;

export const pictures: readonly Picture[] = [
  { name: 'overview', take: overview },
  { name: 'waiting', take: waiting },
  { name: 'detail', take: detail },
  { name: 'find', take: find },
  { name: 'themes', take: inThemes },
];

async function overview({ surface, grid, atSeconds, settled }: Stage): Promise<string> {
  await atSeconds(12);
  await settled();
  return svgOf([{ grid: grid(), surface }], 'tmux with the sidebar at the left and a pane of work at the right');
}

/** The agents below their sessions, and the question. */
async function waiting({
  terminal,
  surface,
  sidebar,
  atSeconds,
  focusSidebar,
  leave,
  shows,
  settled,
}: Stage): Promise<string> {
  await focusSidebar();
  // From the last session up, so that what is listed below one does not move the next.
  await terminal.type('Glkklklkl');
  await shows('  pi update');
  await atSeconds(20);
  await settled();
  const listed: Window = { grid: sidebar(), surface, caption: 'l lists windows and agents' };
  await terminal.key('a');
  await shows('after lunch');
  await settled();
  const asked: Window = { grid: sidebar(), surface, caption: 'a answers a question' };
  await leave('infra asks');
  return svgOf([listed, asked], 'sessions with their agents, and the dialog of a question');
}

/** All that is known of the cursor's session. */
async function detail({ terminal, surface, sidebar, atSeconds, configure, settled }: Stage): Promise<string> {
  // On a thread the first h goes to its session, the second one folds that.
  await terminal.type('Ghhkhhkhhkhhkhh');
  configure({ theme: 'catppuccin-mocha', detailPanelHeight: 12 });
  await atSeconds(28);
  await settled();
  return svgOf([{ grid: sidebar(), surface }], 'the detail panel');
}

async function find({ terminal, surface, sidebar, shows, leave, settled }: Stage): Promise<string> {
  await terminal.type('/log');
  await shows('/ log');
  await settled();
  const grid = sidebar().slice(0, findRows);
  await leave('/ log');
  return svgOf([{ grid, surface }], 'finding log');
}

async function inThemes({ terminal, sidebar, configure, settled }: Stage): Promise<string> {
  const windows: Window[] = [];
  for (const theme of themes) {
    const surface = surfaceOf(paletteOf(theme));
    configure({ theme, reducedMotion: true });
    const isPainted = (screen: Screen) => [0, themeRows].every((row) => screen.cell(row, 1).bg === surface.bg);
    await terminal.until((screen) => isPainted(screen) && screen.includes('<1m'), `the theme ${theme}`);
    await settled();
    windows.push({ grid: sidebar().slice(0, themeRows), surface, caption: theme });
  }
  return svgOf(windows, `the themes ${themes.join(', ')}`, 3);
}
