import { join } from 'node:path';
import type { Paths } from '../../protocol/paths.ts';
import { clean } from '../../protocol/text.ts';
import { integrations, none } from './index.ts';
import { type Condition, type Integration, type Place, Refused } from './integration.ts';

export interface IntegrationsCall {
  words: readonly string[];
  values: { has(name: 'json'): boolean };
  paths: Paths;
}

/** `path` is null where not even that is known. */
type Seen = Omit<Condition, 'path'> & { path: string | null };

const words: Readonly<Record<Condition['state'], string>> = {
  absent: 'not installed',
  installed: 'installed',
  outdated: 'outdated',
  refused: 'not possible',
};

/** `opensessions integrations`. Resolves with 1 when something could not be done, with 2 when it makes no sense. */
export async function runIntegrations({
  words: [verb = 'list', ...names],
  values,
  paths,
}: IntegrationsCall): Promise<number> {
  const place = placeOf(paths);
  if (verb === 'list' || verb === 'status') {
    if (names.length > 0) return wrong(`what is "${names[0]}"?`);
    if (values.has('json')) return say(JSON.stringify({ integrations: integrations.map((one) => asJson(one, place)) }));
    return say((verb === 'list' ? list(place) : status(place)).join('\n'));
  }
  if (verb !== 'install' && verb !== 'uninstall') return wrong(`no "${verb}": list, status, install or uninstall`);
  if (values.has('json')) return wrong('--json is for list and status');
  const unknown = names.find((name) => name !== 'all' && !integrations.some((one) => one.name === name));
  const reason = none.find(({ name }) => name === unknown);
  if (reason !== undefined) return wrong(`${reason.title} ${reason.says}`);
  if (unknown !== undefined || names.length === 0) return wrong(`for which agent? ${known.join(', ')} or all`);
  const all = names.includes('all');
  const chosen = integrations.filter(({ name }) => all || names.includes(name));
  return verb === 'install' ? install(chosen, place, all) : uninstall(chosen, place);
}

const known = integrations.map(({ name }) => name);

/** The pieces lie in the checkout, beside the bundle that this becomes part of. */
export function placeOf({ stateDir }: Pick<Paths, 'stateDir'>): Place {
  return { env: process.env, stateDir, pieces: join(import.meta.dirname, '..', 'scripts', 'integrations') };
}

export function look(one: Integration, place: Place): Seen {
  try {
    return one.look(place);
  } catch (error) {
    if (error instanceof Refused) return { state: 'refused', path: null, says: error.message };
    throw error;
  }
}

function install(chosen: readonly Integration[], place: Place, all: boolean): number {
  const wanted = chosen.filter((one) => !all || attempt(one, () => one.isWanted(place)) === true);
  const unused = chosen.filter((one) => !wanted.includes(one)).map(({ title }) => title);
  const results = wanted.map((one) => attempt(one, () => say(clean(`${one.title}: ${one.install(place)}`))));
  if (unused.length > 0) process.stderr.write(`No configuration here, left out: ${unused.join(', ')}\n`);
  if (results.includes(0)) process.stderr.write('Agents that run already use it when they are started anew.\n');
  return results.includes(null) ? 1 : 0;
}

function uninstall(chosen: readonly Integration[], place: Place): number {
  const results = chosen.map((one) =>
    attempt(one, () => {
      const said = one.uninstall(place);
      return said === null ? 'nothing' : say(clean(`${one.title}: ${said}`));
    }),
  );
  if (results.every((one) => one === 'nothing')) process.stderr.write('Nothing of ours was there.\n');
  return results.includes(null) ? 1 : 0;
}

/** Null when it was refused, which is said. */
function attempt<T>(one: Integration, run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`opensessions integrations: ${one.title}: ${clean(error.message)}\n`);
    return null;
  }
}

function list(place: Place): string[] {
  const width = Math.max(...known.map((name) => name.length));
  const rows = integrations.flatMap((one) => [
    `${one.name.padEnd(width)}  ${one.title}: ${words[look(one, place).state]}`,
    `${' '.repeat(width)}  gives ${one.gives}`,
  ]);
  return [...rows, ...none.map(({ name, title, says }) => `${name.padEnd(width)}  ${title}: ${says}`)];
}

function status(place: Place): string[] {
  const width = Math.max(...known.map((name) => name.length));
  const column = Math.max(...Object.values(words).map((word) => word.length));
  return integrations.flatMap((one) => {
    const { state, path, says } = look(one, place);
    const row = `${one.name.padEnd(width)}  ${words[state].padEnd(column)}  ${clean(path ?? '')}`.trimEnd();
    return says === undefined ? [row] : [row, `${' '.repeat(width)}  → ${clean(says)}`];
  });
}

function asJson(one: Integration, place: Place): object {
  return { name: one.name, title: one.title, gives: one.gives, ...look(one, place) };
}

function say(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

function wrong(message: string): 2 {
  process.stderr.write(`opensessions integrations: ${clean(message)}\nSee opensessions integrations --help.\n`);
  return 2;
}
