import type { AgentProcess, Claim, Evidence, Facts } from '../../core/evidence.ts';
import { parseFields, shown, text } from '../values.ts';

/** `sessions/<pid>.json`: what a running Claude Code says of itself. Seen since 2.1.139; 2.1.197 and 2.1.329 were looked at. */
export interface Entry {
  pid: number;
  thread: string;
  claim: Claim;
  /** Epoch milliseconds. */
  at: number;
  /** Field 22 of `/proc/<pid>/stat` on Linux. */
  procStart: string | null;
  startedAt: number | null;
  /** It waits for a dialog of which it does not say which. */
  dialog: boolean;
  facts: Facts;
}

/** The first version whose registry tells a status. */
const statusSince = [2, 1, 139];
/** A shell in the background goes on while no turn runs. */
const backgroundLeast = 1;
/**
 * 2.1.330 calls itself `waiting` for `dialog open` for 0.4 to 2.5 s while it starts, and asks nothing. So long, counted from
 * when it says so, it is not believed; that counts as its start.
 */
const dialogMillis = 3000;
const startingMillis = 15_000;
/** How far the times that a process and the system give to its start may lie apart. */
const startMillisMax = 2000;

/** Never `<pid>.<hash>.key`: that is a secret. */
export function pidOfFile(name: string): number | null {
  const found = /^(?:pid-)?([1-9]\d{0,9})\.json$/.exec(name)?.[1];
  return found === undefined ? null : Number(found);
}

/** A session id is part of a path. */
export function isThreadId(id: string): boolean {
  return /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/.test(id);
}

/** Null when it is torn or no entry. */
export function parseEntry(json: string, pid: number): Entry | null {
  const entry = parseFields(json);
  const thread = text(entry?.['sessionId']);
  if (entry === null || thread === null || !isThreadId(thread)) return null;
  if (entry['pid'] !== undefined && entry['pid'] !== pid) return null;
  const status = text(entry['status']);
  const startedAt = epoch(entry['startedAt']);
  const named = shown(entry['name']);
  const cwd = shown(entry['cwd']);
  const waits = status === 'waiting' ? shown(entry['waitingFor']) : null;
  return {
    pid,
    thread,
    claim: status === null ? unsaid(text(entry['version']), text(entry['entrypoint'])) : claimOf(status),
    at: epoch(entry['statusUpdatedAt']) ?? startedAt ?? 0,
    procStart: text(entry['procStart']),
    startedAt,
    dialog: waits === 'dialog open',
    facts: {
      // `derived` from the folder by itself; by `/rename` it is `user` (2.1.329) or absent (2.1.197).
      ...(named !== null && entry['nameSource'] !== 'derived' && { names: { custom: named } }),
      ...(cwd !== null && { cwd }),
      // It says so of every tool, question and plan; the transcript knows which.
      ...(waits !== null && waits !== 'permission prompt' && { detail: waits }),
      ...(status === 'shell' && { background: backgroundLeast }),
    },
  };
}

function claimOf(status: string): Claim {
  if (status === 'busy') return 'running';
  if (status === 'waiting') return 'waiting';
  return status === 'idle' || status === 'shell' ? 'idle' : 'present';
}

/** Print mode never has a status and runs as long as it is there; before its first status a session starts; old versions have none. */
function unsaid(version: string | null, entrypoint: string | null): Claim {
  if (entrypoint?.startsWith('sdk') === true) return 'running';
  return version !== null && isAtLeast(version, statusSince) ? 'idle' : 'present';
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(/[.-]/, least.length).map(Number);
  const differs = least.findIndex((part, at) => parts[at] !== part);
  return differs === -1 || (parts[differs] ?? 0) > (least[differs] ?? 0);
}

/** Whether the entry is of this process, and not of one that had its number before. */
export function isOf({ pid, procStart, startedAt }: Entry, process: AgentProcess): boolean {
  if (pid !== process.pid) return false;
  const ticks = /^\d+$/;
  if (procStart !== null && ticks.test(procStart) && ticks.test(process.start)) return procStart === process.start;
  return procStart === process.start || startedAt === null || startedAt >= process.startedAt - startMillisMax;
}

/** Epoch milliseconds until when the screen is to say whether there is a dialog; null when the entry is to be believed. */
export function doubtedUntil({ dialog, at }: Entry, { startedAt }: AgentProcess): number | null {
  return dialog && at < startedAt + startingMillis ? at + dialogMillis : null;
}

/** Versions of entries are whole milliseconds apart: there is room for the same entry, believed. */
export function registryEvidence(entry: Entry, process: AgentProcess, version: number, now: number): Evidence {
  const { pid, start } = process;
  const until = doubtedUntil(entry, process);
  const doubted = until !== null && now < until;
  const printing =
    entry.claim !== 'present' && process.argv.some((argument) => argument === '-p' || argument === '--print');
  return {
    agent: 'claude',
    thread: entry.thread,
    source: 'registry',
    subject: `pid:${pid}`,
    version: until === null || doubted ? version : version + 0.5,
    claim: printing ? 'running' : doubted ? null : entry.claim,
    at: entry.at,
    process: { pid, start },
    expires: null,
    facts: doubted ? undetailed(entry.facts) : entry.facts,
  };
}

function undetailed({ detail: _, ...facts }: Facts): Facts {
  return facts;
}

function epoch(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}
