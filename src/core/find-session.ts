import { spellings } from '../protocol/spellings.ts';
import { clean, cut } from '../protocol/text.ts';
import { nearest } from './nearest.ts';
import { type State, sessionKey } from './state.ts';
import { windowOfPane } from './topology.ts';

/** A session that a push names: its `sessionKey`, or why there is none. */
export type Found = { ok: true; key: string } | { ok: false; reason: string };

interface Candidate {
  server: string;
  id: string;
  name: string;
}

const namesShownMax = 20;
const nameGraphemesShownMax = 60;

/**
 * Finds the session that `ref` means: `$3` and `%7` are always ids (of sessions that share a pane's window, the oldest is
 * meant); else the whole name, as given or as tmux rewrites it. Where several tmux servers have one, the base name of the
 * server's socket stands before it, `default:api`, or its whole path.
 */
export function findSession(state: State, ref: string): Found {
  const all: Candidate[] = [...state.servers].flatMap(([server, { topology }]) =>
    topology.sessions.map(({ id, name }) => ({ server, id, name })),
  );
  const attempts = [() => matching(state, all, ref), () => qualified(state, all, ref)];
  for (const attempt of attempts) {
    const [only, ...more] = attempt();
    if (only === undefined) continue;
    if (more.length === 0) return { ok: true, key: sessionKey(only.server, only.id) };
    const choices = sayable([only, ...more])
      .slice(0, namesShownMax)
      .join(' or ');
    return { ok: false, reason: `${shown(ref)} stands in several tmux servers: say ${choices}` };
  }
  return { ok: false, reason: `no session ${shown(ref)}; ${hint(all, ref)}` };
}

function matching(state: State, all: readonly Candidate[], ref: string): Candidate[] {
  if (/^\$\d+$/.test(ref)) return all.filter((one) => one.id === ref);
  if (/^%\d+$/.test(ref)) return oldestInEach(all.filter((one) => holdsPane(state, one, ref)));
  const exact = all.filter((one) => one.name === ref);
  if (exact.length > 0) return exact;
  const names = spellings(ref);
  return all.filter((one) => names.includes(one.name));
}

/** `socket:ref`: a base name has no slash, and the path of a socket may have a colon. */
function qualified(state: State, all: readonly Candidate[], ref: string): Candidate[] {
  const servers = [...state.servers.keys()];
  const named = (name: (server: string) => string) =>
    servers
      .filter((server) => ref.startsWith(`${name(server)}:`))
      .flatMap((server) =>
        matching(
          state,
          all.filter((one) => one.server === server),
          ref.slice(name(server).length + 1),
        ),
      );
  const byPath = named((server) => server);
  return byPath.length > 0 ? byPath : named(baseName);
}

/** How to name each of them so that no other is meant: with base names, or with paths where those are the same. */
function sayable(candidates: readonly Candidate[]): string[] {
  const bases = candidates.map(({ server }) => baseName(server));
  const clear = new Set(bases).size === bases.length;
  return candidates.map(({ server, name }) => cleaned(`${clear ? baseName(server) : server}:${name}`));
}

function hint(all: readonly Candidate[], ref: string): string {
  const names = all.map((one) => one.name);
  if (names.length === 0) return 'no tmux session is known';
  const near = nearest(ref, names);
  const known = names.slice(0, namesShownMax).map(cleaned).join(', ');
  const meant = near === null ? '' : `did you mean ${shown(near)}? `;
  return `${meant}known sessions: ${known}${names.length > namesShownMax ? ' …' : ''}`;
}

function holdsPane(state: State, { server, id }: Candidate, pane: string): boolean {
  const topology = state.servers.get(server)?.topology;
  const window = topology && windowOfPane(topology, pane);
  const session = topology?.sessions.find((one) => one.id === id);
  return window !== undefined && session?.windows.some((link) => link.window === window.id) === true;
}

function oldestInEach(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter((one) => candidates.find((other) => other.server === one.server) === one);
}

function shown(name: string): string {
  return `"${cleaned(name)}"`;
}

function cleaned(name: string): string {
  return cut(clean(name), nameGraphemesShownMax);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
