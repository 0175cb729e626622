// opensessions in Pi: tells the tmux sidebar what this session does. Pi loads it from <agent dir>/extensions/.
// It appends small lines to a private file of this process and does nothing else: no output, no network, no decision, no
// waiting, and nothing at all where opensessions was never set up. It may be deleted at any time.
import { appendFile, chmodSync, existsSync, mkdirSync, statSync, unlinkSync, writeFile } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** What is used of the extension API of Pi 0.73 and 0.87; all of it may be missing in another version. */
interface Pi {
  on(event: string, handler: (event: Record<string, unknown>, context?: PiContext) => void): void;
  getSessionName?(): string | undefined;
}
interface PiContext {
  model?: { id?: string };
  sessionManager?: { getSessionFile?(): string | undefined; getSessionId?(): string | undefined };
}

const fileBytesMax = 256 * 1024;
const textUnitsMax = 300;
const fieldsMax = 8;
/** Lines that wait for the disk. More are lost: the agent's pace is not ours to slow down. */
const waitingMax = 64;
/** What the state follows from; the newest of them begins a new file. */
const decisive = ['session_start', 'agent_start', 'agent_end'];

export default function opensessions(pi: Pi): void {
  const stateDir = stateDirectory(process.env);
  if (stateDir === null || !existsSync(stateDir)) return;
  const file = join(stateDir, 'agents', `pi-${process.pid}.jsonl`);
  const waiting: string[] = [];
  let writing = false;
  let ended = false;
  let bytes = 0;
  let last = '';

  function write(): void {
    const lines = waiting.splice(0).join('');
    if (lines === '' || writing || ended) return;
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

  function tell(type: string, context: PiContext | undefined, more: object): void {
    const session = context?.sessionManager;
    const about = {
      type,
      sid: session?.getSessionId?.(),
      file: session?.getSessionFile?.(),
      model: context?.model?.id,
      name: short(pi.getSessionName?.()),
      ...more,
    };
    const pane = process.env['TMUX_PANE'];
    const line = `${JSON.stringify({ at: Date.now(), pid: process.pid, ...(pane && { pane }), event: about })}\n`;
    if (decisive.includes(type)) last = line;
    if (waiting.length < waitingMax) waiting.push(line);
    if (!writing) write();
  }

  function on(type: string, more: (event: Record<string, unknown>, context?: PiContext) => object): void {
    pi.on(type, (event, context) => {
      try {
        tell(type, context, more(event, context));
      } catch {
        // A sidebar is no reason to disturb the agent, and there is nobody to tell.
      }
    });
  }

  try {
    mkdirSync(join(stateDir, 'agents'), { recursive: true, mode: 0o700 });
    chmodSync(join(stateDir, 'agents'), 0o700);
    bytes = existsSync(file) && startedBefore(file) ? statSync(file).size : 0;
  } catch {
    // No place to write to: the first write will fail, which is ignored as well.
  }
  on('session_start', ({ reason }, context) => ({ reason, fresh: isFresh(context) }));
  on('input', ({ text }) => ({ text: short(text) }));
  on('agent_start', () => ({}));
  on('tool_execution_start', ({ toolCallId, toolName, args }) => ({ toolCallId, toolName, args: shortFields(args) }));
  on('tool_execution_end', ({ toolCallId }) => ({ toolCallId }));
  on('agent_end', ({ messages }) => ending(messages));
  on('agent_settled', () => ({}));
  on('session_shutdown', ({ reason }) => {
    if (reason === 'quit') {
      ended = true;
      remove(file);
    }
    return { reason };
  });
}

/** As the daemon finds it: the XDG Base Directory specification. */
function stateDirectory(env: NodeJS.ProcessEnv): string | null {
  const state = env['XDG_STATE_HOME'];
  if (state !== undefined && isAbsolute(state)) return join(state, 'opensessions');
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? join(home, '.local', 'state', 'opensessions') : null;
}

/** Of this process, written before Pi loaded its extensions anew, and not of an earlier one with the same id. */
function startedBefore(file: string): boolean {
  return statSync(file).mtimeMs > Date.now() - process.uptime() * 1000;
}

/** A session's file is written with its first answer. */
function isFresh(context: PiContext | undefined): boolean {
  const file = context?.sessionManager?.getSessionFile?.();
  return file === undefined || !existsSync(file);
}

/** How the last answer of a run ended. */
function ending(messages: unknown): object {
  const answers = Array.isArray(messages) ? messages.filter((message) => message?.role === 'assistant') : [];
  const { stopReason, errorMessage } = answers.at(-1) ?? {};
  return { stopReason, errorMessage: short(errorMessage) };
}

function shortFields(args: unknown): object {
  const entries = typeof args === 'object' && args !== null ? Object.entries(args) : [];
  const texts = entries.filter(([, value]) => typeof value === 'string').slice(0, fieldsMax);
  return Object.fromEntries(texts.map(([name, value]) => [name.slice(0, textUnitsMax), short(value)]));
}

function short(text: unknown): string | undefined {
  return typeof text === 'string' ? text.slice(0, textUnitsMax) : undefined;
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Never written, or removed by somebody else.
  }
}
