// opensessions in Amp: tells the tmux sidebar what its threads do. Amp loads it from ~/.config/amp/plugins/.
// It appends small lines to a private file of this process and does nothing else: no output, no network, no waiting, and
// nothing at all where opensessions was never set up. It has no handler for `tool.call`: that would have to answer, and an
// `allow` of ours could stand against another plugin's rules. It may be deleted at any time.
import { appendFile, chmodSync, existsSync, mkdirSync, unlinkSync, writeFile } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** What is used of Amp's plugin interface (0.0.1790142914, experimental); all of it may be missing in another version. */
interface Amp {
  on(event: string, handler: (event: AmpEvent, context?: { thread?: AmpThread }) => void): void;
  onDispose?(handler: () => void): void;
}
interface AmpEvent {
  thread?: { id?: string };
  message?: unknown;
  status?: unknown;
  tool?: unknown;
}
interface AmpThread {
  id?: string;
  parentThreadID?(): Promise<string | null | undefined>;
  state?: { subscribe?(handler: (state: string) => void): { unsubscribe?(): void } };
}

const fileBytesMax = 256 * 1024;
const textUnitsMax = 300;
/** Lines that wait for the disk. More are lost: the agent's pace is not ours to slow down. */
const waitingMax = 64;
/** Threads that are followed, the oldest forgotten. */
const threadsMax = 100;
/** How long Amp may take to say whose subagent a thread is. */
const parentMillisMax = 1000;
/** What the state follows from; the newest of them begins a new file. */
const decisive = ['agent.start', 'agent.end', 'state'];

interface Thread {
  parent: string | undefined;
  /** Settled when it is known whose subagent it is. Nothing is told before. */
  known: Promise<void>;
  stop(): void;
}

export default function opensessions(amp: Amp): void {
  const stateDir = stateDirectory(process.env);
  if (stateDir === null || !existsSync(stateDir)) return;
  const file = join(stateDir, 'agents', `amp-${process.pid}.jsonl`);
  const threads = new Map<string, Thread>();
  const waiting: string[] = [];
  let writing = false;
  let ended = false;
  let bytes = 0;
  let last = '';

  function write(): void {
    const lines = waiting.splice(0).join('');
    if (lines === '' || ended) return;
    writing = true;
    const anew = bytes === 0 || bytes + lines.length > fileBytesMax;
    const text = anew && bytes > 0 && !lines.includes(last) ? last + lines : lines;
    bytes = (anew ? 0 : bytes) + Buffer.byteLength(text);
    const done = () => {
      writing = false;
      // Written after the end: nobody else would remove it.
      if (ended) remove(file);
      else write();
    };
    if (anew) writeFile(file, text, { mode: 0o600 }, done);
    else appendFile(file, text, { mode: 0o600 }, done);
  }

  function tell(type: string, thread: string, more: object, at: number): void {
    const parent = threads.get(thread)?.parent;
    const event = { type, thread, parent, ppid: process.ppid, ...more };
    const pane = process.env['TMUX_PANE'];
    const line = `${JSON.stringify({ at, pid: process.pid, ...(pane && { pane }), event })}\n`;
    if (decisive.includes(type) && parent === undefined) last = line;
    if (waiting.length < waitingMax) waiting.push(line);
    if (!writing) write();
  }

  function tellOnceKnown(type: string, id: string, more: object): void {
    const at = Date.now();
    void threads.get(id)?.known.then(() => quietly(() => tell(type, id, more, at)));
  }

  /** Follows a thread's state, which alone knows of questions, and asks whether it is a subagent's. */
  function follow(id: string, thread: AmpThread | undefined): void {
    if (threads.has(id)) return;
    const followed: Thread = { parent: undefined, known: Promise.resolve(), stop: () => {} };
    threads.set(id, followed);
    const [oldest] = threads.keys();
    if (threads.size > threadsMax && oldest !== undefined) forget(oldest);
    followed.known = within(thread?.parentThreadID?.()).then((parent) => {
      followed.parent = parent ?? undefined;
    });
    const subscription = thread?.state?.subscribe?.((state) => quietly(() => tellOnceKnown('state', id, { state })));
    followed.stop = () => subscription?.unsubscribe?.();
  }

  function forget(id: string): void {
    quietly(() => threads.get(id)?.stop());
    threads.delete(id);
  }

  function on(type: string, more: (event: AmpEvent) => object): void {
    amp.on(type, (event, context) => {
      quietly(() => {
        const id = event.thread?.id ?? context?.thread?.id;
        if (id === undefined) return;
        follow(id, context?.thread);
        tellOnceKnown(type, id, more(event));
      });
    });
  }

  quietly(() => {
    mkdirSync(join(stateDir, 'agents'), { recursive: true, mode: 0o700 });
    chmodSync(join(stateDir, 'agents'), 0o700);
  });
  on('session.start', () => ({}));
  on('agent.start', ({ message }) => ({ message: short(message) }));
  on('agent.end', ({ status }) => ({ status: short(status) }));
  on('tool.result', ({ tool }) => ({ tool: short(tool) }));
  amp.onDispose?.(() => {
    ended = true;
    for (const id of [...threads.keys()]) forget(id);
    remove(file);
  });
}

/** A sidebar is no reason to disturb the agent, and there is nobody to tell. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // See above.
  }
}

/** What is not said in time, or fails, counts as nobody's subagent. */
function within(parent: Promise<string | null | undefined> | undefined): Promise<string | null | undefined> {
  if (parent === undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, parentMillisMax, null);
    timer.unref?.();
    parent.then(resolve, () => resolve(null));
  });
}

/** As the daemon finds it: the XDG Base Directory specification. */
function stateDirectory(env: NodeJS.ProcessEnv): string | null {
  const state = env['XDG_STATE_HOME'];
  if (state !== undefined && isAbsolute(state)) return join(state, 'opensessions');
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? join(home, '.local', 'state', 'opensessions') : null;
}

function short(text: unknown): string | undefined {
  return typeof text === 'string' ? text.slice(0, textUnitsMax) : undefined;
}

function remove(file: string): void {
  quietly(() => unlinkSync(file));
}
