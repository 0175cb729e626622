// Tells opensessions what OpenCode (1.x) or Kilo does: busy, waiting for you, done. Put there by `opensessions integrations`,
// which also removes it. It leaves the few events that say so, trimmed, in a private file for each process:
// ~/.local/state/opensessions/agents/opencode-<pid>.jsonl. It sends nothing anywhere, waits for nobody and never fails; where
// opensessions was never set up it does nothing at all.
import { existsSync, mkdirSync } from 'node:fs';
import { appendFile, unlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

const fileBytesMax = 256 * 1024;
const pendingLinesMax = 1000;
const statesMax = 512;
const textMax = 300;
/** The last lines before the end, so that they are read before the file is removed. */
const farewellMillis = 50;

const stateHome = process.env.XDG_STATE_HOME?.startsWith('/')
  ? process.env.XDG_STATE_HOME
  : join(homedir(), '.local', 'state');
const stateDir = join(stateHome, 'opensessions');
const program = basename(process.execPath);
const isKilo = /kilo/i.test(program) || (!/opencode/i.test(program) && /[/.]kilo\//.test(import.meta.url));
const agent = isKilo ? 'kilo' : 'opencode';
const file = join(stateDir, 'agents', `${agent}-${process.pid}.jsonl`);

/** The newest line of each kind, in the order in which they came: what a new file begins with. */
const states = new Map();
/** Tool calls whose start was told. */
const calls = new Set();
let pending = [];
let writing = null;
let bytes = 0;
let begun = false;

const cut = (value) => (typeof value === 'string' ? value.slice(0, textMax) : undefined);

/** What is kept of an event's properties; undefined for events that nobody asks for. */
function trim(type, properties) {
  const { sessionID, info, part } = properties ?? {};
  switch (type) {
    case 'session.created':
    case 'session.updated':
    case 'session.deleted':
      return { sessionID: sessionID ?? info?.id, info: info && trimSession(info) };
    case 'session.status':
      return { sessionID, status: { ...properties.status, message: cut(properties.status?.message) } };
    case 'session.idle':
      return { sessionID };
    case 'session.error':
      return { sessionID, error: trimError(properties.error) };
    case 'permission.asked':
    case 'permission.updated': {
      const { id, permission, type: kind, title, patterns, pattern } = properties;
      const what = [patterns, pattern]
        .flat()
        .slice(0, 5)
        .flatMap((one) => cut(one) ?? []);
      return { sessionID, id, permission: cut(permission ?? kind), patterns: what, title: cut(title) };
    }
    case 'question.asked': {
      const [first] = properties.questions ?? [];
      return {
        sessionID,
        id: properties.id,
        questions: [{ question: cut(first?.question), header: cut(first?.header) }],
      };
    }
    case 'permission.replied':
    case 'question.replied':
    case 'question.rejected':
      return { sessionID, requestID: properties.requestID ?? properties.permissionID };
    case 'message.updated':
      return { sessionID: sessionID ?? info?.sessionID, info: info && trimMessage(info) };
    case 'message.part.updated':
      return part?.type === 'tool' ? trimTool(sessionID ?? part.sessionID, part) : undefined;
    default:
      return undefined;
  }
}

function trimSession({ id, parentID, directory, title, model, time }) {
  const { created, archived } = time ?? {};
  return { id, parentID, directory, title: cut(title), model: model && { id: model.id }, time: { created, archived } };
}

function trimMessage({ id, role, time, finish, error, modelID, model }) {
  return { id, role, time, finish, error: error && trimError(error), modelID: modelID ?? model?.modelID };
}

function trimError(error) {
  return { name: cut(error?.name), data: { message: cut(error?.data?.message) } };
}

/** Its start and its end: what it prints meanwhile is not told. */
function trimTool(sessionID, { callID, tool, state }) {
  const starts = state?.status === 'running';
  const ends = state?.status === 'completed' || state?.status === 'error';
  if (starts ? calls.has(callID) : !ends || !calls.delete(callID)) return undefined;
  if (starts) calls.add(callID);
  if (calls.size > statesMax) calls.clear();
  const { questions, ...input } = starts ? (state.input ?? {}) : {};
  const texts = Object.entries(input)
    .slice(0, 20)
    .flatMap(([key, value]) => (cut(value) ? [[key, cut(value)]] : []));
  const asked = questions && [{ question: cut(questions[0]?.question) }];
  const shown = { ...Object.fromEntries(texts), questions: asked };
  return { sessionID, part: { type: 'tool', callID, tool, state: { status: state.status, input: shown } } };
}

/** What a line replaces when the file begins anew. */
function stateKey({ type, properties: { sessionID, id, requestID, info } }) {
  if (requestID ?? id) return `request ${requestID ?? id}`;
  return `${type} ${info?.role ?? ''} ${sessionID}`;
}

/** False when it says nothing new. */
function remember(event, line) {
  const { type, properties } = event;
  const { sessionID, status, requestID } = properties;
  const key = stateKey(event);
  const repeats = type === 'session.status' || type === 'session.updated';
  if (repeats && sameEvent(states.get(key), event)) return false;
  states.delete(key);
  // A new turn knows nothing of an old error, its end nothing of open questions.
  if (status?.type === 'busy') states.delete(`session.error  ${sessionID}`);
  if (status?.type === 'idle') forget((one, its) => its === sessionID && one.startsWith('request '));
  if (type === 'session.deleted') forget((_, its) => its === sessionID);
  if (requestID === undefined) states.set(key, { event: JSON.stringify(event), line, sessionID });
  if (states.size > statesMax) states.delete(states.keys().next().value);
  return true;
}

function forget(isOver) {
  for (const [key, { sessionID }] of states) if (isOver(key, sessionID)) states.delete(key);
}

function sameEvent(before, event) {
  return before !== undefined && before.event === JSON.stringify(event);
}

function tell(type, properties) {
  const event = { type, properties };
  const line = `${JSON.stringify({ at: Date.now(), pid: process.pid, pane: process.env.TMUX_PANE, event })}\n`;
  if (!remember(event, line) || pending.length >= pendingLinesMax) return;
  pending.push(line);
  writing ??= write().catch(() => {
    // A full disk, a directory that is gone: an agent has other work.
    pending = [];
    writing = null;
  });
}

async function write() {
  while (pending.length > 0) {
    const lines = pending;
    pending = [];
    const anew = !begun || bytes + size(lines) > fileBytesMax;
    const all = anew ? [...older(lines), ...lines] : lines;
    bytes = size(all) + (anew ? 0 : bytes);
    begun = true;
    // A file that begins was left by an earlier process with our id, or is too long.
    await (anew ? writeFile : appendFile)(file, all.join(''), { mode: 0o600 });
  }
  writing = null;
}

/** What still holds of what was told before these lines. */
function older(lines) {
  const news = new Set(lines);
  return [...states.values()].flatMap(({ line }) => (news.has(line) ? [] : [line]));
}

function size(lines) {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
}

export const OpenSessions = async ({ directory } = {}) => {
  try {
    if (!existsSync(stateDir)) return {};
    mkdirSync(join(stateDir, 'agents'), { recursive: true, mode: 0o700 });
    tell('opensessions.started', { directory });
  } catch {
    // A read-only home, say: then there is nothing to tell.
    return {};
  }
  return {
    event: async ({ event }) => {
      try {
        const properties = trim(event?.type, event?.properties);
        if (properties !== undefined) tell(event.type, properties);
      } catch {
        // An event of another shape than we know is not ours to judge.
      }
    },
    dispose: async () => {
      try {
        await writing;
        await new Promise((resolve) => setTimeout(resolve, farewellMillis));
        await unlink(file);
        begun = false;
        bytes = 0;
      } catch {
        // Removed already: it is loaded, and disposed of, more than once in a process.
      }
    },
  };
};
