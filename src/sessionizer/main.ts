import { askStarting, detail } from '../client/request.ts';
import type { Origin } from '../protocol/command.ts';
import type { Paths } from '../protocol/paths.ts';
import { Snapshot } from '../protocol/state.ts';
import { lastSettings } from '../sidebar/last-snapshot.ts';
import { ofSession } from './candidate.ts';
import { withoutEcho } from './early-raw.ts';
import { askFzf } from './fzf.ts';
import { gather } from './gather.ts';
import { candidatesOf, type Gathered } from './gathered.ts';
import { goTo } from './go.ts';
import { askOwn } from './own.ts';
import { recentDirs } from './recent.ts';
import { hereOf, type Scene } from './scene.ts';
import { globalEnvironment, sessionPaths } from './tmux.ts';
import { wantedFrom } from './wanted.ts';

export interface SessionizerCall {
  origin: Origin;
  paths: Paths;
}

const settable = ['SESSIONIZER_DIR', 'SESSIONIZER_MAXDEPTH', 'OPENSESSIONS_PICKER'];

/**
 * Asks where to go, and goes there: to a session that is there, or to a new one in a directory. Without a terminal the
 * daemon is asked to open a popup for it. Resolves with the exit code.
 *
 * @throws Error outside tmux, and when the daemon does not answer
 */
export async function sessionizer({ origin, paths }: SessionizerCall): Promise<number> {
  const { server } = origin;
  if (server === undefined) throw new Error('works inside tmux; this opens one: opensessions start');
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const answer = await askStarting(paths.socket, 'POST', '/command', { origin, command: { name: 'session.pick' } });
    if (answer.status < 300) return 0;
    throw new Error(detail(answer.body));
  }
  const { stdin } = process;
  const scene = await withoutEcho(stdin, () => look(server, origin, paths));
  const { picker } = scene.wanted;
  if (picker === 'own') return askOwn(scene);
  // fzf gives back what it finds.
  stdin.setRawMode(false);
  const over = new AbortController();
  const answer = await askFzf({ names: scene.names, feed: (offer) => feed(scene, over.signal, offer) });
  over.abort();
  if (answer === 'left') return 0;
  // Ours is as good; who asked for fzf is told.
  if (answer === 'missing') return askOwn(picker === 'fzf' ? { ...scene, problem: 'there is no fzf here' } : scene);
  if ('problem' in answer) return askOwn({ ...scene, problem: answer.problem });
  try {
    await goTo(answer.item, scene);
    return 0;
  } catch (error) {
    return askOwn({ ...scene, problem: error instanceof Error ? error.message : String(error) });
  }
}

/** All that is known before anything is searched. */
async function look(server: string, origin: Origin, paths: Paths): Promise<Scene> {
  const tmux = process.env['OPENSESSIONS_TMUX'] || 'tmux';
  const home = process.env['HOME'] ?? '/';
  const [answer, places, tmuxEnv] = await Promise.all([
    askStarting(paths.socket, 'GET', '/state'),
    sessionPaths(tmux, server),
    settable.every((name) => process.env[name] !== undefined) ? {} : globalEnvironment(tmux, server),
  ]);
  if (answer.status !== 200) throw new Error(detail(answer.body));
  const snapshot = Snapshot.parse(JSON.parse(answer.body));
  const sessions = snapshot.sessions
    .filter((session) => session.server === server)
    .map((session) => ({ ...session, path: places.get(session.id) ?? null }));
  const here = hereOf(snapshot, origin);
  const others = [...sessions.filter(({ id }) => id !== here?.id), ...sessions.filter(({ id }) => id === here?.id)];
  const wanted = wantedFrom({ ...tmuxEnv, ...process.env }, home);
  return {
    socket: paths.socket,
    origin,
    home,
    wanted,
    sessions,
    names: sessions.map(({ name }) => name),
    here: here?.dir ?? null,
    recent: recentDirs(paths.recentDirs),
    start: {
      // The one that one is in comes last: nobody goes there.
      sessions: others.map((session) => ofSession(session, home)),
      taken: new Set(sessions.flatMap(({ dir, path }) => [dir, path].filter((one) => one !== null))),
      dirs: new Map(),
    },
    settings: lastSettings(paths.settings),
    problem: wanted.problem,
  };
}

/** What there is to choose, each once, as it is found. */
async function feed(
  scene: Scene,
  signal: AbortSignal,
  offer: (candidates: ReturnType<typeof candidatesOf>) => void,
): Promise<void> {
  const told = new Set<string>();
  const tell = (gathered: Gathered) => {
    const fresh = candidatesOf(gathered, scene.home).filter(({ target }) => {
      const key = JSON.stringify(target);
      return !told.has(key) && told.add(key);
    });
    if (fresh.length > 0) offer(fresh);
  };
  tell(scene.start);
  await gather({ ...scene, signal, onChange: tell });
}
