export interface Option {
  /** What its value is called; none for a flag. */
  value?: string;
  help: string;
  /** The only values that there are, for completion and for the check. */
  choices?: readonly string[];
}

/** Every option of every command; a name means the same everywhere. */
export const options = {
  session: { value: 'NAME', help: 'session by its whole name, id ($3) or pane (%7); default: the one of $TMUX_PANE' },
  pane: { value: '%N', help: 'the session that holds this pane; default: $TMUX_PANE' },
  client: { value: 'NAME', help: 'tmux client that is meant; default: the one that looks at the pane' },
  tone: {
    value: 'TONE',
    help: 'neutral (default), info, success, warn or error',
    choices: ['neutral', 'info', 'success', 'warn', 'error'],
  },
  source: { value: 'NAME', help: 'who says it, shown as [NAME]' },
  label: { value: 'TEXT', help: 'what it is about' },
  ttl: { value: 'SECONDS', help: 'disappears by itself after that long' },
  timeout: { value: 'SECONDS', help: 'wait at most that long, then exit with 4' },
  default: { value: 'CHOICE', help: 'the answer when nobody gave one in time' },
  answer: { value: 'CHOICE', help: 'answer an open question instead of asking one' },
  until: {
    value: 'STATE',
    help: 'waiting, running, done, error, interrupted, idle; default: waiting,done,error',
  },
  indeterminate: { help: 'under way, nobody knows how far' },
  state: {
    value: 'STATE',
    help: 'idle, running, waiting, done, error, interrupted or unknown',
    choices: ['idle', 'running', 'waiting', 'done', 'error', 'interrupted', 'unknown'],
  },
  thread: { value: 'ID', help: "the agent's own id of the thread; default: it has only one" },
  name: { value: 'TEXT', help: 'what the thread is called' },
  detail: { value: 'TEXT', help: 'why it waits, what it does' },
  pid: { value: 'PID', help: 'disappears with this process; without it and --ttl, after an hour' },
  clear: { help: 'take it away' },
  plain: { help: 'text in lines, for screen readers and pipes' },
  read: { help: "read the command's output for progress even when it goes to a terminal" },
  popup: { help: 'in a popup of tmux: it closes when you go somewhere' },
  print: { help: 'only print the address' },
  record: { help: 'what is known as JSON, without texts and paths: to report what is wrong' },
  build: { help: 'build even when the build is up to date' },
  json: { help: 'JSON instead of text' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}
