import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { adapters } from '../agents/index.ts';
import { portMax } from '../protocol/config.ts';
import { paths, portDefault } from '../protocol/paths.ts';
import { build, version } from '../version.ts';
import { addresses } from './addresses.ts';
import { serveAgents } from './agents.ts';
import { serveAsks } from './asks.ts';
import { serveClients } from './clients.ts';
import { startClock } from './clock.ts';
import { commands } from './commands.ts';
import { keepConfig } from './config.ts';
import { serveFeed } from './feed.ts';
import { keepIfPossible, makePrivateDir } from './files.ts';
import { follow as followDisk } from './follow.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createHttp } from './http.ts';
import { becomeTheDaemon } from './instance.ts';
import { keepSnapshot } from './keep-snapshot.ts';
import { keyRequests } from './key-requests.ts';
import { keysCount } from './keys-count.ts';
import { createLinger } from './linger.ts';
import { listenNear } from './listen.ts';
import { type Log, openLog, reason } from './log.ts';
import { lookAgain } from './look-again.ts';
import { keepNumbers } from './numbers.ts';
import { popups } from './popups.ts';
import { followPorts } from './ports.ts';
import { keepPreferences } from './preferences.ts';
import { followProcesses } from './processes.ts';
import { keepRecentDirs } from './recent-dirs.ts';
import { renewSidebars } from './renewal.ts';
import { routes } from './routes/index.ts';
import { serveServers } from './servers.ts';
import { keepStatusLines } from './status-lines.ts';
import { tmuxStirs } from './stirs.ts';
import { createStore } from './store.ts';
import { loadToken } from './token.ts';

const lingerMillisDefault = 30_000;
/** The longest that a timer of Node can be. */
const lingerMillisMax = 2 ** 31 - 1;
const socketCheckMillis = 30_000;
/** tmux closes 200 panes in a second; a machine may be busy. */
const uninstallMillisMax = 60_000;

/**
 * The daemon. In the foreground it stays until it is told to end; with `--background` it ends by itself once the last tmux
 * server and the last client have been gone for `OPENSESSIONS_LINGER_MS` (default 30,000). Listens on `OPENSESSIONS_PORT`
 * (default 7391; 0 takes any free one), or on another port when that one is taken.
 */
export async function daemon(args: readonly string[]): Promise<void> {
  const background = args.includes('--background');
  process.umask(0o077);
  z.config(en());
  const where = paths(process.env);
  const log = openLog(where.log, !background);
  try {
    makePrivateDir(where.stateDir);
  } catch (error) {
    log(`nothing is kept over a restart: ${reason(error)}`);
  }

  const store = createStore();
  const config = keepConfig(where, store, log);
  const linger = createLinger(background ? lingerMillis(log) : null, () => void stop('nobody is left'));
  let port = portDefault;
  let wanted = portDefault;
  let agents: { close(): Promise<void> } | undefined;
  const tmux = process.env['OPENSESSIONS_TMUX'] || 'tmux';
  const servers = serveServers({
    tmux,
    identity: where.socket,
    file: where.servers,
    store,
    log,
    sidebar: {
      argv: [process.execPath, process.argv[1] ?? '', 'sidebar'],
      env: { CI: 'false', OPENSESSIONS_SOCKET: where.socket },
    },
    port: () => port,
    onRequest: (server, request) => onRequest(server, request),
    onUse: considerLinger,
  });
  const heartbeat = startHeartbeat(tmuxStirs(servers));
  const follow = followDisk(store, servers, heartbeat, log, () => readers() > 0);
  const ports = followPorts(store, heartbeat, log, () => readers() > 0);
  followProcesses(store, heartbeat, log);
  const asks = serveAsks(store);
  const recentDirs = keepRecentDirs(store, where.recentDirs, log);
  startClock(store, (now) => {
    store.dispatch({ type: 'clock.ticked', now });
    asks.expire(now);
  });
  const run = commands({
    store,
    servers,
    answer: asks.answer,
    setOption: config.set,
    openAddress: addresses(servers, process.env, log),
    openPopup: popups(tmux, where.socket),
    onCreated: recentDirs.note,
    refresh,
    quit: () => void quit(),
  });
  const onRequest = keyRequests({ run, act: servers.act, log });
  const keys = keysCount(run, async (server, pane) => (await servers.get(server)?.hasFocus(pane)) ?? true);
  let stopping = false;
  const clients = serveClients({
    store,
    run: keys,
    log,
    version,
    onCount: considerLinger,
    onGone: lookAgain((server) => void (stopping || servers.wake(server))),
    onIdentified: renewSidebars(store, build, log),
  });
  const feed = serveFeed(store, considerLinger);
  const table = routes({ store, servers, follow, ports, asks, feed, run, log, version, portWanted: () => wanted });
  const http = { routes: table, webSockets: clients.server, stopping: () => stopping, log };
  const trusted = createHttp({ ...http, door: { type: 'socket' } });

  if (!(await becomeTheDaemon(trusted, where.socket))) {
    log('another daemon runs already');
    if (!background) process.exitCode = 1;
    return;
  }
  const socketInode = inode(where.socket);
  // A cleaner of temporary files may take it: nobody could reach us then, and the next daemon would be a second one.
  heartbeat.join(socketCheckMillis, () => {
    if (inode(where.socket) !== socketInode) void stop('our socket is gone');
    return false;
  });
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGHUP', () => undefined);
  process.on('uncaughtExceptionMonitor', (error) => log(`a fault of ours: ${error.stack ?? reason(error)}`));
  keepIfPossible(where.pid, `${process.pid}\n`, log);
  // Only now: of several that start at once, the one that stays makes the token.
  const token = loadToken(where.token, log);
  const open = createHttp({ ...http, door: { type: 'tcp', token } });
  config.read();
  wanted = numberFrom('OPENSESSIONS_PORT', { fallback: config.port() ?? portDefault, max: portMax, log });
  port = await listenNear(open, wanted, log);
  keepIfPossible(where.port, `${port}\n`, log);
  log(`listening on http://127.0.0.1:${port} and ${where.socket}`);
  keepSnapshot(store, where.snapshot, log);
  keepPreferences(store, where, log);
  const statusLines = keepStatusLines(store, servers);
  keepNumbers(store, servers);
  config.follow();
  store.onChange((state, before) => {
    if (state.config !== before.config) void servers.wakeAll();
  });
  considerLinger();
  agents = serveAgents({
    store,
    servers,
    adapters,
    env: process.env,
    stateDir: where.stateDir,
    onJobs: ports.jobsChanged,
    heartbeat,
    log,
  });
  await servers.recall().catch((error) => log(`cannot look for known tmux servers: ${reason(error)}`));

  function considerLinger(): void {
    linger.idle(!servers.inUse() && readers() === 0);
  }

  function readers(): number {
    return clients.count() + feed.count();
  }

  async function refresh(): Promise<void> {
    config.read();
    await servers.wakeAll();
    await Promise.all([follow.refresh(), ports.look()]);
  }

  /** Takes everything of ours out of every tmux server, but the key bindings, so that they can start us again. */
  async function quit(): Promise<void> {
    stopping = true;
    const served = servers.attached();
    statusLines.close();
    servers.close();
    if (served.length > 0) {
      const script = join(import.meta.dirname, '..', 'scripts', 'uninstall.sh');
      const targets = served.flatMap((server) => ['--server', server]);
      await execa('sh', [script, '--keep-keys', ...targets], { timeout: uninstallMillisMax }).catch((error) =>
        log(reason(error)),
      );
    }
    // Only now: a sidebar that heard it would close its own pane, and nobody would give its columns back.
    await clients.bye();
    // The request that asked for it is answered first.
    setImmediate(() => void stop('quit'));
  }

  async function stop(why: string): Promise<void> {
    stopping = true;
    log(`ending: ${why}`);
    servers.close();
    if (inode(where.socket) === socketInode)
      for (const file of [where.socket, where.pid, where.port]) rmSync(file, { force: true });
    feed.close();
    ports.close();
    void agents?.close();
    await asks.stop();
    process.exit(0);
  }
}

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function lingerMillis(log: Log): number {
  return numberFrom('OPENSESSIONS_LINGER_MS', { fallback: lingerMillisDefault, max: lingerMillisMax, log });
}

/** A whole number from the environment. What is none, or too great, is logged and counts as unset. */
function numberFrom(name: string, { fallback, max, log }: { fallback: number; max: number; log: Log }): number {
  const text = process.env[name] ?? '';
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  if (text !== '') log(`${name} is ${JSON.stringify(text)}, no whole number up to ${max}: taking ${fallback}`);
  return fallback;
}
