import type { ModeName, Place } from './model.ts';

/** What a key asks for. A digit's number and a typed character come from the key itself. */
export type Intent =
  | 'down'
  | 'up'
  | 'first'
  | 'last'
  | 'switch'
  | 'unfold'
  | 'fold'
  | 'dismiss'
  | 'explain'
  | 'switch-next'
  | 'switch-previous'
  | 'switch-index'
  | 'new-session'
  | 'answer'
  | 'open-port'
  | 'next'
  | 'move-down'
  | 'move-up'
  | 'hide'
  | 'reveal'
  | 'filter'
  | 'find'
  | 'rename'
  | 'choose'
  | 'kill'
  | 'narrower'
  | 'wider'
  | 'panel-taller'
  | 'panel-shorter'
  | 'panel-down'
  | 'panel-up'
  | 'themes'
  | 'refresh'
  | 'help'
  | 'leave'
  | 'quit'
  | 'close-viewer'
  | 'close-popup'
  | 'close'
  | 'confirm'
  | 'submit'
  | 'erase'
  | 'erase-all';

export interface Binding {
  mode: ModeName;
  keys: readonly string[];
  intent: Intent;
  /** For the help screen; fits beside the keys in a sidebar of 26 columns. */
  help: string;
  /** For the reference. */
  explanation: string;
  /** Only here; everywhere when missing. */
  place?: Place;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Every key of the sidebar. Help and reference are made from this table. */
export const keymap: readonly Binding[] = [
  {
    mode: 'list',
    keys: ['j', 'down'],
    intent: 'down',
    help: 'down',
    explanation: 'Move the cursor to the next session.',
  },
  {
    mode: 'list',
    keys: ['k', 'up'],
    intent: 'up',
    help: 'up',
    explanation: 'Move the cursor to the previous session.',
  },
  { mode: 'list', keys: ['g'], intent: 'first', help: 'first', explanation: 'Move the cursor to the first session.' },
  { mode: 'list', keys: ['G'], intent: 'last', help: 'last', explanation: 'Move the cursor to the last session.' },
  {
    mode: 'list',
    keys: ['enter'],
    intent: 'switch',
    help: 'go there',
    explanation:
      "Switch to the cursor's session and focus its work pane; on a window, a thread or a pane, go exactly there. On the line of a repository, fold or unfold it.",
  },
  {
    mode: 'list',
    keys: ['l', 'right'],
    intent: 'unfold',
    help: 'show windows',
    explanation:
      "List the windows, threads and panes of the cursor's session below it; on the line of a repository its sessions.",
  },
  {
    mode: 'list',
    keys: ['h', 'left'],
    intent: 'fold',
    help: 'hide windows',
    explanation:
      'Leave what is below a session for it, list it no more, or make one line of all sessions of its repository.',
  },
  {
    mode: 'list',
    keys: ['tab'],
    intent: 'switch-next',
    help: 'next session',
    explanation: 'Switch to the next session and stay in the sidebar. After the last comes the first.',
  },
  {
    mode: 'list',
    keys: ['s-tab'],
    intent: 'switch-previous',
    help: 'previous',
    explanation: 'Switch to the previous session and stay in the sidebar. Before the first comes the last.',
  },
  {
    mode: 'list',
    keys: digits,
    intent: 'switch-index',
    help: 'go to session n',
    explanation: 'Switch to the session with this number.',
  },
  {
    mode: 'list',
    keys: ['n', 'c'],
    intent: 'new-session',
    help: 'new session',
    explanation:
      'Go to a session or a project, or create one, in a popup. Without room for that: asks for a name, or a directory that begins with `/` or `~`, or nothing.',
  },
  {
    mode: 'list',
    keys: ['!'],
    intent: 'next',
    help: 'what waits',
    explanation:
      'Go to what has waited longest for you, then to the next; when none is left, back to the pane where you began.',
  },
  {
    mode: 'list',
    keys: ['a'],
    intent: 'answer',
    help: 'answer',
    explanation: "Answer the question of the cursor's session, else the one that has waited longest.",
  },
  {
    mode: 'list',
    keys: ['o'],
    intent: 'open-port',
    help: 'open port',
    explanation:
      "Open a port of the cursor's session in the browser; asks which one when there are several. Without a browser, over SSH for instance, the address goes to the clipboard.",
  },
  {
    mode: 'list',
    keys: ['/'],
    intent: 'find',
    help: 'find',
    explanation: 'Find a session by its name, branch, directory or threads, hidden ones included.',
  },
  {
    mode: 'list',
    keys: ['R'],
    intent: 'rename',
    help: 'rename',
    explanation: "Give the cursor's session another name.",
  },
  {
    mode: 'list',
    keys: ['x', 'd'],
    intent: 'kill',
    help: 'kill session',
    explanation: "Kill the cursor's session. Asks first, and names what dies.",
  },
  {
    mode: 'list',
    keys: ['i'],
    intent: 'explain',
    help: 'why',
    explanation: "Show every signal behind the states of the cursor's session, and which one decided.",
  },
  {
    mode: 'list',
    keys: ['D'],
    intent: 'dismiss',
    help: 'mark as seen',
    explanation: "Mark the thread, or all threads of the cursor's session, as seen.",
  },
  {
    mode: 'list',
    keys: ['J', 'alt-down'],
    intent: 'move-down',
    help: 'move it down',
    explanation:
      "Move the cursor's session one place down, among those of its repository where they stand together; on their line all of them. The order is kept.",
  },
  {
    mode: 'list',
    keys: ['K', 'alt-up'],
    intent: 'move-up',
    help: 'move it up',
    explanation: "Move the cursor's session one place up, in the same way.",
  },
  {
    mode: 'list',
    keys: ['H'],
    intent: 'hide',
    help: 'hide it',
    explanation:
      "Leave the cursor's session out of the list; a hidden one is listed again. What waits there still counts.",
  },
  {
    mode: 'list',
    keys: ['.'],
    intent: 'reveal',
    help: 'hidden ones',
    explanation: 'Show the hidden sessions as well, marked `◌`, or no more.',
  },
  {
    mode: 'list',
    keys: ['f'],
    intent: 'filter',
    help: 'filter',
    explanation:
      'List the sessions with agents only, then those where something waits for you, those where something runs, all.',
  },
  {
    mode: 'list',
    keys: ['<'],
    intent: 'narrower',
    place: 'tmux',
    help: 'narrower',
    explanation: 'Make the sidebar a column narrower, and remember it.',
  },
  {
    mode: 'list',
    keys: ['>'],
    intent: 'wider',
    place: 'tmux',
    help: 'wider',
    explanation: 'Make the sidebar a column wider, and remember it.',
  },
  {
    mode: 'list',
    keys: ['+'],
    intent: 'panel-taller',
    help: 'panel taller',
    explanation: 'Give the detail panel a row more, and remember it.',
  },
  {
    mode: 'list',
    keys: ['-'],
    intent: 'panel-shorter',
    help: 'panel shorter',
    explanation: 'Take a row from the detail panel, and remember it.',
  },
  {
    mode: 'list',
    keys: ['ctrl-d'],
    intent: 'panel-down',
    help: 'panel down',
    explanation: 'Scroll the detail panel down by half of it.',
  },
  {
    mode: 'list',
    keys: ['ctrl-u'],
    intent: 'panel-up',
    help: 'panel up',
    explanation: 'Scroll the detail panel up by half of it: to older entries of the log, where that is cut.',
  },
  {
    mode: 'list',
    keys: ['t'],
    intent: 'themes',
    help: 'themes',
    explanation: 'Choose a theme; the sidebar shows each as the cursor comes to it.',
  },
  { mode: 'list', keys: ['r'], intent: 'refresh', help: 'refresh', explanation: 'Ask tmux and the disk again.' },
  { mode: 'list', keys: ['?'], intent: 'help', help: 'this help', explanation: 'Show the keys.' },
  {
    mode: 'list',
    keys: ['escape', 'ctrl-c'],
    intent: 'leave',
    place: 'tmux',
    help: 'to work pane',
    explanation: 'Give the focus back to the work pane.',
  },
  {
    mode: 'list',
    keys: ['q'],
    intent: 'quit',
    place: 'tmux',
    help: 'quit all',
    explanation: 'Quit opensessions: every sidebar closes, the daemon ends. Asks once.',
  },
  {
    mode: 'list',
    keys: ['q', 'ctrl-c'],
    intent: 'close-viewer',
    place: 'terminal',
    help: 'close viewer',
    explanation: 'Close this viewer. opensessions itself goes on.',
  },
  {
    mode: 'list',
    keys: ['escape', 'q', 'ctrl-c'],
    intent: 'close-popup',
    place: 'popup',
    help: 'close',
    explanation: 'Close the popup.',
  },
  { mode: 'help', keys: ['j', 'down'], intent: 'down', help: 'scroll down', explanation: 'Scroll down.' },
  { mode: 'help', keys: ['k', 'up'], intent: 'up', help: 'scroll up', explanation: 'Scroll up.' },
  {
    mode: 'help',
    keys: ['escape', '?', 'q', 'ctrl-c'],
    intent: 'close',
    help: 'close help',
    explanation: 'Close the help.',
  },
  { mode: 'themes', keys: ['j', 'down'], intent: 'down', help: 'down', explanation: 'Show the next theme.' },
  { mode: 'themes', keys: ['k', 'up'], intent: 'up', help: 'up', explanation: 'Show the previous theme.' },
  { mode: 'themes', keys: ['g'], intent: 'first', help: 'first', explanation: 'Show the first theme.' },
  { mode: 'themes', keys: ['G'], intent: 'last', help: 'last', explanation: 'Show the last theme.' },
  { mode: 'themes', keys: ['enter'], intent: 'submit', help: 'keep', explanation: 'Keep the theme that is shown.' },
  {
    mode: 'themes',
    keys: ['escape', 'q', 'ctrl-c'],
    intent: 'close',
    help: 'restore',
    explanation: 'Keep the theme from before.',
  },
  { mode: 'explain', keys: ['j', 'down'], intent: 'down', help: 'scroll down', explanation: 'Scroll down.' },
  { mode: 'explain', keys: ['k', 'up'], intent: 'up', help: 'scroll up', explanation: 'Scroll up.' },
  { mode: 'explain', keys: ['i', 'r'], intent: 'explain', help: 'again', explanation: 'Ask again.' },
  {
    mode: 'explain',
    keys: ['escape', 'q', 'ctrl-c'],
    intent: 'close',
    help: 'close',
    explanation: 'Back to the list.',
  },
  { mode: 'entry', keys: ['j', 'down'], intent: 'down', help: 'scroll down', explanation: 'Scroll down.' },
  { mode: 'entry', keys: ['k', 'up'], intent: 'up', help: 'scroll up', explanation: 'Scroll up.' },
  {
    mode: 'entry',
    keys: ['escape', 'enter', 'q', 'ctrl-c'],
    intent: 'close',
    help: 'close',
    explanation: 'Back to the list.',
  },
  {
    mode: 'confirm-kill',
    keys: ['y'],
    intent: 'confirm',
    help: 'kill it',
    explanation: 'Kill the session. Any other key cancels.',
  },
  {
    mode: 'confirm-quit',
    keys: ['y'],
    intent: 'confirm',
    help: 'quit',
    explanation: 'Quit opensessions. Any other key cancels.',
  },
  {
    mode: 'new-session',
    keys: ['enter'],
    intent: 'submit',
    help: 'create',
    explanation: 'Create the session. Without a text tmux chooses the name.',
  },
  { mode: 'new-session', keys: ['escape', 'ctrl-c'], intent: 'close', help: 'cancel', explanation: 'Create nothing.' },
  {
    mode: 'new-session',
    keys: ['backspace'],
    intent: 'erase',
    help: 'erase',
    explanation: 'Erase the last character.',
  },
  { mode: 'new-session', keys: ['ctrl-u'], intent: 'erase-all', help: 'erase all', explanation: 'Erase all of it.' },
  {
    mode: 'rename',
    keys: ['enter'],
    intent: 'submit',
    help: 'rename',
    explanation: 'Rename it. tmux makes `_` of `.` and `:`.',
  },
  { mode: 'rename', keys: ['escape', 'ctrl-c'], intent: 'close', help: 'cancel', explanation: 'Keep the name.' },
  { mode: 'rename', keys: ['backspace'], intent: 'erase', help: 'erase', explanation: 'Erase the last character.' },
  { mode: 'rename', keys: ['ctrl-u'], intent: 'erase-all', help: 'erase all', explanation: 'Erase all of it.' },
  {
    mode: 'find',
    keys: ['enter'],
    intent: 'submit',
    help: 'go there',
    explanation: 'Go to what was found: a session, or the pane of a thread.',
  },
  { mode: 'find', keys: ['down', 'ctrl-n'], intent: 'down', help: 'down', explanation: 'Move to the next hit.' },
  { mode: 'find', keys: ['up', 'ctrl-p'], intent: 'up', help: 'up', explanation: 'Move to the previous hit.' },
  {
    mode: 'find',
    keys: ['escape', 'ctrl-c'],
    intent: 'close',
    help: 'close',
    explanation: 'Back to the list as it was.',
  },
  { mode: 'find', keys: ['backspace'], intent: 'erase', help: 'erase', explanation: 'Erase the last character.' },
  { mode: 'find', keys: ['ctrl-u'], intent: 'erase-all', help: 'erase all', explanation: 'Erase all of it.' },
  {
    mode: 'ask',
    keys: digits,
    intent: 'choose',
    help: 'answer n',
    explanation:
      'Answer with the choice of this number. The first letter of a choice does the same where it is drawn bold.',
  },
  {
    mode: 'ask',
    keys: ['enter'],
    intent: 'submit',
    help: 'answer',
    explanation: "Answer with the cursor's choice.",
  },
  { mode: 'ask', keys: ['j', 'down'], intent: 'down', help: 'down', explanation: 'Move to the next choice.' },
  { mode: 'ask', keys: ['k', 'up'], intent: 'up', help: 'up', explanation: 'Move to the previous choice.' },
  {
    mode: 'ask',
    keys: ['escape', 'ctrl-c'],
    intent: 'close',
    help: 'later',
    explanation: 'Answer nothing yet; the question stays.',
  },
  { mode: 'ports', keys: digits, intent: 'choose', help: 'open n', explanation: 'Open the port in this row.' },
  { mode: 'ports', keys: ['enter', 'o'], intent: 'submit', help: 'open', explanation: "Open the cursor's port." },
  { mode: 'ports', keys: ['j', 'down'], intent: 'down', help: 'down', explanation: 'Move to the next port.' },
  { mode: 'ports', keys: ['k', 'up'], intent: 'up', help: 'up', explanation: 'Move to the previous port.' },
  { mode: 'ports', keys: ['escape', 'q', 'ctrl-c'], intent: 'close', help: 'cancel', explanation: 'Open nothing.' },
];

export function bindingFor(
  mode: ModeName,
  key: string,
  place: Place,
  table: readonly Binding[] = keymap,
): Binding | undefined {
  return table.find((binding) => binding.mode === mode && isHere(binding, place) && binding.keys.includes(key));
}

export function isHere(binding: Binding, place: Place): boolean {
  return binding.place === undefined || binding.place === place;
}

/** Keys that are no character, as a person reads them. */
export const keyLabels: Readonly<Record<string, string>> = {
  down: '↓',
  up: '↑',
  right: '→',
  left: '←',
  'alt-down': 'M-↓',
  'alt-up': 'M-↑',
  enter: 'Enter',
  tab: 'Tab',
  's-tab': 'S-Tab',
  escape: 'Esc',
  'ctrl-c': 'C-c',
  'ctrl-d': 'C-d',
  'ctrl-u': 'C-u',
  'ctrl-n': 'C-n',
  'ctrl-p': 'C-p',
  backspace: 'BSpace',
};

/** The first key of the list that does this, as a person reads it; null when none does. */
export function firstKey(table: readonly Binding[], intent: Intent): string | null {
  const key = table.find((binding) => binding.mode === 'list' && binding.intent === intent)?.keys[0];
  return key === undefined ? null : labelOf(key);
}

/** Keys as a person reads them, in tmux's notation. */
export function keyLabel(binding: Binding, between = ' '): string {
  if (binding.keys === digits) return '1…9';
  return binding.keys.map(labelOf).join(between);
}

function labelOf(key: string): string {
  return keyLabels[key] ?? (key === ' ' ? 'Space' : key.replace(/^ctrl-/, 'C-'));
}
