import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import type { TmuxAction } from '../core/action.ts';
import { numberedMax } from '../core/numbered.ts';
import type { PaneFacts } from '../core/state.ts';
import { portDefault } from '../protocol/paths.ts';
import { type ActionContext, render } from './actions.ts';
import { type ControlLine, dieWithUs, openControlLine } from './control.ts';
import { ServedByAnother, TmuxError, TmuxGone, TmuxTooOld } from './errors.ts';
import { hasFocus } from './focus.ts';
import { type HookInput, hooks, installHooks } from './hooks.ts';
import { lookAtPane, type PaneLook, type PaneQuestion } from './look.ts';
import {
  bellChannel,
  numberVariable,
  paneOption,
  portVariable,
  savedPortVariable,
  savedRenameFormatOption,
  socketVariable,
  stashSession,
} from './names.ts';
import { panesCommand, parsePanesSeen } from './panes.ts';
import { type Argv, literalFormat } from './quote.ts';
import { directoriesCommand, type Listing, listingCommands, parseDirectories, parseListing } from './topology.ts';
import { versionAtLeast } from './version.ts';

/** Below this, hooks, empty panes and hidden variables are missing or different. */
export const versionFloor = '3.2';
const ownControlClients = 2;
const answerMillisMax = 5000;
const controlFlags = 'no-output,ignore-size';

/** Our two lines to one tmux server: the question line, and the bell line that sleeps in `wait-for`. */
export interface TmuxServer {
  readonly server: string;
  readonly version: string;
  /** Tells one tmux server from the next on the same socket. */
  readonly instance: string;
  /** Of tmux's server process. */
  readonly pid: number;
  list(): Promise<Listing>;
  /** Where sessions work, and what runs in the panes of these windows. */
  places(windows: readonly string[]): Promise<Places>;
  /** What a session's environment says, undefined where it says that there is no such variable. */
  environment(session: string): Promise<Map<string, string | undefined>>;
  /** What a pane shows. Questions of one tick go to tmux in one piece. @throws TmuxError when the pane is gone; TmuxGone */
  look(pane: string, what: PaneQuestion): Promise<PaneLook>;
  /** Whether keys of some terminal go to this pane now. @throws TmuxGone; TmuxError when there is no such pane */
  hasFocus(pane: string): Promise<boolean>;
  /** Runs actions that stand on their own. Failures come back, one for each action that tmux refused. */
  act(actions: readonly TmuxAction[], context: ActionContext): Promise<TmuxError[]>;
  /** Runs actions as one step: in one turn of tmux's loop, drawn once, and none behind one that fails. @throws TmuxError */
  sequence(actions: readonly TmuxAction[], context: ActionContext): Promise<void>;
  /** Creates a session without looking at it; resolves with its id. */
  createSession(name: string | undefined, dir: string | undefined): Promise<string>;
  /** Ends the stash, and the tmux server with it when it is one that ends with its last session. */
  closeStash(): Promise<void>;
  /** Writes those that it did not write before. */
  setHooks(input: Omit<HookInput, 'windowResized'>): Promise<void>;
  /** The next `setHooks` writes all of them: somebody may have taken some away. */
  forgetHooks(): void;
  /** Which session has which number, from 1, null for none: where their keys go. Writes those that it did not write before. */
  setNumbers(sessions: readonly (string | null)[]): Promise<void>;
  /** Says in the server's environment which port it is, where that says another one. */
  publishPort(port: number): Promise<void>;
  readonly ended: Promise<TmuxGone>;
  close(): void;
}

export interface Places {
  /** Session id to the directory of its active work pane. */
  dirs: Map<string, string>;
  /** By pane id. */
  panes: Map<string, PaneFacts>;
}

export interface AttachOptions {
  tmux: string;
  /** Socket path of the tmux server. */
  server: string;
  /** Our unix socket: by it daemons tell each other apart. */
  identity: string;
  /** Whether a daemon answers on a unix socket. */
  isServing: (socket: string) => Promise<boolean>;
  onBell: () => void;
}

/**
 * Attaches to the tmux server at a socket: makes the stash session when it is missing, keeps window names ours-free, and
 * calls `onBell` whenever a hook or a key rang (many rings become one; a ring while nobody waits is kept by tmux).
 *
 * @throws TmuxGone when no server listens there; TmuxTooOld below `versionFloor`; ServedByAnother; TmuxError when it refuses something else
 */
export async function attachServer({ tmux, server, identity, isServing, onBell }: AttachOptions): Promise<TmuxServer> {
  const wrapper = await dieWithUs();
  const question = openControlLine({
    tmux,
    wrapper,
    server,
    // Argument vector, not a shell string: the user's default shell may be anything.
    attach: ['new-session', '-A', '-f', controlFlags, '-s', stashSession, '-x', '80', '-y', '24', 'sleep', '20'],
  });
  const version = await versionOf(question, tmux);
  if (!versionAtLeast(version, versionFloor)) {
    question.close();
    const whatToDo = 'Save your work, end it with tmux kill-server, and start a newer one.';
    throw new TmuxTooOld(`the tmux server at ${server}, ${version},`, versionFloor, whatToDo);
  }
  let instance: string;
  try {
    [[instance = ''] = []] = await question.run(['display-message', '-p', '#{pid} #{start_time}']);
    await takeCharge(question, server, identity, isServing);
    await forgetNumbers(question);
    await emptyStash(question);
    await keepWindowNames(question);
  } catch (error) {
    question.close();
    throw error;
  }
  const bell = openControlLine({
    tmux,
    wrapper,
    server,
    attach: ['attach-session', '-f', controlFlags, '-t', `=${stashSession}:`],
  });
  void listen(bell, onBell);

  let installed = new Map<string, string>();
  let numbers: readonly (string | null)[] = [];
  return {
    server,
    version,
    instance,
    pid: Number(instance.split(' ')[0]),
    ended: Promise.race([question.ended, bell.ended]),
    async list() {
      return parseListing(await question.run(...listingCommands), ownControlClients);
    },
    async places(windows) {
      const nonce = randomBytes(12).toString('hex');
      const [dirs = [], panes = []] = await question.run(
        directoriesCommand(nonce),
        ...(windows.length === 0 ? [] : [panesCommand(nonce, windows)]),
      );
      return { dirs: parseDirectories(dirs, nonce), panes: parsePanesSeen(panes, nonce) };
    },
    async environment(session) {
      const [lines = []] = await question.run(['show-environment', '-t', session]);
      return new Map(lines.map(parseVariable));
    },
    look: (pane, what) => lookAtPane(question, pane, what),
    hasFocus: (pane) => hasFocus(question, pane),
    async act(actions, context) {
      const failures = await Promise.all(actions.map((action) => actOne(question, action, context)));
      return failures.filter((failure) => failure !== undefined);
    },
    async sequence(actions, context) {
      await question.run(...actions.flatMap((action) => render(action, context).commands));
    },
    async createSession(name, dir) {
      const named = name === undefined ? [] : ['-s', literalFormat(name)];
      const placed = dir === undefined ? [] : ['-c', literalFormat(dir)];
      const [lines = []] = await question.run(['new-session', '-d', '-P', '-F', '#{session_id}', ...named, ...placed]);
      return lines[0] ?? '';
    },
    async closeStash() {
      // With `exit-empty off` the server would stay, and we would come back with another stash, for ever.
      await question.run(['if-shell', '-F', '#{exit-empty}', `kill-session -t =${stashSession}`]);
    },
    async setHooks(input) {
      const wanted = hooks({ ...input, windowResized: versionAtLeast(version, '3.3') });
      const changed = new Map([...wanted].filter(([name, command]) => installed.get(name) !== command));
      installed = wanted;
      if (changed.size > 0) await question.run(...installHooks(changed));
    },
    forgetHooks() {
      installed = new Map();
    },
    async setNumbers(sessions) {
      const changed = sessions.flatMap((session, index) =>
        numbers[index] === session ? [] : [numberCommand(index + 1, session)],
      );
      numbers = sessions;
      if (changed.length > 0) await question.run(...changed);
    },
    async publishPort(port) {
      const [[saved = ''] = [], [current = ''] = []] = await question.run(
        ['display-message', '-p', `#{${savedPortVariable}}`],
        ['display-message', '-p', `#{${portVariable}}`],
      );
      const original = saved === '' ? current : saved.slice(1);
      const says = Number(original || portDefault) === port ? original : `${port}`;
      if (says === current) return;
      const wasChanged = says !== original;
      await question.run(
        wasChanged
          ? ['set-environment', '-gh', savedPortVariable, `=${original}`]
          : ['set-environment', '-gu', savedPortVariable],
        says === '' ? ['set-environment', '-gu', portVariable] : ['set-environment', '-g', portVariable, says],
      );
    },
    close() {
      bell.close();
      question.close();
    },
  };
}

/** `NAME=value`, or `-NAME` for one that was taken away. */
function parseVariable(line: string): [name: string, value: string | undefined] {
  const end = line.indexOf('=');
  return end < 0 ? [line.replace(/^-/, ''), undefined] : [line.slice(0, end), line.slice(end + 1)];
}

/** The server's. @throws TmuxTooOld when our tmux program does not even know how to ask: `-N` came with 3.2 */
async function versionOf(line: ControlLine, tmux: string): Promise<string> {
  try {
    return (await line.run(['display-message', '-p', '#{version}']))[0]?.[0] ?? '';
  } catch (error) {
    if (!(error instanceof TmuxGone)) throw error;
    const { stdout = '' } = await execa(tmux, ['-V'], { reject: false, timeout: answerMillisMax });
    if (versionAtLeast(stdout, versionFloor)) throw error;
    const whatToDo = 'Update it, or set OPENSESSIONS_TMUX to the path of a newer one.';
    throw new TmuxTooOld(`${stdout.trim()} (${tmux})`, versionFloor, whatToDo);
  }
}

async function actOne(line: ControlLine, action: TmuxAction, context: ActionContext): Promise<TmuxError | undefined> {
  const { commands, followUp } = render(action, context);
  try {
    const [id = ''] = (await line.run(...commands)).flat();
    if (followUp !== undefined) await line.run(...followUp(id));
    return undefined;
  } catch (error) {
    if (error instanceof TmuxError) return error;
    throw error;
  }
}

function numberCommand(number: number, session: string | null): Argv {
  const name = `${numberVariable}${number}`;
  return session === null ? ['set-environment', '-gu', name] : ['set-environment', '-gh', name, session];
}

/** Those that a daemon left that was killed: sessions may have ended since. */
async function forgetNumbers(line: ControlLine): Promise<void> {
  await line.run(...Array.from({ length: numberedMax }, (_, index) => numberCommand(index + 1, null)));
}

/** One daemon serves a tmux server: two would undo each other's work for ever. The stash says which one it is. */
async function takeCharge(
  line: ControlLine,
  server: string,
  identity: string,
  isServing: (socket: string) => Promise<boolean>,
): Promise<void> {
  const stash = `=${stashSession}:`;
  const [[other = ''] = []] = await line.run(['display-message', '-p', '-t', stash, `#{${socketVariable}}`]);
  if (other !== '' && other !== identity && (await isServing(other))) throw new ServedByAnother(server, other);
  await line.run(['set-environment', '-t', stash, socketVariable, identity]);
  await endOrphans(line);
}

/** The control lines of a daemon that was killed, where they outlived it: on the stash, in control mode, not ours. */
async function endOrphans(line: ControlLine): Promise<void> {
  const [lines = []] = await line.run([
    'list-clients',
    '-t',
    `=${stashSession}:`,
    '-F',
    '#{client_control_mode} #{client_pid}',
  ]);
  for (const record of lines) {
    const [control, pid] = record.split(' ').map(Number);
    if (control !== 1 || pid === undefined || pid === line.pid) continue;
    try {
      process.kill(pid);
    } catch (error) {
      // It ended by itself meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/**
 * `new-session … ''` ends at once, so the stash is born with a process that a slot then replaces. Side by side, because
 * the stash may be as low as the lowest terminal: in two rows there is no room for two panes.
 */
async function emptyStash(line: ControlLine): Promise<void> {
  const [lines = []] = await line.run([
    'list-panes',
    '-s',
    '-t',
    `=${stashSession}:`,
    '-F',
    `#{pane_id} #{m:*sleep 20*,#{pane_start_command}} #{${paneOption}}`,
  ]);
  // Somebody's work that lies there is none of them.
  const strangers = lines.map((record) => record.split(' ')).filter(([, born, role]) => born === '1' && role === '');
  if (strangers.length === 0) return;
  await line.run(
    ['split-window', '-hd', '-t', `=${stashSession}:`, ''],
    ['set-option', '-p', '-t', `=${stashSession}:.{right}`, paneOption, 'slot'],
  );
  await line.run(...strangers.map(([pane = '']): Argv => ['kill-pane', '-t', pane]));
}

/** While the sidebar has the focus, its window keeps the name that the work pane gave it. The user's format is kept aside. */
async function keepWindowNames(line: ControlLine): Promise<void> {
  const ours = `#{?#{${paneOption}},#{window_name},#{E:${savedRenameFormatOption}}}`;
  const [[current = ''] = []] = await line.run(['show-options', '-gwv', 'automatic-rename-format']);
  if (current === ours) return;
  await line.run(
    ['set-option', '-g', '--', savedRenameFormatOption, current],
    ['set-option', '-gw', 'automatic-rename-format', ours],
  );
}

/** tmux answers a `wait-for` when it begins to wait, so each answer is the ring before it; the first one is nobody's. */
async function listen(bell: ControlLine, onBell: () => void): Promise<void> {
  try {
    for (;;) {
      await bell.run(['wait-for', bellChannel]);
      onBell();
    }
  } catch {
    // The line ended; `ended` says why.
  }
}
