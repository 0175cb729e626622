import { type Binding, keyLabel, keymap } from '../../../src/sidebar/keymap.ts';
import type { ModeName } from '../../../src/sidebar/model.ts';

const headings: Readonly<Record<ModeName, string>> = {
  list: 'In the session list',
  explain: 'In the explanation',
  entry: 'In a log entry',
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
    'A sidebar runs in a pane of tmux. `prefix o`, `p` opens the same in a popup over whatever is there, also while the sidebar',
    'is closed; it closes as soon as you go somewhere. `opensessions sidebar` in any other terminal is a viewer: it shows all',
    'sessions, and closing it quits nothing.',
    '',
    'Keys that come while no terminal has its focus on the sidebar do nothing: a program that types into the wrong pane with',
    '`tmux send-keys` neither switches nor kills.',
    '',
    '`?` shows the keys of the list, then those that work from every pane of tmux (behind `prefix o`) and whether the mouse is on.',
    '',
    ...sections,
  ].join('\n');
}

function row(binding: Binding): [key: string, does: string] {
  const where = {
    tmux: ' Only in a pane of tmux.',
    popup: ' Only in a popup.',
    terminal: ' Only in a terminal of its own.',
  };
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
  that scripts pushed for it. \`l\` lists its windows, threads and panes below it. \`↑3\` and \`↓12\` in the rules say how many sessions
  are out of view.
- **Detail panel** of the cursor's session: directory, ports with the programs that listen on them, questions with their
  choices, a line for each thread with a second one for its detail, status, progress with a bar, and the last 8 log entries
  with their times, newest at the bottom; below 32 columns a time gives way to its message. \`C-d\` and \`C-u\` scroll it;
  \`↑3\` and \`↓12\` in its rules say how many lines are out of view. Its tones are \`·\` neutral, \`ℹ\` info, \`✓\` success,
  \`⚠\` warning, \`✗\` error; an entry from \`/notify\` is bold. In a low pane it gives its rows to the list.
- **Footer**: what went wrong last, how the connection is, else the next keys. While the focus is in another pane, the keys that
  lead here, like \`C-b o s\`.

### States

States are \`◉\` waiting, \`✗\` error, \`⚠\` interrupted, \`⠹\`, which turns, running, \`✓\` done and \`?\` unknown, in this order of urgency; idle is
blank. For what runs or waits \`12s\`, \`2m\`, \`3h\` or \`2d\` says how long, in seconds for the first minute, then in minutes. A
question counts as waiting. \`●\` says that it ended and nobody has looked at its pane since. A state that is concluded,
not said by the agent itself, is faint; \`i\` shows what it rests on. \`↗\` marks an agent that runs in no pane of tmux.
\`+2\` are two subagents that run, \`&1\` is a shell that goes on in the background: on a thread's line its own, on a session's
row those of all its threads, where there is room. [\`rows\`](configuration.md#rows) in the config chooses what a row shows.

![The sidebar twice: with the windows and agents of three sessions listed below them, and with the dialog in which session infra asks "Deploy to production?": 1 yes, 2 no, 3 after lunch](../images/waiting.svg)

### Branches and worktrees

Beside a branch \`±\` says that something is not committed, \`↑2 ↓1\` that it is two commits ahead of its upstream branch and
one behind, \`rebase\`, \`merge\` and so on that this waits to be finished, and \`↟api\` that this is a linked worktree of the
repository in \`api\`. \`@1a2b3c4\` is a detached HEAD. Branch and what is in progress follow git at once. \`±\` and the counts
are asked of git when the index, HEAD or a ref changes and when you come to a session, so a file that only an editor changed
shows after your next visit, or \`r\`. A repository in which \`git status\` takes longer than 2 s shows neither.

![The detail panel of session api: its directory, what claude waits for, what pi did, a status, a progress bar and two log entries](../images/detail.svg)

### Ports

\`:5173\` is a port that something in the session listens on and that \`localhost\` reaches. Ports are looked for when panes or
what runs in them change, and while a sidebar is open every 10 s when something happens in tmux, every minute when nothing does.

### What needs you

\`!\` and \`prefix o\`, \`n\` walk through what waits, questions included: longest first, each once, then back to the pane where
you began. Who leaves for another session on the way begins anew. What runs outside tmux is left out.

### Groups and what is below a session

Sessions of one repository stand together, marked \`│\`, below a line with its name and their number, once one of them is in a
linked worktree. \`h\` folds them into that line, \`l\` or Enter unfolds it. A folded line (\`▸\`) shows the most urgent state of
its sessions and how many of them wait for you, and \`▌\` where you are in one of them; its detail panel lists them. They keep
their numbers, and \`/\`, \`!\` and the numbers go to them as before.

Below an unfolded session stand its windows, in each its threads and then its other panes with the program that runs there,
and the last part of its directory where the session is in another one. A single window is not listed, nor a single pane.
Programs are asked for every 3 s while a sidebar is open.

### Order, filter, search, themes

Order, hidden sessions, folded repositories and filter are the same in all your sidebars and stay when tmux and opensessions end. The title in
the rule above the list names the filter, \`2/5\` in the header says that two of five sessions are listed. Numbers count what
is listed; \`◉2\` counts what waits in all sessions.

\`/\` finds sessions and threads by a few letters:

![Three hits for "log": the thread "fix the login" of claude, "update the changelog" of pi, and a weaker one](../images/find.svg)

\`t\` shows the themes, here six of them:

![The sidebar in catppuccin-mocha, tokyo-night, gruvbox-dark, nord, catppuccin-latte and matrix](../images/themes.svg)

### Mouse

With tmux's \`mouse\` on:

- A click moves the cursor, another one on the same row goes there, or takes that choice in a dialog.
- A click on a port opens it, in a row or in the detail panel; on \`+2\` it asks which. In the panel a click on a thread
  goes to its pane, on a question opens it, and on a log entry shows all of it. The keys in the footer can be clicked as
  well.
- A session is moved by dragging its row: \`↑\` or \`↓\` in the first column marks above or below which other one it lands.
  The rule above the panel is dragged to make that higher or lower; down to the end closes it, and from there it opens
  again. Both are kept once the button is released. Escape, any other button, or 10 s without a movement leave everything
  as it was.
- The wheel goes through whatever is below it.
- The border of the sidebar can be dragged: where it is let go is its width, in all windows and for good.

With it off the sidebar leaves the mouse to the terminal. With Shift it is the terminal's in any case. Closing the sidebar's
pane (\`prefix x\`) closes the sidebar, as \`prefix o\`, \`t\` does.

### Several clients, no daemon, no colours

The cursor belongs to one tmux client. When the daemon is gone the last state stays, drawn faint; the sidebar starts the
daemon again and recovers by itself. \`NO_COLOR\` takes the colours away and leaves bold, faint and inverse.

## Text mode

\`opensessions sidebar --plain\` is for screen readers, braille displays and pipes: no colours, no boxes, nothing that is drawn
anew. It tells all sessions in a line each, then a line for each change that matters: what a thread comes to, questions,
status, notices, sessions that come, go or get another name, and where you are.

\`\`\`
2 sessions, 1 waits for you.
1. api, current, codex, write tests, works since 2 minutes; branch feat/auth
2. web, claude, fix login, waits for you since 12 seconds: Bash: rm -rf build?; branch main
api: codex, write tests, is done
docs: asks: Ship it? Answers: 1 yes, 2 no
\`\`\`

Commands are lines: \`1\` goes to the first session, \`!\` to the next that needs you, \`a 2\` answers the open question with its second
choice, \`l\` lists everything again, \`?\` explains, \`q\` or the end of input leaves. Numbers mean what was told last.`;
