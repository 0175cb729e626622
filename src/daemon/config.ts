import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { watch } from 'chokidar';
import { withOption } from '../host/config-edit.ts';
import { readConfigFile, readSettings, unknownFault } from '../host/config-file.ts';
import type { ConfigSet } from '../protocol/config.ts';
import type { Paths } from '../protocol/paths.ts';
import type { Settings } from '../protocol/settings.ts';
import { makePrivateDir, readIfThere, writePrivate } from './files.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';

/** An editor that writes a file in place has emptied it first. */
const settleMillis = 50;
const newFileMode = 0o600;

/** The config file and the themes beside it: read, followed, written. */
export interface ConfigKeeper {
  /** Reads both now. What is wrong goes to the settings and to the log, and what was good before stays. */
  read(): void;
  /** From now on reads them when they change. */
  follow(): void;
  /** Writes one option and reads the file again. @throws Error when the file cannot be read or written; it is as it was then */
  set(option: ConfigSet): void;
  /** The TCP port that the file asks for, null when it says nothing. */
  port(): number | null;
}

type WatchedPaths = Pick<Paths, 'configDir' | 'config' | 'themes' | 'settings'>;

export function keepConfig(
  { configDir, config: path, themes: themesDir, settings: lastSettings }: WatchedPaths,
  store: Store,
  log: Log,
): ConfigKeeper {
  let port: number | null = null;
  let unknown: string | null = null;
  let settling: NodeJS.Timeout | undefined;

  function read(): void {
    try {
      const { file, settings } = readSettings(path, themesDir);
      port = file.port ?? null;
      tellUnknown(unknownFault(path));
      store.dispatch({
        type: 'config.read',
        config: {
          width: file.sidebarWidth ?? null,
          position: file.sidebarPosition ?? null,
          ...(file.sessionFilter === undefined ? {} : { sessions: [file.sessionFilter].flat() }),
          ...(file.notifications === undefined ? {} : { notifications: file.notifications }),
        },
      });
      tell(settings);
    } catch (error) {
      // The last good configuration stays.
      tell({ ...store.state().settings, problem: reason(error) });
    }
  }

  /** They have no effect: perhaps they are typing errors. The log says it once, `doctor` whenever it is asked. */
  function tellUnknown(fault: string | null): void {
    if (fault !== null && fault !== unknown) log(`${path}: ${fault}`);
    unknown = fault;
  }

  function tell(settings: Settings): void {
    const before = store.state().settings;
    store.dispatch({ type: 'settings.read', settings });
    if (settings.problem !== null && settings.problem !== before.problem) log(settings.problem);
    if (store.state().settings === before) return;
    try {
      writePrivate(lastSettings, JSON.stringify(settings));
    } catch (error) {
      // Only the first picture of the next sidebar will miss it.
      log(`cannot keep the settings: ${reason(error)}`);
    }
  }

  return {
    read,
    follow() {
      const later = () => {
        clearTimeout(settling);
        settling = setTimeout(read, settleMillis).unref();
      };
      const problem = (error: unknown) => log(`cannot watch ${path}, \`r\` reads it again: ${reason(error)}`);
      try {
        // Of a path that is not there only the parent is watched, and that may be missing too.
        makePrivateDir(configDir);
      } catch (error) {
        problem(error);
      }
      // The directory, not its files: one that is replaced, by a link for instance, is followed then.
      watch([configDir, realPath(path)], { ignoreInitial: true, persistent: false, depth: 1 })
        .on('all', later)
        // What changed before the watch stood was told to nobody.
        .on('ready', later)
        .on('error', problem);
    },
    set(option) {
      try {
        const target = realPath(path);
        const text = readIfThere(target) ?? '';
        // The file has to be right as it is: of a wrong one nobody knows what another value would do.
        const { theme } = readConfigFile(path);
        const at = option.key === 'theme' && typeof theme === 'object' ? ['theme', 'extends'] : [option.key];
        replace(target, withOption(text, at, option.value));
      } catch (error) {
        const message = reason(error);
        throw new Error(message.includes(path) ? message : `cannot write ${path}: ${message}`);
      }
      read();
    },
    port: () => port,
  };
}

/** A config file is often a link into somebody's collection of them, and stays one. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet.
    return path;
  }
}

/** In one step, with the mode that the file has. */
function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  try {
    writeFileSync(draft, text, { mode: newFileMode });
    // Our umask would take from it.
    if (mode !== undefined) chmodSync(draft, mode & 0o777);
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
