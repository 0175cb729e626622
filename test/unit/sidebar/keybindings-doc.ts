import { type Binding, keyLabel, keymap } from '../../../src/sidebar/keymap.ts';
import type { ModeName } from '../../../src/sidebar/model.ts';

const headings: Readonly<Record<ModeName, string>> = {
  list: 'In the session list',
  explain: 'In the explanation',
  help: 'In the help',
  themes: 'In the theme picker',
  'confirm-kill': 'When asked whether to kill a session',
  'confirm-quit': 'When asked whether to quit',
  'new-session': 'When asked for a new session',
  rename: 'When asked for another name',
  find: 'When finding',
  ask: 'When answering a question',
  ports: 'When asked which port to open',
};

/** `docs/reference/features-and-keybindings.md`, from the key table. */
export function keybindingsDoc(): string {
  const sections = Object.entries(headings).flatMap(([mode, heading]) => [
    `### ${heading}`,
    '',
    ...table([['key', 'does'], ...keymap.filter((binding) => binding.mode === mode).map(row)]),
    '',
  ]);
  return [
    '# Features and keybindings',
    '',
    '<!-- Made from src/sidebar/keymap.ts. After a change there: vitest run --project unit -u -->',
    '',
    intro,
    '',
    '## Keys',
    '',
    'A sidebar runs in a pane of tmux. `opensessions sidebar` in any other terminal is a viewer: it shows all sessions, and',
    'closing it quits nothing.',
    '',
    ...sections,
  ].join('\n');
}

function row(binding: Binding): [key: string, does: string] {
  const where = { tmux: ' Only in tmux.', terminal: ' Only in a terminal of its own.' };
  const place = binding.place === undefined ? '' : where[binding.place];
  return [`\`${keyLabel(binding, '` `')}\``, binding.explanation + place];
}

/** Padded, as the formatter wants it. */
function table([head, ...rows]: [key: string, does: string][]): string[] {
  const all = head === undefined ? rows : [head, ...rows];
  const cells = ([0, 1] as const).map((column) => Math.max(...all.map((row) => row[column].length)));
  const [first = 0, second = 0] = cells;
  const lines = all.map(([key, does]) => `| ${key.padEnd(first)} | ${does.padEnd(second)} |`);
  return lines.toSpliced(1, 0, `| ${'-'.repeat(first)} | ${'-'.repeat(second)} |`);
}

const intro = `## The sidebar

From top to bottom:

- **Header**: the name, the number of sessions, and as \`◉2\` how many questions and threads wait for you.
- **Session list**: \`▌\` marks the session that your tmux client is in, the inverse row is the cursor. Each session has its
  number and name, the most urgent state in it, the question that it asks, its branch and ports, and the status and progress
  that scripts pushed for it. \`l\` lists its windows and threads below it. \`↑3\` and \`↓12\` in the rules say how many sessions
  are out of view.
- **Detail panel** of the cursor's session: directory, ports with the programs that listen on them, questions with their choices, a line for each thread with a second
  one for its detail, status, progress with a bar, and the last 8 log entries, newest at the bottom. Its tones are \`·\`
  neutral, \`ℹ\` info, \`✓\` success, \`⚠\` warning, \`✗\` error; an entry from \`/notify\` is bold. In a low pane it gives its
  rows to the list.
- **Footer**: what went wrong last, how the connection is, else the next keys.

States are \`◉\` waiting, \`✗\` error, \`⚠\` interrupted, \`⠹\` running, \`✓\` done and \`?\` unknown, in this order of urgency; idle is
blank. For what runs or waits \`12s\`, \`2m\`, \`3h\` or \`2d\` says how long, in seconds for the first minute, then in minutes. A
question counts as waiting. \`●\` says that it ended and nobody has looked at its pane since. A state that is concluded,
not said by the agent itself, is faint; \`i\` shows what it rests on. \`↗\` marks an agent that runs in no pane of tmux.

Beside a branch \`±\` says that something is not committed, \`↑2 ↓1\` that it is two commits ahead of its upstream branch and
one behind, \`rebase\`, \`merge\` and so on that this waits to be finished, and \`↟api\` that this is a linked worktree of the
repository in \`api\`. \`@1a2b3c4\` is a detached HEAD. Branch and what is in progress follow git at once. \`±\` and the counts
are asked of git when the index, HEAD or a ref changes and when you come to a session, so a file that only an editor changed
shows after your next visit, or \`r\`. A repository in which \`git status\` takes longer than 2 s shows neither.

\`:5173\` is a port that something in the session listens on and that \`localhost\` reaches. Ports are looked for when panes or
what runs in them change, and every 10 s while a sidebar is open.

\`!\` and \`prefix o\`, \`n\` walk through what waits, questions included: longest first, each once, then back to the pane where
you began. Who leaves for another session on the way begins anew. What runs outside tmux is left out.

Order, hidden sessions and filter are the same in all your sidebars and stay when tmux and opensessions end. The title in
the rule above the list names the filter, \`2/5\` in the header says that two of five sessions are listed. Numbers count what
is listed; \`◉2\` counts what waits in all sessions.

With tmux's \`mouse\` on: a click moves the cursor, another one on the same row goes there, the wheel goes through whatever
is shown, and the border of the sidebar can be dragged: where it is let go is its width, in all windows and for good. With
it off the sidebar leaves the mouse to the terminal. Closing the sidebar's pane (\`prefix x\`) closes the sidebar, as
\`prefix o\`, \`t\` does.

The cursor belongs to one tmux client. When the daemon is gone the last state stays, drawn faint; the sidebar starts the
daemon again and recovers by itself. \`NO_COLOR\` takes the colours away and leaves bold, faint and inverse.`;
