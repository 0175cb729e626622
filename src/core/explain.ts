import type { Explanation, Signal } from '../protocol/explain.ts';
import type { Thread } from '../protocol/state.ts';
import { type Kept, processKey, threadKey } from './agents.ts';
import { type Judged, judge } from './rows.ts';
import { type ServerState, type State, splitSessionKey } from './state.ts';

/** Every signal behind the threads of a session, or of all (`key` is a `sessionKey`), subagents under the thread that they belong to. */
export function explain({ agents, servers, threads }: State, key: string | null): Explanation[] {
  const judged = judge(agents);
  const watched = agents.rows.filter(({ session }) => key === null || session === key);
  const reported = [...threads]
    .filter(([session]) => key === null || session === key)
    .flatMap(([session, all]) => all.map(({ thread }) => ({ session, thread })))
    .filter(({ thread }) => !agents.rows.some((row) => threadKey(row.thread) === threadKey(thread)));
  return [
    ...watched.flatMap(({ session, thread }) => {
      const found = judged.find((one) => threadKey(one) === threadKey(thread));
      return found === undefined ? [] : [explanation(session, thread, found, servers, agents.now)];
    }),
    ...reported.map(({ session, thread }): Explanation => {
      return {
        ...where(session, servers),
        thread,
        rule: 'reported through POST /agent',
        signals: [reportSignal(thread)],
      };
    }),
  ];
}

function explanation(
  session: string,
  thread: Thread,
  { verdict, evidence, processes }: Judged,
  servers: ReadonlyMap<string, ServerState>,
  now: number,
): Explanation {
  const ended = new Set(processes.filter((one) => one.ended !== null).map(processKey));
  const rank = (one: Kept) => (verdict.because.includes(one) ? verdict.because.indexOf(one) : verdict.because.length);
  const signals = [...evidence]
    .sort((a, b) => rank(a) - rank(b) || b.at - a.at)
    .map((one) => signal(one, role(one, verdict.because, ended, now)));
  return { ...where(session, servers), thread, rule: verdict.rule, signals };
}

function role(one: Kept, because: readonly Kept[], ended: ReadonlySet<string>, now: number): Signal['role'] {
  if (because[0] === one) return 'decided';
  if (because.includes(one)) return 'considered';
  if (one.withdrawn) return 'withdrawn';
  if (one.expires !== null && one.expires <= now) return 'over';
  return one.process !== null && ended.has(processKey(one.process)) ? 'ended' : 'outranked';
}

function signal(one: Kept, as: Signal['role']): Signal {
  const { source, subject, claim, at, process, facts, failed } = one;
  return { source, subject, claim, detail: facts.detail ?? null, at, pid: process?.pid ?? null, role: as, failed };
}

function reportSignal({ thread, state, detail, since }: Thread): Signal {
  return {
    source: 'push',
    subject: thread,
    claim: state,
    detail,
    at: since,
    pid: null,
    role: 'decided',
    failed: false,
  };
}

function where(
  session: string,
  servers: ReadonlyMap<string, ServerState>,
): Pick<Explanation, 'server' | 'session' | 'sessionName'> {
  const { server, session: id } = splitSessionKey(session);
  const name = servers.get(server)?.topology.sessions.find((one) => one.id === id)?.name ?? null;
  return { server, session: id, sessionName: name };
}
