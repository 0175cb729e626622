import type { TmuxClient, TmuxLink, TmuxPane, TmuxSession, TmuxWindow, Topology } from '../core/topology.ts';
import { clean } from '../protocol/text.ts';
import {
  dragVariable,
  layoutOption,
  paneOption,
  positionOption,
  prefixKeyDefault,
  prefixKeyOption,
  requestVariable,
  restoringVariable,
  stashSession,
  statusOption,
  widthOption,
} from './names.ts';
import type { Argv } from './quote.ts';

/** What one look at a tmux server brings: its shape, and what the key bindings asked for since the last look. */
export interface Listing {
  topology: Topology;
  requests: string;
  /** What `restoringVariable` says; empty when nothing is restored. */
  restoring: string;
}

/** Two names of keys: the longest are like `C-M-S-PageDown`. */
const prefixCharactersMax = 32;

/** The global options in which a name of ours is looked for. Each costs some 20 µs; `status-format` as a whole is empty in 3.3a. */
const statusLines = ['status-left', 'status-right', 'status-format[0]', 'status-format[1]'];
/** Their texts, not what they expand to. */
const statusMentioned = `#{m:*${statusOption}*,${statusLines.map((name) => `#{${name}}`).join(' ')}}`;

/**
 * The commands of one look; they run in one turn of tmux's loop. Each record is a line with at most one free text, which
 * stands last: newer versions escape control characters in the output, so there is no safe separator.
 */
export const listingCommands: readonly Argv[] = [
  ['list-sessions', '-F', '#{session_id} #{session_name}'],
  [
    'list-windows',
    '-a',
    '-F',
    `#{session_id} #{window_id} #{window_index} #{window_active} #{window_zoomed_flag} #{window_width} #{window_layout} #{${layoutOption}}| #{window_name}`,
  ],
  [
    'list-panes',
    '-a',
    '-F',
    `#{window_id} #{pane_id} #{pane_active} #{pane_last} #{pane_width} #{pane_left} #{?pane_dead,0,#{pane_pid}} #{${paneOption}}`,
  ],
  [
    'list-clients',
    '-F',
    '#{client_activity} #{client_control_mode} #{session_id} #{client_name} #{client_last_session}',
  ],
  [
    'display-message',
    '-p',
    `#{${widthOption}} #{${positionOption}} #{mouse} ${statusMentioned} #{${dragVariable}} #{prefix} #{${prefixKeyOption}}`,
  ],
  ['display-message', '-p', `#{${requestVariable}}`],
  ['set-environment', '-gu', requestVariable],
  ['display-message', '-p', `#{${restoringVariable}}`],
];

/** Parses the answers to `listingCommands`, in their order. `ownControlClients` is how many control clients are ours. */
export function parseListing(answers: readonly (readonly string[])[], ownControlClients: number): Listing {
  const [
    sessionLines = [],
    windowLines = [],
    paneLines = [],
    clientLines = [],
    [optionLine = ''] = [],
    [requests = ''] = [],
    ,
    [restoring = ''] = [],
  ] = answers;

  const names = new Map(sessionLines.map((line) => fields(line, 2)).map(([id = '', name = '']) => [id, name]));
  const stashId = [...names].find(([, name]) => name === stashSession)?.[0];

  const panes = parsePanes(paneLines);
  const windows = new Map<string, TmuxWindow>();
  const links = new Map<string, TmuxLink[]>();
  for (const line of windowLines) {
    const [session = '', id = '', index, active, zoomed, width, layout = '', kept = '', name = ''] = fields(line, 9);
    windows.set(id, {
      id,
      name,
      zoomed: zoomed === '1',
      width: Number(width),
      layout,
      kept: parseKept(kept),
      panes: panes.get(id) ?? [],
    });
    push(links, session, { window: id, index: Number(index), active: active === '1' });
  }

  const sessions: TmuxSession[] = [...names]
    .filter(([id]) => id !== stashId)
    .map(([id, name]) => ({ id, name, windows: links.get(id) ?? [] }))
    .sort((a, b) => idNumber(a.id) - idNumber(b.id));

  const clients: (TmuxClient & { activity: number })[] = [];
  let control = 0;
  for (const line of clientLines) {
    const [activity, controlMode, session = '', name = '', lastSessionName = ''] = fields(line, 5);
    if (controlMode === '1') control += 1;
    else clients.push({ name, session, lastSessionName, activity: Number(activity) });
  }

  return {
    topology: {
      sessions,
      windows,
      clients: clients.sort((a, b) => b.activity - a.activity).map(({ activity: _, ...client }) => client),
      foreignControl: control > ownControlClients,
      stash: (links.get(stashId ?? '') ?? []).map((link) => link.window),
      options: {
        width: optionLine.split(' ')[0] ?? '',
        position: optionLine.split(' ')[1] ?? '',
        ...(optionLine.split(' ')[3] === '1' ? { status: true } : {}),
      },
      mouse: optionLine.split(' ')[2] === '1',
      ...(optionLine.split(' ')[4] === '1' && { dragging: true }),
      ...parsePrefix(optionLine.split(' ')[5], optionLine.split(' ')[6]),
    },
    requests,
    restoring,
  };
}

/** tmux says `None` where there is no prefix (3.2 to 3.6). What is no name of a key is not shown to anybody. */
function parsePrefix(prefix = '', key = ''): Pick<Topology, 'prefix'> {
  const keys = `${prefix} ${key === '' ? prefixKeyDefault : key}`;
  return prefix === '' || prefix === 'None' || keys.length > prefixCharactersMax ? {} : { prefix: clean(keys) };
}

/** `without+with|`, see `layoutOption`. */
function parseKept(text: string): TmuxWindow['kept'] {
  const [, without, withUs] = /^([^+]+)\+([^+]+)\|$/.exec(text) ?? [];
  return without === undefined || withUs === undefined ? null : { without, with: withUs };
}

function parsePanes(lines: readonly string[]): Map<string, TmuxPane[]> {
  const panes = new Map<string, TmuxPane[]>();
  const seen = new Set<string>();
  for (const line of lines) {
    const [window = '', id = '', active, last, width, left, pid, mark = ''] = fields(line, 8);
    // A linked window is listed once for each of its sessions.
    if (seen.has(id)) continue;
    seen.add(id);
    push(panes, window, {
      id,
      role: mark === '' ? 'work' : mark === 'live' && pid !== '0' ? 'live' : 'slot',
      ...(mark === 'live' && pid === '0' ? { ended: true } : {}),
      active: active === '1',
      last: last === '1',
      width: Number(width),
      left: Number(left),
      pid: Number(pid),
    });
  }
  return panes;
}

/**
 * The working directory of each session's panes, as tmux finds it (it asks the kernel for each, so this is dear). A path
 * may hold a line break: `nonce` starts a record, what follows belongs to it.
 */
export function directoriesCommand(nonce: string): Argv {
  return [
    'list-sessions',
    '-F',
    `#{P:#{?#{${paneOption}},,${nonce} #{session_id} #{pane_active} #{pane_last} #{pane_current_path}}}`,
  ];
}

/** Session id to the directory of its active work pane. */
export function parseDirectories(lines: readonly string[], nonce: string): Map<string, string> {
  const best = new Map<string, { rank: number; dir: string }>();
  for (const record of lines.join('\n').split(`${nonce} `).slice(1)) {
    const [session = '', active, last, path = ''] = fields(record, 4);
    const dir = path.replace(/\n$/, '');
    const rank = active === '1' ? 2 : last === '1' ? 1 : 0;
    if (dir.startsWith('/') && rank > (best.get(session)?.rank ?? -1)) best.set(session, { rank, dir });
  }
  return new Map([...best].map(([session, { dir }]) => [session, dir]));
}

/** Splits at spaces into `count` fields, the last of which keeps its spaces. */
export function fields(line: string, count: number): string[] {
  const result: string[] = [];
  let rest = line;
  while (result.length < count - 1) {
    const space = rest.indexOf(' ');
    if (space < 0) break;
    result.push(rest.slice(0, space));
    rest = rest.slice(space + 1);
  }
  return [...result, rest];
}

function idNumber(id: string): number {
  return Number(id.slice(1));
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
