import type { TmuxAction } from '../core/action.ts';
import { layoutOption, paneOption, paneTitle, stashSession, statusOption } from './names.ts';
import { type Argv, literalFormat, literalTimeFormat } from './quote.ts';

const messageMillis = 4000;

export interface ActionContext {
  width: number;
  position: 'left' | 'right';
  /** The sidebar's argument vector and the environment that it needs. */
  sidebar: { argv: readonly string[]; env: Readonly<Record<string, string>> };
}

/** An action as tmux commands. The ones that make a pane print its id and nothing else; `followUp` says what to do with it. */
export interface Rendered {
  commands: Argv[];
  /** Follow-up commands that need the id that was printed. */
  followUp?: (paneId: string) => Argv[];
}

/** Exhaustive: a new action does not compile until it is rendered. */
export function render(action: TmuxAction, { width, position, sidebar }: ActionContext): Rendered {
  const before = position === 'left' ? 'b' : '';
  switch (action.type) {
    case 'pane.swap':
      return { commands: [['swap-pane', '-dZ', '-s', action.live, '-t', action.slot]] };
    case 'pane.select':
      return { commands: [['select-pane', '-t', action.pane]] };
    case 'pane.last':
      return {
        commands: [
          [
            'if-shell',
            '-F',
            '-t',
            action.active,
            '#{&&:#{pane_active},#{!=:#{window_zoomed_flag},1}}',
            `select-pane -t ${action.last} ; select-pane -t ${action.active}`,
          ],
        ],
      };
    case 'pane.zoom':
      return {
        commands: [
          ['if-shell', '-F', '-t', action.pane, '#{window_zoomed_flag}', '', `resize-pane -Z -t ${action.pane}`],
        ],
      };
    case 'window.select':
      return { commands: [['select-window', '-t', `${action.session}:${action.window}`]] };
    case 'pane.kill':
      return { commands: [['kill-pane', '-t', action.pane]] };
    case 'pane.resize':
      return { commands: [['resize-pane', '-t', action.pane, '-x', `${action.width}`]] };
    case 'pane.park':
      return { commands: [['break-pane', '-d', '-s', action.pane, '-t', `=${stashSession}:`]] };
    case 'pane.join':
      return {
        commands: keepingLayout(action.window, [
          'join-pane',
          `-h${before}fd`,
          '-l',
          `${width}`,
          '-s',
          action.pane,
          '-t',
          action.window,
        ]),
      };
    case 'slot.create':
      // -Z would zoom a window that is not zoomed.
      return {
        commands: keepingLayout(action.window, [
          'split-window',
          `-h${before}fd${action.zoomed ? 'Z' : ''}`,
          '-l',
          `${width}`,
          '-t',
          action.window,
          '-P',
          '-F',
          '#{pane_id}',
          '',
        ]),
        followUp: (slot) => markOurs(slot, 'slot'),
      };
    case 'slot.wake': {
      const env = Object.entries(sidebar.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
      return {
        commands: [
          ['respawn-pane', '-k', '-t', action.slot, ...env, '--', ...sidebar.argv],
          ...markOurs(action.slot, 'live'),
        ],
      };
    }
    case 'slot.replace':
      // In its own place, so that no other pane's size or index changes.
      return {
        commands: [['split-window', '-vd', '-t', action.pane, '-P', '-F', '#{pane_id}', '']],
        followUp: (slot) => [...markOurs(slot, 'slot'), ['kill-pane', '-t', action.pane]],
      };
    case 'live.retire':
      return {
        commands: [['split-window', '-hd', '-t', `=${stashSession}:`, '-P', '-F', '#{pane_id}', '']],
        followUp: (slot) => [
          ...markOurs(slot, 'slot'),
          ['swap-pane', '-dZ', '-s', action.pane, '-t', slot],
          ['kill-pane', '-t', action.pane],
        ],
      };
    case 'layout.restore':
      return {
        commands: [
          ['select-layout', '-t', action.window, action.layout],
          ['set-option', '-wu', '-t', action.window, layoutOption],
        ],
      };
    case 'window.kill':
      return { commands: [['kill-window', '-t', action.window]] };
    case 'client.switch':
      return { commands: [['switch-client', '-c', action.client, '-t', action.session]] };
    case 'client.message':
      return {
        // A session whose name begins the text may begin with a dash.
        commands: [
          ['display-message', '-c', action.client, '-d', `${messageMillis}`, '--', literalTimeFormat(action.text)],
        ],
      };
    case 'clipboard.set':
      return { commands: [['set-buffer', '-w', '-t', action.client, '--', action.text]] };
    case 'status.set':
      return {
        commands: [
          action.text === null
            ? ['set-option', '-gu', statusOption]
            : ['set-option', '-g', '--', statusOption, literalTimeFormat(action.text)],
        ],
      };
    case 'session.rename':
      return { commands: [['rename-session', '-t', action.session, '--', literalFormat(action.name)]] };
    case 'session.kill':
      return { commands: [['kill-session', '-t', action.session]] };
    case 'layout.even':
      return {
        commands: [
          ['select-layout', '-t', action.window, 'even-horizontal'],
          ...action.panes.map(({ pane, width: columns }): Argv => ['resize-pane', '-t', pane, '-x', `${columns}`]),
        ],
      };
    default:
      return action satisfies never;
  }
}

/** Remembers the window's layout before and after what brings our pane, so that it can be given back. */
function keepingLayout(window: string, command: Argv): Argv[] {
  return [
    ['set-option', '-wF', '-t', window, layoutOption, '#{window_layout}'],
    command,
    ['set-option', '-waF', '-t', window, layoutOption, '+#{window_layout}'],
  ];
}

/** tmux's own settings could make a pane of ours outlive its process, or type the user's keys into it. */
function markOurs(pane: string, role: 'slot' | 'live'): Argv[] {
  return [
    ['set-option', '-p', '-t', pane, paneOption, role],
    ['set-option', '-p', '-t', pane, 'remain-on-exit', 'off'],
    ['set-option', '-p', '-t', pane, 'synchronize-panes', 'off'],
    ['select-pane', '-t', pane, '-T', paneTitle],
  ];
}
