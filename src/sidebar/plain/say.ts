import type { LogEntry } from '../../protocol/metadata.ts';
import type { Session, Thread } from '../../protocol/state.ts';
import { clean, cut } from '../../protocol/text.ts';
import { keyOf, threadKeyOf } from '../model.ts';
import { listLines } from './list.ts';
import { asksIn, type PlainView } from './view.ts';
import { askWords, entryWords, isSaid, statusWords, threadName, threadWords } from './words.ts';

/** News that are told at one time; the rest is counted. */
export const newsLinesMax = 20;
export const lineGraphemesMax = 2000;

/**
 * What is to be told of a change, in lines. Everything when nothing was told before, or when there was no session; nothing
 * when nothing that matters changed. Progress and plain log entries are no news: they stand in the list.
 *
 * @param now epoch milliseconds
 */
export function say(before: PlainView | null, after: PlainView, now: number): string[] {
  if (before === null || (before.all.length === 0 && after.all.length > 0)) return bounded(listLines(after, now));
  if (after.all.length === 0) return before.all.length === 0 ? [] : ['no sessions any more'];
  const known = new Map(before.all.map((session) => [keyOf(session), session]));
  const there = new Set(after.all.map(keyOf));
  const news = [
    ...before.all.filter((session) => !there.has(keyOf(session))).map(({ name }) => `${clean(name)} was closed`),
    ...after.all.flatMap((session) => sessionNews(before, after, known.get(keyOf(session)), session)),
    ...hereNews(before, after),
  ];
  if (news.length <= newsLinesMax) return bounded(news);
  return bounded([...news.slice(0, newsLinesMax), `and ${news.length - newsLinesMax} more; l lists everything`]);
}

function sessionNews(before: PlainView, after: PlainView, was: Session | undefined, session: Session): string[] {
  const name = clean(session.name);
  const about = (lines: readonly string[]) => lines.filter(isSaid).map((line) => `${name}: ${line}`);
  const urgent = about([...askNews(before, after, session), ...threadNews(was, session, isWaiting)]);
  const number = after.listed.findIndex((one) => keyOf(one) === keyOf(session)) + 1;
  // Left out of the list by its person, who then hears only of what needs them.
  if (number === 0) return urgent;
  return [
    ...(was === undefined ? [`${number}. ${name} is new`] : []),
    ...(was !== undefined && was.name !== session.name ? [`${clean(was.name)} is now called ${name}`] : []),
    ...urgent,
    ...about([
      ...threadNews(was, session, (thread) => !isWaiting(thread)),
      ...goneNews(was, session),
      statusNews(was, session),
      ...newEntries(was?.metadata.logs ?? [], session.metadata.logs)
        .filter(({ notify }) => notify)
        .map(entryWords),
    ]),
  ];
}

function askNews(before: PlainView, after: PlainView, session: Session): string[] {
  const [old, open] = [asksIn(before, session), asksIn(after, session)];
  return [
    ...old
      .filter(({ id }) => !open.some((ask) => ask.id === id))
      .map(({ question }) => `no longer asks: ${clean(question)}`),
    ...open.filter(({ id }) => !old.some((ask) => ask.id === id)).map((ask) => `asks: ${askWords(ask)}`),
  ];
}

function threadNews(was: Session | undefined, { threads }: Session, among: (thread: Thread) => boolean): string[] {
  const known = Map.groupBy(was?.threads ?? [], threadKeyOf);
  return threads
    .filter(among)
    .filter((thread) => isNews(known.get(threadKeyOf(thread)) ?? [], thread))
    .map((thread) => threadWords(thread));
}

/** That something sits there and does nothing is no news, but that it has come to rest is. */
function isNews(was: readonly Thread[], { state, since, detail }: Thread): boolean {
  if (was.length === 0) return state !== 'idle' && state !== 'unknown';
  if (state !== 'waiting') return was.every((one) => one.state !== state);
  return was.every((one) => one.state !== state || one.since !== since || one.detail !== detail);
}

function goneNews(was: Session | undefined, { threads }: Session): string[] {
  const there = new Set(threads.map(threadKeyOf));
  return (was?.threads ?? [])
    .filter((thread) => thread.state === 'running' || thread.state === 'waiting')
    .filter((thread) => !there.has(threadKeyOf(thread)))
    .map((thread) => `${threadName(thread)} is gone`);
}

function statusNews(was: Session | undefined, { metadata }: Session): string {
  const [old, text] = [was?.metadata.status, metadata.status].map((one) => (one ? statusWords(one) : ''));
  if (old === text || text === undefined) return '';
  return isSaid(text) ? `status: ${text}` : 'status cleared';
}

/** A log only grows at its end and is cut at its beginning: what overlaps is old. */
function newEntries(old: readonly LogEntry[], entries: readonly LogEntry[]): readonly LogEntry[] {
  const keys = entries.map((entry) => JSON.stringify(entry));
  const oldKeys = old.map((entry) => JSON.stringify(entry));
  for (let common = Math.min(keys.length, oldKeys.length); common > 0; common -= 1) {
    const isOverlap = oldKeys.slice(-common).every((key, index) => key === keys[index]);
    if (isOverlap) return entries.slice(common);
  }
  return entries;
}

function hereNews(before: PlainView, after: PlainView): string[] {
  if (before.here === after.here || after.here === null) return [];
  const session = after.all.find((one) => keyOf(one) === after.here);
  return session === undefined ? [] : [`now in ${clean(session.name)}`];
}

function isWaiting({ state }: Thread): boolean {
  return state === 'waiting';
}

/** A line of thousands of characters is longer than anybody listens. */
function bounded(lines: readonly string[]): string[] {
  return lines.map((line) => cut(line, lineGraphemesMax));
}
