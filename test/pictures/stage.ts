import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { paletteOf } from '../../src/sidebar/palettes.ts';
import { startClaude } from '../support/claude.ts';
import { curlAsk } from '../support/curl-ask.ts';
import type { Cell, Rectangle } from '../support/screen.ts';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';
import { type Surface, surfaceOf } from './colours.ts';
import { busyRepository, repository, writeGitConfig } from './repositories.ts';
import { timeless } from './timeless.ts';

export const theme = 'catppuccin-mocha';
export const sidebarColumns = 32;
const palette = paletteOf(theme);
const minute = 60_000;

/** A person's tmux in the middle of a day, in a terminal that is captured. */
export interface Stage extends AsyncDisposable {
  world: World;
  terminal: Client;
  surface: Surface;
  /** Seconds for which the question and the youngest thread wait and run: the only time in the pictures that is no whole minute. */
  atSeconds(seconds: number): Promise<void>;
  /** The keys go to the sidebar from now on. */
  focusSidebar(): Promise<void>;
  /** Waits for a text in the sidebar. */
  shows(text: string): Promise<void>;
  /** Presses Escape, which leaves what shows this text. */
  leave(text: string): Promise<void>;
  /** Nothing is half drawn. */
  settled(): Promise<void>;
  grid(within?: Rectangle): Cell[][];
  /** The sidebar's columns. */
  sidebar(): Cell[][];
  /** Writes the configuration; `reducedMotion` counts no seconds. */
  configure(options: { theme: string; reducedMotion?: boolean; detailPanelHeight?: number }): void;
}

const tmuxConf = `
set -as terminal-features ',xterm-256color:RGB'
set -g default-terminal tmux-256color
set -g status-style 'bg=${palette.selection},fg=${palette.dim}'
set -g status-left ' #S  '
set -g status-left-style 'fg=${palette.blue},bold'
set -g window-status-current-style 'fg=${palette.text}'
set -g window-status-format ' #I #W '
set -g window-status-current-format ' #I #W '
set -g automatic-rename off
set -g pane-border-style 'fg=${palette.selection}'
set -g pane-active-border-style 'fg=${palette.selection}'
set -g window-style 'fg=${palette.text}'
`;

const shell = ['/bin/sh', '-i'];

export async function openStage(): Promise<Stage> {
  const world = await World.create({
    cols: 104,
    rows: 30,
    tmuxConf,
    env: { COLORTERM: 'truecolor', PS1: '\u001b[34m~/code/api\u001b[35m ❯\u001b[0m ' },
  });
  writeGitConfig(world);
  configure(world, { theme });
  const api = await busyRepository(world, 'api');
  const first = await world.newSession('api', { dir: api, command: shell });
  await world.tmux('rename-window', '-t', first.window, 'edit');
  const panes = new Map<string, string>();
  for (const name of ['web', 'docs', 'infra', 'billing']) {
    const { pane, window } = await world.newSession(name, { dir: await repository(world, name), command: shell });
    await world.tmux('rename-window', '-t', window, 'shell');
    panes.set(name, pane);
  }
  panes.set('api', (await world.newWindow('api', 'claude', { dir: api, command: shell })).pane);
  await world.tmux('rename-window', '-t', '=api:1', 'claude');
  const terminal = await world.attach({ session: 'api' });
  await openSidebar(world, terminal);
  await agents(world, panes);
  await world.tmux('select-pane', '-t', first.pane);
  await work(world, first.pane);
  await pushes(world);
  await terminal.until((screen) => screen.includes('npm test') && screen.includes('Deploy'), 'the whole scene');
  const grid = (within: Rectangle = { top: 0, left: 0, width: terminal.cols, height: terminal.rows }) =>
    timeless(
      Array.from({ length: within.height }, (_, row) =>
        Array.from({ length: within.width }, (_, col) => terminal.cell(within.top + row, within.left + col)),
      ),
    );
  const isShown = (text: string) => terminal.sidebar(sidebarColumns).some((line) => line.includes(text));
  return {
    world,
    terminal,
    surface: surfaceOf(palette),
    async atSeconds(seconds) {
      const mark = ` ${seconds}s`;
      await terminal.until(
        (screen) => screen.lines.filter((line) => line.includes(mark)).length >= 2,
        `${seconds} seconds`,
        {
          timeoutMs: minute,
        },
      );
    },
    async focusSidebar() {
      await terminal.prefix('o', 's');
      await until(async () => (await livePanes(world)).some(({ active }) => active), 'the focus in the sidebar');
    },
    async shows(text) {
      await terminal.until(() => isShown(text), text);
    },
    async leave(text) {
      await terminal.key('Escape');
      // An Escape and a key soon after it are another key.
      await terminal.until(() => !isShown(text), `the end of ${text}`);
    },
    settled: () => world.settled(terminal),
    grid,
    sidebar: () => grid({ top: 0, left: 0, width: sidebarColumns, height: terminal.rows - 1 }),
    configure: (options) => configure(world, options),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** What a person did in this pane last, each command after the prompt of the one before. */
async function work(world: World, pane: string): Promise<void> {
  const shown = () => world.tmux('capture-pane', '-p', '-t', pane);
  const steps = [
    ['clear', /^\S+ ❯\s*$/],
    ['git log --oneline', /Begin\n\S+ ❯\s*$/],
    ['git diff', /\}\n\S+ ❯\s*$/],
  ] as const;
  for (const [line, after] of steps) {
    await world.tmux('send-keys', '-t', pane, line, 'Enter');
    await until(async () => after.test(await shown()), `the end of ${line}`);
  }
  await world.tmux('send-keys', '-t', pane, '-l', 'npm test');
}

/** Three that Claude Code would be: one waits, one works, one is done. */
async function agents(world: World, panes: ReadonlyMap<string, string>): Promise<void> {
  const start = (session: string) => startClaude(world, panes.get(session) ?? '', `${world.home}/code/${session}`);
  const [waiting, working, done] = [await start('api'), await start('web'), await start('billing')];
  waiting.prompt('fix the login');
  waiting.register('busy', 6 * minute);
  const content = [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'npm test -- login' } }];
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'opus', content, stop_reason: 'tool_use' };
  waiting.write({ type: 'assistant', message });
  waiting.register('waiting', 2 * minute);
  working.prompt('dark mode for the settings');
  working.register('busy', 4 * minute);
  done.prompt('invoices as PDF');
  done.register('busy', 3 * minute);
  done.finish();
  done.register('idle');
}

/** What scripts say. The question and the thread begin in the same second, so that they count alike. */
async function pushes(world: World): Promise<void> {
  await world.curl('/set-status', { session: 'docs', text: 'Indexing', tone: 'info' });
  await world.curl('/set-progress', { session: 'docs', current: 3, total: 10, label: 'files' });
  await world.curl('/set-status', { session: 'api', text: 'Tests', tone: 'neutral' });
  await world.curl('/set-progress', { session: 'api', current: 31, total: 42 });
  await world.curl('/agent', { session: 'api', agent: 'pi', state: 'done', name: 'update the changelog' });
  await world.curl('/log', { session: 'api', message: 'lint passed', source: 'ci', tone: 'success' });
  await world.curl('/notify', { session: 'api', message: '2 tests failed', source: 'ci', tone: 'error' });
  await until(() => Date.now() % 1000 < 200, 'the beginning of a second');
  // Its answer comes when somebody chooses, or with the end of the world.
  curlAsk(world, { session: 'infra', question: 'Deploy to production?', choices: ['yes', 'no', 'after lunch'] });
  await world.curl('/agent', { session: 'docs', agent: 'codex', state: 'running', name: 'rewrite the tutorial' });
}

function configure(world: World, options: object): void {
  const { config } = world.paths;
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(config, JSON.stringify({ sidebarWidth: sidebarColumns, ...options }));
}
