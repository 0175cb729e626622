import type { TmuxAction } from '../core/action.ts';
import { panesEndedBy, restarts } from '../core/closed.ts';
import { numbered } from '../core/numbered.ts';
import { inTurns, reconcileSidebars, soleLive } from '../core/sidebars.ts';
import { freeWork, leaveStash } from '../core/stash.ts';
import { placement } from '../core/state.ts';
import { keepLastPanes } from '../core/worked.ts';
import type { ActionContext } from '../tmux/actions.ts';
import { TmuxError, TmuxGone } from '../tmux/errors.ts';
import { stashSession } from '../tmux/names.ts';
import { attachServer, type TmuxServer } from '../tmux/server.ts';
import { coalesced } from './coalesced.ts';
import { comeBackTo } from './come-back.ts';
import { readIfThere, writePrivate } from './files.ts';
import { answers } from './instance.ts';
import { type Log, reason } from './log.ts';
import { restoreGuard } from './restore-guard.ts';
import type { Store } from './store.ts';
import { wakeGuard } from './wake-guard.ts';
import { lookMillisMax, within } from './within.ts';

const serversMax = 32;
const passesMax = 12;
/** Of key bindings, in one look; what is beyond is dropped. */
const requestsMax = 64;

/** The tmux servers that we serve, each kept in the shape that the state wants. */
export interface Servers {
  /** Attaches to a server that was announced, and remembers it; resolves once its first listing is in the state. */
  announce(server: string): Promise<void>;
  /** Attaches to those that are remembered and alive. */
  recall(): Promise<void>;
  /** Looks at a server again and does what is to do; resolves when nothing is left. */
  wake(server: string): Promise<void>;
  /** The same for all, also for those that we are about to attach to; resolves after `lookMillisMax` at the latest. */
  wakeAll(): Promise<void>;
  get(server: string): TmuxServer | undefined;
  /** As one step, then everything is put in order. @throws TmuxError */
  sequence(server: string, actions: readonly TmuxAction[]): Promise<void>;
  /** Each on its own; what tmux refuses is logged. Resolves after `lookMillisMax` at the latest. */
  act(server: string, actions: readonly TmuxAction[]): Promise<void>;
  attached(): readonly string[];
  /** A tmux server is there, or about to be. */
  inUse(): boolean;
  close(): void;
}

export interface ServersOptions {
  tmux: string;
  /** Our unix socket. */
  identity: string;
  /** File that remembers the sockets, one path a line. */
  file: string;
  store: Store;
  log: Log;
  sidebar: ActionContext['sidebar'];
  /** The port that we listen on. */
  port: () => number;
  /** Requests that key bindings left, oldest first: `verb argument… client`. */
  onRequest: (server: string, request: string) => void;
  /** `inUse` may have changed. */
  onUse: () => void;
}

export function serveServers({
  tmux,
  identity,
  file,
  store,
  log,
  sidebar,
  port,
  onRequest,
  onUse,
}: ServersOptions): Servers {
  const lines = new Map<string, TmuxServer>();
  const attaching = new Map<string, Promise<void>>();
  const recalled = Promise.withResolvers<void>();
  const instances = new Map<string, string>();
  const mayWake = wakeGuard();
  const isRestoring = restoreGuard();
  let closed = false;
  const wake = coalesced(settle, (server, error) => {
    // A line that ended is told by `ended`; anything else must not stop the bell.
    if (!(error instanceof TmuxGone)) log(`looking at ${server}: ${reason(error)}`);
  });
  const comeBack = comeBackTo({
    isOver: (server) => closed || lines.has(server),
    answers,
    attach: join,
    mayPass,
    forget,
    onError: (error) => log(reason(error)),
  });

  function context(server: string): ActionContext {
    const known = store.state().servers.get(server);
    const { width, position } =
      known === undefined ? { width: 0, position: 'left' as const } : placement(store.state(), known);
    return { width, position, sidebar };
  }

  function remember(): void {
    try {
      writePrivate(file, [...lines.keys()].map((server) => `${server}\n`).join(''));
    } catch (error) {
      // Only the next daemon will miss it.
      log(`cannot remember the tmux servers in ${file}: ${reason(error)}`);
    }
  }

  async function attach(server: string): Promise<void> {
    if (lines.size >= serversMax) throw new Error(`${serversMax} tmux servers are served already`);
    const line = await attachServer({ tmux, server, identity, isServing: answers, onBell: () => void wake(server) });
    if (closed) return line.close();
    // Another tmux server on the same socket gives the same ids to other sessions.
    if (instances.get(server) !== line.instance) forget(server);
    instances.set(server, line.instance);
    lines.set(server, line);
    remember();
    log(`attached to tmux ${line.version} at ${server}`);
    void line.ended.then((error) => lost(server, line, error));
    await line.publishPort(port());
    await wake(server);
  }

  function forget(server: string): void {
    instances.delete(server);
    store.dispatch({ type: 'tmux.gone', server });
  }

  async function lost(server: string, line: TmuxServer, error: TmuxGone): Promise<void> {
    line.close();
    if (closed) return;
    log(error.message);
    lines.delete(server);
    onUse();
    // A tmux server that restarts comes back on the same socket.
    await comeBack(server, true);
  }

  async function announce(server: string): Promise<void> {
    try {
      await join(server);
    } catch (failure) {
      if (mayPass(failure)) void comeBack(server, false);
      throw failure;
    }
  }

  function join(server: string): Promise<void> {
    const known = lines.get(server);
    if (known !== undefined) {
      // A tmux.conf that is read again takes the hooks of others away wherever it sets one without an index.
      known.forgetHooks();
      return wake(server);
    }
    const running = attaching.get(server);
    if (running !== undefined) return running;
    const started = attach(server).finally(() => {
      attaching.delete(server);
      onUse();
    });
    attaching.set(server, started);
    onUse();
    return started;
  }

  /** List, compare, act, until nothing is left to do. */
  async function settle(server: string): Promise<void> {
    let ended: string[] = [];
    const waiting: string[] = [];
    let requestsDone = 0;
    for (let pass = 0; pass < passesMax; ) {
      const line = lines.get(server);
      if (line === undefined) return;
      const { topology, requests, restoring, resized } = await line.list();
      if (topology.sessions.length === 0) {
        // The last session closed while we attached: our stash came too late for the hook that closes it.
        store.dispatch({ type: 'tmux.gone', server });
        return line.closeStash();
      }
      store.dispatch({ type: 'tmux.listed', server, topology, ended, resized });
      waiting.push(...requests.split('|').filter((request) => request !== ''));
      const request = requestsDone < requestsMax ? waiting.shift() : undefined;
      if (request !== undefined) {
        onRequest(server, request);
        requestsDone += 1;
        // What it does makes this listing old, and the key after it was pressed for what there is then.
        continue;
      }
      pass += 1;
      if (isRestoring(server, restoring)) return;
      const state = store.state().servers.get(server);
      if (state === undefined) return;
      const place = placement(store.state(), state);
      await line.setNumbers(numbered(store.state(), server));
      await line.setHooks({ ...place, live: state.shown ? soleLive(topology) : null });
      const actions = [
        ...leaveStash(topology, state.clients, stashSession),
        ...freeWork(topology),
        ...reconcileSidebars(topology, { ...place, ...state }),
        ...keepLastPanes(topology, state.worked),
      ];
      if (actions.length === 0) return;
      if (restarts(actions, topology) && !mayWake(server)) {
        const text =
          'opensessions: the sidebar ended again and again, so it is closed now; try `opensessions sidebar` in a pane to see why';
        log(text);
        await line.act(
          topology.clients.map((client) => ({ type: 'client.message', client: client.name, text })),
          context(server),
        );
        store.dispatch({ type: 'sidebars.toggled', server, shown: false });
        continue;
      }
      ended = panesEndedBy(actions);
      let failures = 0;
      for (const turn of inTurns(topology, actions)) {
        const refused = await line.act(turn, context(server));
        for (const failure of refused) log(failure.message);
        failures += refused.length;
      }
      if (failures === actions.length) return;
    }
    log(`${server}: still not as it should be after ${passesMax} passes`);
  }

  async function show(server: string, actions: readonly TmuxAction[]): Promise<void> {
    try {
      const failures = (await lines.get(server)?.act(actions, context(server))) ?? [];
      for (const failure of failures) log(failure.message);
    } catch (error) {
      log(`${server}: ${reason(error)}`);
    }
  }

  return {
    announce,
    wake,
    async recall() {
      const known = (readIfThere(file) ?? '')
        .split('\n')
        .filter((path) => path.startsWith('/'))
        .slice(0, serversMax);
      const all = known.map(async (server) => {
        if (await answers(server)) await announce(server).catch((error) => log(reason(error)));
      });
      await Promise.all(all).finally(recalled.resolve);
    },
    async wakeAll() {
      // Whoever announced one hears why it failed.
      const joined = [...attaching.values()].map((attached) => attached.catch(() => undefined));
      await within(lookMillisMax, Promise.all([recalled.promise, ...[...lines.keys()].map(wake), ...joined]));
    },
    get: (server) => lines.get(server),
    async sequence(server, actions) {
      const line = lines.get(server);
      if (line === undefined) throw new TmuxError(server, 'that tmux server is gone');
      await line.sequence(actions, context(server));
      await wake(server);
    },
    async act(server, actions) {
      await within(lookMillisMax, show(server, actions));
    },
    attached: () => [...lines.keys()],
    inUse: () => lines.size > 0 || attaching.size > 0,
    close() {
      closed = true;
      for (const line of lines.values()) line.close();
    },
  };
}

/** Whether another attempt to attach may go better. */
function mayPass(failure: unknown): boolean {
  return failure instanceof TmuxGone || failure instanceof TmuxError;
}
