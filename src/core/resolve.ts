import type { Certainty, ThreadState } from '../protocol/state.ts';
import type { Kept, KnownProcess } from './agents.ts';
import type { Claim, Source } from './evidence.ts';

/** All that bears on one thread. */
export interface Case {
  evidence: readonly Kept[];
  /** Processes that have, or had, this thread as their current one. */
  bound: readonly KnownProcess[];
  /** The ones that its evidence names, those of `bound` among them. */
  processes: readonly KnownProcess[];
}

export interface Verdict {
  state: ThreadState;
  /** Epoch milliseconds. */
  since: number;
  certainty: Certainty;
  /** What decided, the winner first. */
  because: readonly Kept[];
  /** How it was decided, in words for a person. */
  rule: string;
  /** Epoch milliseconds when time alone changes the verdict; null when it doesn't. */
  due: number | null;
}

/** A queued prompt starts the next turn at once: that a turn is done is held back this long. */
export const doneMillis = 300;
/** Claude Code 2.1 writes how a turn ended up to 176 ms after its registry says that it did: an open turn is waited for this long. */
export const recordMillis = 300;

/** Say at once what runs; the most trusted first. */
const live: readonly Source[] = ['push', 'plugin', 'protocol', 'registry'];
/** Hear of most changes, but not of all (Claude Code: none of an interrupt). */
const heard: readonly Source[] = ['hook'];
/** Know how a turn ended, once it is written. */
const records: readonly Source[] = ['transcript', 'database'];
const written = [...records, ...heard];
/** What a person sees. */
const shown: readonly Source[] = ['screen', 'title'];
const tiers = [live, heard, records, shown];
const order = tiers.flat();
const urgency: readonly (Claim | null)[] = [
  null,
  'present',
  'idle',
  'done',
  'interrupted',
  'error',
  'running',
  'waiting',
];
/** What sees a question that better sources may miss. A database only guesses it. */
const raising: readonly Source[] = ['hook', 'transcript', 'screen', 'title'];
const endings: readonly Claim[] = ['done', 'error', 'interrupted'];
/** How exactly the start of a process is known. */
const startMillis = 1000;

/** What a thread does, from what is said of it. Pure, and the same in whichever order the statements came. */
export function resolve({ evidence, bound, processes }: Case, now: number): Verdict | null {
  const living = processes.filter(({ ended }) => ended === null);
  const dead = processes.length > 0 && living.length === 0;
  // How a turn of an earlier process ended is no news of this one. Without a process nothing is earlier.
  const starts = (dead ? processes : living).map(({ startedAt }) => startedAt);
  const began = starts.length === 0 ? 0 : Math.min(...starts) - startMillis;
  const ended = dead ? Math.max(...processes.map((one) => one.ended ?? 0)) : null;
  const speaking = evidence.filter((one) => isSaid(one) && (one.expires === null || one.expires > now));
  const record = newest(
    speaking.filter(({ source, claim, at }) => written.includes(source) && claim !== 'present' && at >= began),
  );
  if (ended !== null) return afterTheEnd(speaking, record, ended, now);

  const alive = speaking.filter((one) => !one.withdrawn && lives(one, processes));
  const telling = alive.filter(({ claim }) => claim !== 'present');
  const bestTier = tiers.find((tier) => telling.some(({ source }) => tier.includes(source))) ?? [];
  const best = newest(telling.filter(({ source }) => bestTier.includes(source)));
  if (best === undefined) return present(evidence, bound);
  const raised = newest(
    alive.filter(({ claim, source, at }) => claim === 'waiting' && raising.includes(source) && at >= best.at),
  );
  if (raised !== undefined && best.claim !== 'waiting')
    return verdict('waiting', raised, [best], `${raised.source} shows a question that ${best.source} does not know of`);
  const refuted = alive.find(({ source, claim }) => source === 'screen' && claim !== 'waiting');
  if (best.source === 'database' && best.claim === 'waiting' && refuted !== undefined)
    return verdict('running', best, [refuted], 'the database looks like a question, and the screen shows none');
  const moves = newest(
    alive.filter(({ claim, source, at }) => claim === 'running' && shown.includes(source) && at > best.at),
  );
  if (moves !== undefined && records.includes(best.source) && best.claim !== 'running' && best.claim !== 'waiting')
    return verdict('running', moves, [best], `${moves.source} shows a turn that ${best.source} has not written yet`);
  if (records.includes(best.source) && best.at < began)
    return verdict('idle', best, [], 'nothing happened since its process started');
  if (best.claim === 'idle') return idle(best, record, now);
  // Its registry went with it, a moment before the process does: nothing runs again because nobody denies it any more.
  const left = newest(speaking.filter((one) => one.withdrawn && live.includes(one.source) && lives(one, processes)));
  if (records.includes(best.source) && best.claim === 'running' && left?.claim === 'idle' && left.at > best.at)
    return idle(left, record, now);
  if (best.claim === 'running' || best.claim === 'waiting')
    return verdict(best.claim, best, [], `${best.source} says so`);
  return heldBack(verdict(state(best.claim), best, [], `${best.source} says so`), now);
}

/** No turn runs: the records say how the last one ended. */
function idle(best: Kept, record: Kept | undefined, now: number): Verdict {
  if (record === undefined || record.claim === 'idle' || record.claim === 'waiting')
    return verdict('idle', best, [], `${best.source} says so, and no turn has ended`);
  if (record.claim !== 'running') {
    const how = verdict(
      state(record.claim),
      record,
      [best],
      `${best.source} says that no turn runs, ${record.source} how it ended`,
    );
    return heldBack({ ...how, certainty: best.failed ? 'inferred' : how.certainty }, now);
  }
  if (record.at > best.at)
    return verdict('running', record, [best], `${record.source} has a turn newer than what ${best.source} says`);
  const open = verdict('interrupted', best, [record], `no turn runs, and ${record.source} has one without an end`);
  if (now >= best.at + recordMillis) return open;
  return {
    ...open,
    state: 'running',
    rule: `${record.source} may still say how the turn ended`,
    due: best.at + recordMillis,
  };
}

function afterTheEnd(speaking: readonly Kept[], record: Kept | undefined, ended: number, now: number): Verdict | null {
  const last = newest(
    speaking.filter(({ source, claim }) => claim === 'running' || claim === 'waiting' || live.includes(source)),
  );
  // A dialog that only the pane showed need not be of a turn: one at its start, say, that was answered with "exit".
  if (last?.claim === 'waiting' && shown.includes(last.source) && record === undefined) return null;
  const isOpen = ({ claim }: Kept) => claim === 'running' || claim === 'waiting';
  const broken = (because: readonly Kept[], by: Kept): Verdict => {
    const open = { ...verdict('interrupted', by, because, 'its process ended in the middle of a turn'), since: ended };
    if (now >= ended + recordMillis) return open;
    return {
      ...open,
      state: state(by.claim),
      since: by.at,
      rule: 'its process ended just now',
      due: ended + recordMillis,
    };
  };
  if (last !== undefined && isOpen(last) && (record === undefined || isOpen(record) || record.at < last.at))
    return broken(record === undefined || record === last ? [] : [record], last);
  const how = [last, record].find((one) => one !== undefined && endings.includes(one.claim ?? 'present'));
  if (how !== undefined)
    return heldBack(verdict(state(how.claim), how, [], `${how.source} says how it ended, then its process did`), now);
  return record?.claim === 'running' ? broken([], record) : null;
}

/** It is there, and nobody says what it does. */
function present(evidence: readonly Kept[], bound: readonly KnownProcess[]): Verdict | null {
  const first = bound.find(({ ended }) => ended === null);
  if (first === undefined) return null;
  const because = newest(evidence.filter(({ withdrawn }) => !withdrawn));
  return {
    state: 'unknown',
    since: first.startedAt,
    certainty: 'presence',
    because: because === undefined ? [] : [because],
    rule: 'its process runs, and nothing says what it does',
    due: null,
  };
}

function heldBack(before: Verdict, now: number): Verdict {
  const due = before.since + doneMillis;
  if (before.state !== 'done' || now >= due) return before;
  return { ...before, state: 'running', rule: 'done, unless the next turn begins at once', due };
}

function verdict(to: ThreadState, by: Kept, others: readonly Kept[], rule: string): Verdict {
  return { state: to, since: by.at, certainty: certainty(by), because: [by, ...others], rule, due: by.expires };
}

/** What an agent says of itself is exact; an open turn in a record, a pane's look and a failed look are conclusions. */
function certainty({ source, claim, failed }: Kept): Certainty {
  if (failed || shown.includes(source)) return 'inferred';
  return records.includes(source) && !endings.includes(claim ?? 'present') ? 'inferred' : 'exact';
}

function state(claim: Claim | null): ThreadState {
  return claim === null || claim === 'present' ? 'unknown' : claim;
}

function isSaid({ claim }: Kept): boolean {
  return claim !== null;
}

/** What has a process ends with it. What has none (a record, a hook) lives with the thread. */
function lives({ process: of }: Kept, processes: readonly KnownProcess[]): boolean {
  if (of === null) return true;
  return processes.some(({ pid, start, ended }) => pid === of.pid && start === of.start && ended === null);
}

/** The freshest; of equal ones the more trusted, then the more urgent, so that the order of arrival never matters. */
function newest(evidence: readonly Kept[]): Kept | undefined {
  return evidence.reduce<Kept | undefined>((best, one) => {
    if (best === undefined) return one;
    const by =
      one.at - best.at ||
      order.indexOf(best.source) - order.indexOf(one.source) ||
      urgency.indexOf(one.claim) - urgency.indexOf(best.claim) ||
      (one.subject < best.subject ? 1 : -1);
    return by > 0 ? one : best;
  }, undefined);
}
