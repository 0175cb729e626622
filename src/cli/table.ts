import type { Run } from './main.ts';
import type { OptionName } from './options.ts';

/** One command: what help, reference and completion say of it, and how it is carried out. */
export interface CliCommand {
  name: string;
  group: 'push' | 'read' | 'do' | 'set up';
  /** What stands behind the name in the help. */
  usage: string;
  help: string;
  options: readonly OptionName[];
  /** Command lines with what they do. */
  examples: readonly (readonly [line: string, does: string])[];
  /** What one has to know beyond that, for its own help page. */
  details?: readonly string[];
  /** How many words it takes at most; default 0. */
  wordsMax?: number;
  /** It runs the command behind `--`. */
  runs?: true;
  /** Words that completion offers. */
  choices?: readonly string[];
  /** Loaded only when it is called. Not here: a role of its own, or carried out elsewhere, see main.ts. */
  load?: () => Promise<Run>;
}

const where = ['session', 'pane'] as const;

/** In the order of the help. */
export const commands: readonly CliCommand[] = [
  {
    name: 'status',
    group: 'push',
    usage: 'TEXT',
    help: "set a session's status",
    wordsMax: 1,
    options: ['tone', 'ttl', 'clear', ...where],
    examples: [
      ['status "Deploying" --tone warn', 'says so on the card of the session that you are in'],
      ['status "Tests passed" --tone success --ttl 60 --session api', 'for a minute, for the session api'],
      ['status --clear', 'takes it away'],
    ],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'progress',
    group: 'push',
    usage: 'N/M | P%',
    help: "set a session's progress",
    wordsMax: 1,
    options: ['label', 'indeterminate', 'ttl', 'clear', ...where],
    examples: [
      ['progress 3/10 --label files', 'a count'],
      ['progress 75% --label deploying', 'a share'],
      ['progress --indeterminate --label indexing', 'under way'],
      ['progress --clear', 'takes it away'],
    ],
    load: async () => (await import('./commands/progress.ts')).progress,
  },
  {
    name: 'log',
    group: 'push',
    usage: 'TEXT',
    help: "add an entry to a session's log",
    wordsMax: 1,
    options: ['tone', 'source', 'clear', ...where],
    examples: [
      ['log "Tests passed" --tone success --source ci', 'shows as: ✓ [ci] Tests passed'],
      ['log --clear', 'empties the log'],
    ],
    load: async () => (await import('./commands/log.ts')).log,
  },
  {
    name: 'notify',
    group: 'push',
    usage: 'TEXT',
    help: 'the same, highlighted, and shown to who looks at another session',
    wordsMax: 1,
    options: ['tone', 'source', ...where],
    examples: [['notify "Deploy complete" --tone success', 'also as a message of tmux']],
    load: async () => (await import('./commands/log.ts')).notify,
  },
  {
    name: 'agent',
    group: 'push',
    usage: 'AGENT',
    help: 'report what an agent does',
    wordsMax: 1,
    options: ['state', 'thread', 'name', 'detail', 'pid', 'ttl', 'clear', ...where],
    examples: [
      ['agent robot --state running --name "fix login" --pid $$', 'until the shell that calls it ends'],
      ['agent robot --state waiting --detail "Bash: rm -rf build?"', 'it needs you, and why'],
      ['agent robot --clear', 'takes it away'],
    ],
    load: async () => (await import('./commands/agent.ts')).agent,
  },
  {
    name: 'ask',
    group: 'push',
    usage: '[QUESTION CHOICE…]',
    help: 'ask the person and wait for the answer',
    wordsMax: 10,
    options: ['timeout', 'default', 'answer', 'json', ...where],
    examples: [
      ['ask "Ship it?" yes no --timeout 600', 'prints what was chosen; exits with 4 when nobody did'],
      ['ask "Ship it?" yes no --timeout 60 --default no', 'prints no when nobody answered'],
      ['ask', 'lists the open questions: id, session, question, choices'],
      ['ask --answer yes', 'answers the oldest one; behind it may stand an id from the list'],
    ],
    details: [
      'At most 9 choices. The timeout is 600 seconds unless said otherwise, and at most 86400.',
      'Ctrl-C, or the end of the caller, withdraws the question.',
      '--json prints {"answer": …, "by": "person" or "default"}.',
    ],
    load: async () => (await import('./commands/ask.ts')).askPerson,
  },
  {
    name: 'run',
    group: 'push',
    usage: '[--label TEXT] -- COMMAND…',
    help: 'run a command and show how it goes',
    runs: true,
    options: ['label', 'read', ...where],
    examples: [
      [
        'run --label build -- npm run build',
        'status and progress while it runs; at its end build: ok, or why not, and a log entry',
      ],
      ['run -- make test | tee test.log', 'its output is read for progress: 45%, 3/10'],
    ],
    details: [
      "Output, input, exit code and signals are the command's own; 126 and 127 mean, as in a shell, that it could not be",
      'run or was not found.',
      'Output that goes to a terminal goes there directly, so that colours and prompts work; it is not read, and the',
      'progress is indeterminate. Output that goes to a pipe or a file is copied byte for byte and read for progress.',
      '--read reads in a terminal, too; the command then sees a pipe, and many programs print no colours or progress then.',
      'What is shown is renewed while the command runs, and goes within 15 seconds when run itself is killed. What the',
      'command says of its own, with opensessions status or progress, stays until the end.',
      'Where nothing can be reported (no daemon, no session) it says so once on stderr and runs the command all the same.',
    ],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'state',
    group: 'read',
    usage: '',
    help: 'print what is known',
    options: ['json'],
    examples: [
      ['state', 'a line for each session: its number in the sidebar or -, name, branch, directory, status'],
      ['state --json | jq -r ".sessions[].name"', 'everything'],
    ],
    load: async () => (await import('./commands/state.ts')).state,
  },
  {
    name: 'sessions',
    group: 'read',
    usage: '',
    help: 'print the names of the sessions',
    options: ['json'],
    examples: [['sessions', 'one a line']],
    load: async () => (await import('./commands/state.ts')).sessions,
  },
  {
    name: 'events',
    group: 'read',
    usage: '',
    help: 'print what happens, as it happens',
    options: ['json'],
    examples: [
      ['events', 'a line for each event: time, kind, session, what'],
      ['events --json', 'a JSON object a line: {"id": …, "event": …, "data": …}'],
    ],
    details: [
      'Runs until it is ended. When the daemon restarts it says so on stderr once, goes on, and prints what it missed; where',
      'the new daemon cannot know that, a reset with the whole state. Without a daemon for 10 seconds it exits with 3.',
    ],
    load: async () => (await import('./commands/events.ts')).events,
  },
  {
    name: 'wait',
    group: 'read',
    usage: '[SESSION]',
    help: "wait until a session's agents are in a state",
    wordsMax: 1,
    options: ['until', 'timeout', 'json', ...where],
    examples: [
      ['wait api --until waiting --timeout 60', 'an agent of the session api needs you; 4 when none did in time'],
      ['wait api --until done,error && say "api is done"', 'whatever comes first'],
    ],
    details: [
      "Prints the state. It is the session's most urgent one: waiting, error, interrupted, running, done, idle. A session",
      'without agents is idle. Is it in the state already, it returns at once. Exits with 1 when the session is closed.',
    ],
    load: async () => (await import('./commands/wait.ts')).wait,
  },
  {
    name: 'explain',
    group: 'read',
    usage: '[SESSION]',
    help: 'why agents are shown as they are',
    wordsMax: 1,
    options: ['json', 'record', ...where],
    examples: [
      ['explain', 'every signal behind the agents of this session; outside tmux of all sessions'],
      ['explain api --record > wrong.json', 'what is known, without your texts and paths, for a bug report'],
    ],
    details: [
      'The signal behind > decided. The others were considered beside it, outranked by it, or do not count any more:',
      'over (its time), withdrawn (by its source), ended (with its process). A state is exact when the agent says so',
      'itself, inferred when it is concluded, presence when nothing but the process is known.',
      'With --record names, texts, paths and arguments are replaced: [removed: 12 characters].',
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'open',
    group: 'do',
    usage: '[PORT]',
    help: 'open http://localhost:PORT in the browser',
    wordsMax: 1,
    options: ['session', 'print'],
    examples: [
      ['open 5173', 'prints the address and opens it'],
      ['open', 'the only port that something in this session listens on'],
    ],
    details: [
      'Opened with $BROWSER, else open (macOS), wslview (WSL) or xdg-open. Over SSH, and where there is no display, the',
      "address goes to the terminal's clipboard instead, through tmux. Without PORT, and with several to choose from, they",
      'are listed: port, program, pane.',
    ],
    load: async () => (await import('./commands/open.ts')).open,
  },
  {
    name: 'start',
    group: 'do',
    usage: '',
    help: 'open tmux (or use the one you are in) with the sidebar',
    options: ['client', 'pane'],
    examples: [],
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'toggle',
    group: 'do',
    usage: '',
    help: 'open or close the sidebar',
    options: ['client', 'pane'],
    examples: [],
    load: async () => (await import('./commands/act.ts')).act({ name: 'sidebar.toggle' }),
  },
  {
    name: 'focus',
    group: 'do',
    usage: '',
    help: 'open the sidebar and go there; from there, back',
    options: ['client', 'pane'],
    examples: [],
    load: async () => (await import('./commands/act.ts')).act({ name: 'sidebar.focus', back: true }),
  },
  {
    name: 'even',
    group: 'do',
    usage: '',
    help: 'make the work panes of the window equally wide',
    options: ['client', 'pane'],
    examples: [],
    load: async () => (await import('./commands/act.ts')).act({ name: 'layout.even' }),
  },
  {
    name: 'next',
    group: 'do',
    usage: '',
    help: 'go to what has waited longest for you, at last back',
    options: ['client', 'pane'],
    examples: [],
    load: async () => (await import('./commands/act.ts')).act({ name: 'attention.next' }),
  },
  {
    name: 'switch',
    group: 'do',
    usage: 'N',
    help: 'switch to the N-th session of the list',
    wordsMax: 1,
    options: ['client', 'pane'],
    examples: [['switch 2', 'to the second one']],
    load: async () => (await import('./commands/act.ts')).switchTo,
  },
  {
    name: 'sessionizer',
    group: 'do',
    usage: '',
    help: 'go to a session or a directory, which becomes one',
    options: ['client', 'pane'],
    examples: [['sessionizer', 'in tmux: sessions, recent directories, worktrees, projects, what zoxide knows']],
    details: [
      'Type a few letters; Enter goes to the session, or makes one in the directory and goes there. A name that is none yet',
      'makes a session of that name. With fzf on the PATH fzf asks, else a picker of ours.',
      'From the environment, else from that of tmux (set-environment -g): SESSIONIZER_DIR says where your projects lie, several',
      'separated by : (default: those of ~/code ~/projects ~/src ~/work ~/dev that exist, else your home); SESSIONIZER_MAXDEPTH',
      'how many levels below, 1 to 6 (default 2); OPENSESSIONS_PICKER who asks, own or fzf.',
      'Without a terminal, as from a key binding, it opens in a popup.',
    ],
  },
  {
    name: 'doctor',
    group: 'set up',
    usage: '',
    help: 'check the set-up and say what to do',
    options: ['json'],
    examples: [['doctor', 'exits with 1 when something fails']],
  },
  {
    name: 'integrations',
    group: 'set up',
    usage: '[VERB] [AGENT…]',
    help: 'pieces of ours inside agents, which tell more',
    wordsMax: 10,
    choices: ['list', 'status', 'install', 'uninstall', 'all', 'claude', 'opencode', 'kilo', 'pi', 'amp'],
    options: ['json'],
    examples: [
      ['integrations', 'what there is, and what each gives'],
      ['integrations install claude pi', 'for these; all: for every agent that has a configuration here'],
      ['integrations status', 'which are installed, and where'],
      ['integrations uninstall all', 'takes out what is ours and nothing else'],
    ],
    details: [
      'VERB is list (unless said otherwise), status, install or uninstall.',
      'None is needed. What each one writes is on the page docs/how-to/agents.md. Installing again updates it.',
      'A file of that name that is not ours is left as it is, and so is a configuration that is not understood.',
    ],
  },
  {
    name: 'completion',
    group: 'set up',
    usage: 'bash | zsh | fish',
    help: 'print a completion script for that shell',
    wordsMax: 1,
    choices: ['bash', 'zsh', 'fish'],
    options: [],
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/opensessions', 'for bash'],
      ['completion zsh > ~/.zfunc/_opensessions', 'for zsh, with fpath+=(~/.zfunc) above compinit in .zshrc'],
      ['completion fish > ~/.config/fish/completions/opensessions.fish', 'for fish'],
    ],
    load: async () => (await import('./commands/completion.ts')).completion(commands),
  },
  {
    name: 'setup',
    group: 'set up',
    usage: '[--build]',
    help: 'install and build what is missing, and nothing else',
    options: ['build'],
    examples: [['setup --build', 'builds anew']],
    details: [
      'Done by the launcher, scripts/opensessions, before anything else: every command does it when it has to.',
    ],
  },
  {
    name: 'announce',
    group: 'set up',
    usage: '',
    help: 'start the daemon and tell it of this tmux server',
    options: ['client', 'pane'],
    examples: [],
    load: async () => (await import('./commands/announce.ts')).announce,
  },
  {
    name: 'quit',
    group: 'set up',
    usage: '',
    help: 'close everything; the key bindings stay and start it again',
    options: [],
    examples: [],
    load: async () => (await import('./commands/quit.ts')).quit,
  },
  {
    name: 'uninstall',
    group: 'set up',
    usage: '',
    help: 'quit, and take the key bindings out as well',
    options: [],
    examples: [],
    load: async () => (await import('./commands/quit.ts')).uninstall,
  },
  {
    name: 'sidebar',
    group: 'set up',
    usage: '',
    help: 'the sidebar itself, in this terminal',
    options: ['plain', 'popup', 'client'],
    examples: [
      ['sidebar', 'shows all sessions; closing it quits nothing'],
      ['sidebar --popup --client /dev/pts/3', 'what prefix o, then p runs in `tmux display-popup -E`'],
      ['sidebar --plain', 'tells the state in lines, then a line for each change that matters'],
      ['sidebar --plain < /dev/null', 'tells the state once'],
    ],
    details: [
      'With --plain nothing is drawn: no colours, no boxes, no cursor that moves, and nothing is written twice. It needs no',
      'terminal. A line that is typed is a command: 1 goes to the first session, ! to the next that needs you, a 2 answers',
      'the open question with its second choice, l lists everything again, ? explains, q leaves. So does the end of input.',
      'What comes and goes within half a second is not told, and neither are progress and plain log entries: they are listed.',
    ],
  },
  { name: 'daemon', group: 'set up', usage: '', help: 'the daemon, in the foreground', options: [], examples: [] },
];

export function find(name: string): CliCommand | undefined {
  return commands.find((one) => one.name === name);
}
