import { type State, sessionKey } from './state.ts';
import { windowOfPane } from './topology.ts';

/** A session that a push names: its `sessionKey`, or why there is none. */
export type Found = { ok: true; key: string } | { ok: false; reason: string };

interface Candidate {
  server: string;
  id: string;
  name: string;
}

/**
 * Finds the session that `ref` means: `$3` and `%7` are always ids (of sessions that share a pane's window, the oldest is
 * meant); else the whole name, as given or as tmux rewrites it
 * (before 3.7 `.` and `:` become `_`); with several tmux servers `socket:name`, with the socket's base name, where a name stands twice.
 */
export function findSession(state: State, ref: string): Found {
  const all: Candidate[] = [...state.servers].flatMap(([server, { topology }]) =>
    topology.sessions.map(({ id, name }) => ({ server, id, name })),
  );
  const attempts = /^[$%]\d+$/.test(ref)
    ? [() => all.filter((one) => one.id === ref), () => oldestInEach(all.filter((one) => holdsPane(state, one, ref)))]
    : [
        () => all.filter((one) => one.name === ref),
        () => all.filter((one) => one.name === rewritten(ref)),
        () => all.filter((one) => `${baseName(one.server)}:${one.name}` === ref),
      ];
  for (const attempt of attempts) {
    const [only, second] = attempt();
    if (only !== undefined && second === undefined) return { ok: true, key: sessionKey(only.server, only.id) };
    if (only !== undefined && second !== undefined) {
      return {
        ok: false,
        reason: `"${ref}" stands in several tmux servers: say ${baseName(only.server)}:${only.name}`,
      };
    }
  }
  const names = all.map((one) => one.name);
  const known =
    names.length === 0 ? 'no tmux session is known' : `known sessions: ${names.slice(0, namesShownMax).join(', ')}`;
  return { ok: false, reason: `no session "${ref}"; ${known}${names.length > namesShownMax ? ' …' : ''}` };
}

const namesShownMax = 20;

function holdsPane(state: State, { server, id }: Candidate, pane: string): boolean {
  const topology = state.servers.get(server)?.topology;
  const window = topology && windowOfPane(topology, pane);
  const session = topology?.sessions.find((one) => one.id === id);
  return window !== undefined && session?.windows.some((link) => link.window === window.id) === true;
}

function oldestInEach(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter((one) => candidates.find((other) => other.server === one.server) === one);
}

function rewritten(name: string): string {
  return name.replace(/[.:]/g, '_');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
