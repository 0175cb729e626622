import { type AgentsState, threadKey } from './agents.ts';

/** Threads whose end nobody has looked at, kept over a restart. */
export const carriedMax = 200;

/** How it ended before we began to watch is news for these (`threadKey`s): the last daemon said so. */
export function recall(agents: AgentsState, threads: readonly string[]): AgentsState {
  return threads.length === 0 ? agents : { ...agents, carried: new Set(threads) };
}

/** What the next daemon shall know: whose end is news, and of whom it was and nothing has been heard yet. */
export function unseenThreads({ rows, carried, seen }: AgentsState): { agent: string; thread: string }[] {
  const shown = new Set(rows.map(({ thread }) => threadKey(thread)));
  const waiting = [...carried].filter((key) => !shown.has(key) && !seen.has(key));
  const news = rows.filter(({ thread }) => thread.unseen).map(({ thread }) => threadKey(thread));
  return [...waiting, ...news].slice(-carriedMax).map((key) => {
    const [agent = '', thread = ''] = key.split('\n');
    return { agent, thread };
  });
}
