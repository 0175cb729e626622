import type { Origin } from '../protocol/command.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Session, Snapshot } from '../protocol/state.ts';
import type { Gathered } from './gathered.ts';
import type { Going } from './go.ts';
import type { Wanted } from './wanted.ts';

/** All that is known before anything is searched. */
export interface Scene extends Going {
  home: string;
  wanted: Wanted;
  names: readonly string[];
  /** Directories that sessions were in, the latest first. */
  recent: readonly string[];
  start: Gathered;
  /** For the looks. */
  settings: Settings;
  /** What a person should know first, in one line. */
  problem: string | null;
}

/** The session that somebody is in: of the named client, else with the pane. */
export function hereOf({ sessions, clients }: Snapshot, { server, client, pane }: Origin): Session | undefined {
  const ours = sessions.filter((session) => session.server === server);
  const attached = clients.find((one) => one.server === server && one.name === client)?.session;
  return (
    ours.find(({ id }) => id === attached) ??
    ours.find(({ windows }) => windows.some(({ panes }) => panes.some(({ id }) => id === pane)))
  );
}
