import type { Recording } from '../protocol/recording.ts';
import type { Thread } from '../protocol/state.ts';
import { type AgentsState, type Kept, type KnownProcess, processKey, threadKey } from './agents.ts';
import type { Facts } from './evidence.ts';
import { judge } from './rows.ts';

/** Statements in one recording. */
const evidenceMax = 500;

/** What is known of the threads of a session (`key` is a `sessionKey`), or of all, without what is nobody's business. */
export function record(agents: AgentsState, key: string | null, version: string): Recording {
  const shown = agents.rows.filter(({ session }) => key === null || session === key).map(({ thread }) => thread);
  const wanted = new Set(shown.map(threadKey));
  const judged = judge(agents).filter(
    (one) =>
      wanted.has(threadKey(one)) ||
      (one.facts.parent !== undefined && wanted.has(threadKey({ ...one, thread: one.facts.parent }))),
  );
  const processes = new Map(judged.flatMap((one) => one.processes.map((each) => [processKey(each), each] as const)));
  return {
    recording: 1,
    version,
    startedAt: agents.startedAt,
    now: agents.now,
    processes: [...processes.values()].map(withoutProcessTexts),
    evidence: judged.flatMap((one) => one.evidence.map(withoutTexts)).slice(0, evidenceMax),
    threads: shown.map(withoutThreadTexts),
  };
}

function withoutProcessTexts({
  agent,
  pid,
  start,
  startedAt,
  ended,
  place,
}: KnownProcess): Recording['processes'][number] {
  return {
    agent,
    pid,
    start,
    startedAt,
    ended,
    place: place === null ? null : { ...place, server: baseName(place.server) },
  };
}

function withoutTexts({ subject, facts, ...rest }: Kept): Recording['evidence'][number] {
  return { ...rest, subject: baseName(subject), facts: { ...withoutFactTexts(facts) } };
}

function withoutFactTexts({ names, detail, cwd, ...rest }: Facts): Facts {
  const hidden = Object.entries(names ?? {}).map(([kind, name]) => [kind, removed(name)] as const);
  return {
    ...rest,
    ...(names === undefined ? {} : { names: Object.fromEntries(hidden) }),
    ...(detail === undefined ? {} : { detail: removed(detail) }),
    ...(cwd === undefined ? {} : { cwd: removed(cwd) }),
  };
}

function withoutThreadTexts(thread: Thread): Thread {
  const { name, detail } = thread;
  return { ...thread, name: name === null ? null : removed(name), detail: detail === null ? null : removed(detail) };
}

function removed(text: string): string {
  return `[removed: ${text.length} characters]`;
}

/** Of a path the last part; anything else as it is. */
function baseName(path: string): string {
  return path.includes('/') ? path.slice(path.lastIndexOf('/') + 1) : path;
}
