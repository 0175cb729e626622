import { statSync } from 'node:fs';
import * as z from 'zod/mini';
import { threadKey } from '../core/agents.ts';
import { foldedMax, namesMax } from '../core/order.ts';
import { initialState, type ListState, type State } from '../core/state.ts';
import { carriedMax, unseenThreads } from '../core/unseen.ts';
import { ListFilter } from '../protocol/listed.ts';
import type { Paths } from '../protocol/paths.ts';
import { readIfThere, writePrivate } from './files.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';

const fileBytesMax = 1024 * 1024;
const nameCharactersMax = 4096;

const name = z.string().check(z.minLength(1), z.maxLength(nameCharactersMax));
const threads = z.array(z.object({ agent: name, thread: name }));

type Kept = Pick<Paths, 'sessionOrder' | 'ui'>;

/**
 * Reads what a person did to the list, and which ends of agents nobody had looked at, from `session-order.json` and
 * `ui.json`; keeps both files from then on. What cannot be read of them counts as not there.
 */
export function keepPreferences(store: Store, files: Kept, log: Log): void {
  const order = readJson(files.sessionOrder, log);
  const ui = asRecord(readJson(files.ui, log));
  const { list } = initialState;
  const read: ListState = {
    order: names(Array.isArray(order) ? order : asRecord(order)['order']),
    hidden: names(ui['hidden']),
    filter: ListFilter.safeParse(ui['filter']).data ?? list.filter,
    showsHidden: ui['showsHidden'] === true,
    folded: names(ui['folded']).slice(0, foldedMax),
  };
  store.dispatch({ type: 'list.read', list: read });
  const carried = threads.safeParse(ui['unseen']).data ?? [];
  store.dispatch({ type: 'unseen.recalled', threads: carried.slice(-carriedMax).map(threadKey) });

  let written = { order: orderText(store.state()), ui: uiText(store.state(), ui) };
  store.onChange((state, before) => {
    const { rows, seen, carried } = state.agents;
    const isSameNews = rows === before.agents.rows && seen === before.agents.seen && carried === before.agents.carried;
    if (state.list === before.list && isSameNews) return;
    const now = { order: orderText(state), ui: uiText(state, ui) };
    if (now.order !== written.order) write(files.sessionOrder, now.order, log);
    if (now.ui !== written.ui) write(files.ui, now.ui, log);
    written = now;
  });
}

function orderText({ list }: State): string {
  return `${JSON.stringify(list.order, null, 2)}\n`;
}

/** @param before what else stands in the file stays there */
function uiText(state: State, before: Readonly<Record<string, unknown>>): string {
  const { hidden, filter, showsHidden, folded } = state.list;
  return `${JSON.stringify({ ...before, hidden, filter, showsHidden, folded, unseen: unseenThreads(state.agents) }, null, 2)}\n`;
}

function write(path: string, text: string, log: Log): void {
  try {
    writePrivate(path, text);
  } catch (error) {
    log(`cannot keep ${path}: ${reason(error)}`);
  }
}

function readJson(path: string, log: Log): unknown {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > fileBytesMax)
      throw new Error(`it has more than ${fileBytesMax} bytes`);
    const text = readIfThere(path);
    return text === null ? null : JSON.parse(text);
  } catch (error) {
    log(`${path} counts as not there: ${reason(error)}`);
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
}

/** Each once; what is no name is left out. */
function names(value: unknown): string[] {
  const found = Array.isArray(value) ? value.flatMap((one) => name.safeParse(one).data ?? []) : [];
  return [...new Set(found)].slice(0, namesMax);
}
