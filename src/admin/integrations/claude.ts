import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claudeEvents, commandOf, isOurs } from './claude-command.ts';
import { type Hooks, hooksAreOff, hooksIn, withHooks, withoutHooks } from './claude-settings.ts';
import { isDirectory, readBytes, replaceFile } from './files.ts';
import { type Condition, directory, type Integration, type Place, Refused } from './integration.ts';
import { checksum, forgetRemoved, type Receipt, recall, remembered, rememberWhile } from './receipt.ts';

const name = 'claude';
const mentions = 'claude-hook.sh';

/** Hooks in the settings of Claude Code. */
export const claude: Integration = {
  name,
  title: 'Claude Code',
  gives: 'needs you, done and failed a moment earlier, with the command or the error; not needed for the states',
  isWanted: (place) => isDirectory(configDir(place)),
  look,
  install(place) {
    const path = join(configDir(place), 'settings.json');
    const { state, says } = look(place);
    if (state === 'refused') throw new Refused(says ?? path);
    if (state === 'installed') return `is installed: ${path}`;
    const bytes = readBytes(path);
    const before = inWords(path, () => strip(recall(place, name, path), bytes));
    const after = inWords(path, () => encoded(withHooks(decoded(before) ?? '', hooks(place))));
    const record = { name, path, written: checksum(after), existed: before !== null, before };
    rememberWhile(place, record, () => replaceFile(path, bytes, after, 0o600));
    return `${state === 'outdated' ? 'updated' : 'installed'}: hooks in ${path}`;
  },
  uninstall(place) {
    const paths = new Set([join(configDir(place), 'settings.json'), ...remembered(place, name)]);
    const removed = [...paths].filter((path) => inWords(path, () => removeFrom(place, path)));
    return removed.length === 0 ? null : `removed: hooks in ${removed.join(', ')}`;
  },
};

function look(place: Place): Condition {
  const path = join(configDir(place), 'settings.json');
  const { events, command } = hooks(place);
  if (!existsSync(join(place.pieces, mentions))) {
    return { state: 'refused', path, says: `${join(place.pieces, mentions)} is missing: the checkout is not complete` };
  }
  try {
    const text = decoded(readBytes(path)) ?? '';
    const found = hooksIn(text, isOurs);
    if (found.length === 0) return { state: 'absent', path };
    const wanted = events.length === found.length && events.every((one) => found.some(({ event }) => event === one));
    const state = wanted && found.every((one) => one.command === command) ? 'installed' : 'outdated';
    return { state, path, ...(hooksAreOff(text) ? { says: 'disableAllHooks is set there: no hook runs' } : {}) };
  } catch (error) {
    if (error instanceof Refused) return { state: 'refused', path, says: about(path, error) };
    throw error;
  }
}

function removeFrom(place: Place, path: string): boolean {
  const bytes = readBytes(path);
  const text = decoded(bytes);
  const there = text?.includes(mentions) === true && hooksIn(text, isOurs).length > 0;
  if (there) replaceFile(path, bytes, strip(recall(place, name, path), bytes));
  forgetRemoved(place, name, path);
  return there;
}

/** The settings without us: as they were when nothing changed since, else without our entries. Null for no file. */
function strip(record: Receipt | null, bytes: Buffer | null): Buffer | null {
  const text = decoded(bytes);
  if (bytes === null || text === null) return null;
  const isKnown = record !== null && (!record.existed || record.before !== null);
  if (isKnown && checksum(bytes) === record.written) return record.before;
  if (hooksIn(text, isOurs).length === 0) return bytes;
  const rest = withoutHooks(text, decoded(record?.before ?? null), isOurs);
  const isNothing = record?.existed === false && /^\s*\{\s*\}\s*$/.test(rest);
  return isNothing ? null : encoded(rest);
}

function hooks({ pieces }: Place): Hooks {
  return { events: claudeEvents, command: commandOf(join(pieces, mentions)), isOurs };
}

function configDir({ env }: Place): string {
  return directory(env, 'CLAUDE_CONFIG_DIR', '.claude');
}

function decoded(bytes: Buffer | null): string | null {
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Refused('it is not UTF-8', { cause: error });
  }
}

function encoded(text: string): Buffer {
  return Buffer.from(text);
}

function inWords<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof Refused ? new Refused(about(path, error), { cause: error }) : error;
  }
}

function about(path: string, { message }: Refused): string {
  return message.includes(path) ? message : `${path} is left as it is: ${message}`;
}
