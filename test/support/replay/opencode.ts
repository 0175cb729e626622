import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, Step } from './recording.ts';

interface Change {
  t_ms: number;
  src: string;
  change: string;
  pid?: number;
  row?: Json;
  diff?: Readonly<Record<string, readonly [unknown, unknown]>>;
}

const tables = ['session', 'message', 'part'];
/** Between the last word of a process and its end. */
const exitMillis = 60;
/** What comes later than this after the recorder's last mark is of another scenario. */
const tailMillis = 5000;

/**
 * Reads a recording of OpenCode: the rows of its database as they changed, what its plugin heard, and when its processes
 * began and ended. A process without a plugin lives as long as the recording.
 *
 * @throws Error when there is no timeline
 */
export function openCodeSteps(folder: string, scenario: string): Step[] {
  const all: Change[] = JSON.parse(readFileSync(join(folder, `${scenario}.timeline.json`), 'utf8'));
  const marks = all.filter(({ src }) => src === 'mark');
  const end = Math.max(...marks.map(({ t_ms }) => t_ms)) + tailMillis;
  const changes = all.filter(({ t_ms }) => t_ms <= end);
  const schema = schemaOf(folder, scenario);
  const rows = changes.flatMap((change): Step[] => {
    const [verb, table = '', id = ''] = change.change.split(' ');
    if (change.src !== 'db' || !tables.includes(table)) return [];
    const values = change.row ?? after(change.diff ?? {});
    return [{ t: change.t_ms, type: 'row', verb: verb ?? '', table, id, values, schema }];
  });
  const lives = livesOf(changes, marks, Math.max(...changes.map(({ t_ms }) => t_ms)));
  return [...rows, ...lives, ...pluginSteps(folder, scenario, changes)].sort((a, b) => a.t - b.t);
}

function after(diff: NonNullable<Change['diff']>): Json {
  return Object.fromEntries(Object.entries(diff).map(([key, [, now]]) => [key, now]));
}

/** The tables as any database of the folder has them, this scenario's before others'. */
function schemaOf(folder: string, scenario: string): string {
  const dumps = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const rank = (file: string) => (file.startsWith(`${scenario}.`) ? 0 : file.startsWith('schema') ? 1 : 2);
  const [best] = dumps.toSorted((a, b) => rank(a) - rank(b));
  if (best === undefined) throw new Error(`${folder} has no .sql that tells the tables`);
  const text = readFileSync(join(folder, best), 'utf8');
  return tables
    .map((table) => new RegExp(`^CREATE TABLE [\`"]?${table}[\`"]? ?\\([\\s\\S]*?\\);$`, 'm').exec(text)?.[0] ?? '')
    .join('\n');
}

function livesOf(changes: readonly Change[], marks: readonly Change[], last: number): Step[] {
  const began = changes.filter(({ src, change }) => src === 'plugin' && change.startsWith('init'));
  const pids = [...new Set(began.map(({ pid }) => pid))];
  const starts = marks.filter(({ change }) => change === 'start' || change.startsWith('resume'));
  const session = changes.find(({ src, change }) => src === 'db' && change.startsWith('INSERT session'))?.change;
  return (pids.length === 0 ? [undefined] : pids).flatMap((pid, index): Step[] => {
    const first = began.find((one) => one.pid === pid)?.t_ms ?? 0;
    const start = starts.findLast(({ t_ms }) => t_ms <= first);
    const resumes = index > 0 && start?.change.includes('-s') === true && session !== undefined;
    const args = resumes ? ['-s', session.split(' ')[2] ?? ''] : [];
    const killed = marks.find(({ change }) => change.startsWith('kill -9') && Number(change.split(' ')[2]) === pid);
    const gone = changes.findLast((one) => one.pid === pid && one.change.startsWith('dispose'));
    const over: Step =
      killed === undefined
        ? { t: gone === undefined ? last : gone.t_ms + exitMillis, type: 'end', signal: 'SIGTERM' }
        : { t: killed.t_ms, type: 'end', signal: 'SIGKILL' };
    return [{ t: start?.t_ms ?? first, type: 'start', args }, over];
  });
}

/** The plugin's events with the times of the timeline, which counts the same ones in the same order. */
function pluginSteps(folder: string, scenario: string, changes: readonly Change[]): Step[] {
  const path = join(folder, `${scenario}.plugin.jsonl`);
  if (!existsSync(path)) return [];
  const lines: { t: number; pid: number; k: string; event?: Json }[] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const first = changes.find(({ src, change }) => src === 'plugin' && change.startsWith('init'));
  const beginning = (lines.find(({ k, pid }) => k === 'init' && pid === first?.pid)?.t ?? 0) - (first?.t_ms ?? 0);
  const pids = new Set(changes.map(({ pid }) => pid));
  return lines.flatMap(({ t, pid, k, event }): Step[] => {
    if (!pids.has(pid)) return [];
    if (k === 'dispose') return [{ t: t - beginning, type: 'event', payload: null }];
    return k === 'event' && event !== undefined ? [{ t: t - beginning, type: 'event', payload: event }] : [];
  });
}
