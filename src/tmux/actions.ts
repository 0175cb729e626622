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
          // Else it would be behind the active pane in tmux's order of panes, by which layouts deal out places.
          `${action.window}.{${position === 'left' ? 'top-left' : 'bottom-right'}}`,
        ]),
      };
    case 'pane.move':
      return {
        commands: [
          // Somebody may have zoomed it since it was seen, and would lose that.
          [
            'if-shell',
            '-F',
            '-t',
            action.beside,
            '#{window_zoomed_flag}',
            '',
            `move-pane -h${before}fd -l ${width} -s ${action.pane} -t ${action.beside}`,
          ],
        ],
      };
    case 'pane.free':
      return { commands: [['break-pane', '-d', '-s', action.pane, '-t', `${action.session}:`]] };
    case 'pane.beside': {
      const flags = `-${action.axis === 'row' ? 'h' : 'v'}${action.focused ? '' : 'd'}`;
      return { commands: [['join-pane', flags, '-s', action.pane, '-t', action.beside]] };
    }
    case 'slot.create': {
      const split = (flags: string, ...rest: string[]): Argv => [
        'split-window',
        `-h${before}fd${flags}`,
        '-l',
        `${width}`,
        '-t',
        action.window,
        ...rest,
        '',
      ];
      // -Z would zoom a window that is not zoomed. In a zoomed one `{left}` is what is zoomed, so the id has to be asked for.
      if (action.zoomed)
        return {
          commands: keepingLayout(action.window, split('Z', '-P', '-F', '#{pane_id}')),
          followUp: (slot) => markOurs(slot, 'slot'),
        };
      // Marked in the same turn: nobody who ends meanwhile leaves a pane that nobody knows.
      const outermost = `${action.window}.{${position}}`;
      return { commands: keepingLayout(action.window, split(''), ...markOurs(outermost, 'slot')) };
    }
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
    case 'layout.arrange': {
      const select = `select-layout -t ${action.window} '${action.layout}'`;
      const keep = `set-option -wF -t ${action.window} ${layoutOption} '${action.keeps}+#{window_layout}'`;
      const isAsSeen = `#{==:#{=4:window_layout},${action.seen.slice(0, 4)}}`;
      const command = action.keeps === null ? select : `${select} ; ${keep}`;
      return { commands: [['if-shell', '-F', '-t', action.window, isAsSeen, command]] };
    }
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
function keepingLayout(window: string, ...commands: Argv[]): Argv[] {
  return [
    ['set-option', '-wF', '-t', window, layoutOption, '#{window_layout}'],
    ...commands,
    ['set-option', '-waF', '-t', window, layoutOption, '+#{window_layout}'],
  ];
}

/**
 * The pane of a sidebar that crashed stays, empty, until it is started again in it: so a live pane that is gone was closed by
 * a person. `-q`: tmux 3.2 has no `remain-on-exit-format`. The user's keys are not to be typed into ours as well.
 */
function markOurs(pane: string, role: 'slot' | 'live'): Argv[] {
  return [
    ['set-option', '-p', '-t', pane, paneOption, role],
    ['set-option', '-p', '-t', pane, 'remain-on-exit', role === 'live' ? 'on' : 'off'],
    ['set-option', '-pq', '-t', pane, 'remain-on-exit-format', ''],
    ['set-option', '-p', '-t', pane, 'synchronize-panes', 'off'],
    ['select-pane', '-t', pane, '-T', paneTitle],
  ];
}
