import { clean, cut } from '../protocol/text.ts';
import type { PaneFacts, ServerState } from './state.ts';
import type { Topology } from './topology.ts';

/** Windows whose panes are asked about at once; in others it is not known what runs. */
const windowsMax = 200;
const commandGraphemesMax = 64;
const pathCharactersMax = 4096;

/** Windows that are listed with their panes: those with several to work in. A single pane is its window. */
export function windowsOfPanes({ sessions, windows }: Topology): string[] {
  const ids = new Set(sessions.flatMap((session) => session.windows.map(({ window }) => window)));
  const work = (id: string) => windows.get(id)?.panes.filter(({ role }) => role === 'work').length ?? 0;
  return [...ids].filter((id) => work(id) > 1).slice(0, windowsMax);
}

/** What can be shown of what was seen: a program gives itself any name. */
export function shownFacts(seen: ReadonlyMap<string, PaneFacts>): ServerState['panes'] {
  return new Map(
    [...seen].map(([pane, { command, dir }]) => [
      pane,
      {
        command: cut(clean((command ?? '').slice(0, pathCharactersMax)), commandGraphemesMax) || null,
        dir: dir?.startsWith('/') && dir.length <= pathCharactersMax ? dir : null,
      },
    ]),
  );
}
