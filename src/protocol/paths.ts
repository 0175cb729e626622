/** The environment a process sees: names to values, as in `process.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Where everything of ours lives. Absolute paths, nothing is created here. */
export interface Paths {
  configDir: string;
  config: string;
  /** Themes of the user's own, a JSON file each. */
  themes: string;
  sessionOrder: string;
  stateDir: string;
  /** Bearer token, bare text, mode 0600. */
  token: string;
  /** The TCP port that the daemon really listens on, bare text. */
  port: string;
  /** Sockets of the tmux servers that were announced, one path a line. */
  servers: string;
  /** Last snapshot, painted by a sidebar before the daemon answers. */
  snapshot: string;
  /** What sidebars were told of the configuration last, painted like the snapshot. */
  settings: string;
  ui: string;
  /** Directories that sessions were in, a JSON array, the latest first. */
  recentDirs: string;
  log: string;
  /** V8's compile cache. */
  cacheDir: string;
  dataDir: string;
  runtimeDir: string;
  /** The daemon's unix socket: its lock, its identity and the trusted way in. */
  socket: string;
  pid: string;
}

/** The daemon's TCP port on 127.0.0.1, unless `OPENSESSIONS_PORT` says otherwise. */
export const portDefault = 7391;

/** sun_path holds 104 bytes on macOS and 108 on Linux, the final NUL included; we stay below both. */
export const socketPathBytesMax = 100;

/** Where the socket lies when every other path is too long; behind it comes a hash of the state directory, then `/`. */
export const sharedDirPrefix = '/tmp/opensessions-';

/**
 * Resolves our files from the environment alone, after the XDG Base Directory specification 0.8: a variable that is
 * empty or not absolute counts as unset. `OPENSESSIONS_SOCKET` overrides the unix socket (a sidebar is told it, because
 * tmux's environment may lack the `XDG_RUNTIME_DIR` that the daemon had).
 *
 * @throws Error when neither `HOME` nor the XDG variables say where to put things
 */
export function paths(env: Env): Paths {
  const configDir = xdg(env, 'XDG_CONFIG_HOME', '.config');
  const stateDir = xdg(env, 'XDG_STATE_HOME', '.local/state');
  const cacheDir = xdg(env, 'XDG_CACHE_HOME', '.cache');
  const dataDir = xdg(env, 'XDG_DATA_HOME', '.local/share');
  const runtimeDir = absolute(env['XDG_RUNTIME_DIR']) ? `${env['XDG_RUNTIME_DIR']}/opensessions` : stateDir;
  const socket = absolute(env['OPENSESSIONS_SOCKET']) ?? fittingSocket(runtimeDir, stateDir);
  return {
    configDir,
    config: `${configDir}/config.json`,
    themes: `${configDir}/themes`,
    sessionOrder: `${configDir}/session-order.json`,
    stateDir,
    token: `${stateDir}/token`,
    port: `${stateDir}/port`,
    servers: `${stateDir}/servers`,
    snapshot: `${stateDir}/snapshot.json`,
    settings: `${stateDir}/settings.json`,
    ui: `${stateDir}/ui.json`,
    recentDirs: `${stateDir}/recent-dirs.json`,
    log: `${stateDir}/daemon.log`,
    cacheDir,
    dataDir,
    runtimeDir: socket.slice(0, socket.lastIndexOf('/')),
    socket,
    pid: socket.replace(/(\.sock)?$/, '.pid'),
  };
}

function xdg(env: Env, name: string, fallback: string): string {
  const base = absolute(env[name]);
  if (base !== undefined) return `${base}/opensessions`;
  const home = absolute(env['HOME']);
  if (home === undefined) throw new Error(`neither HOME nor ${name} is an absolute path: set one of them`);
  return `${home}/${fallback}/opensessions`;
}

function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined;
}

function fittingSocket(runtimeDir: string, stateDir: string): string {
  const fits = [runtimeDir, stateDir]
    .map((dir) => `${dir}/daemon.sock`)
    .find((path) => bytes(path) <= socketPathBytesMax);
  return fits ?? `${sharedDirPrefix}${hash(stateDir)}/daemon.sock`;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** FNV-1a, 32 bits, run forwards and backwards: a name, not a secret. */
function hash(text: string): string {
  const fnv = (characters: Iterable<string>) => {
    let value = 0x811c9dc5;
    for (const character of characters) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return value.toString(16).padStart(8, '0');
  };
  return fnv(text) + fnv([...text].reverse());
}
