import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import { startSlackMillis } from '../join.ts';
import { type Position, type Tail, tailLines } from '../tail.ts';
import { type Changed, watchPath } from '../watch.ts';
import { afterGap, nothingRead, read, type Transcript } from './parse.ts';
import { missing, subagentsDir } from './paths.ts';
import { goesOn, recordEvidence } from './record.ts';

/** Names and the first prompt. */
const headBytes = 64 * 1024;
/** The last turn and its open calls; 2.1.329 writes requests of tens of kB between them. */
const tailBytes = 512 * 1024;
const subagentTailBytes = 64 * 1024;
/** A line with a whole file in it was seen with 624 kB. */
const lineBytesMax = 4 * 1024 * 1024;
/** Subagents of one session that are followed; where there are more, those that have ended go first, then the ones that were silent longest. */
const subagentsMax = 64;

export interface TranscriptHandlers {
  /** Of what is told next; it grows. A sum of what was read of the files would not: they are rewritten, and come and go. */
  version(): number;
  onEvidence(evidence: readonly Evidence[]): void;
  /** The transcript, or one of a subagent, is gone or no longer followed. */
  onGone(path: string): void;
  onProblem(error: unknown): void;
}

export interface Following {
  path: string;
  /** Another process has the thread now. */
  runBy(process: AgentProcess): void;
  close(): Promise<void>;
}

interface File {
  tail: Tail;
  transcript: Transcript;
  generation: number;
  isRead: boolean;
  /** Epoch milliseconds when it last grew. */
  writtenAt: number;
}

/** Follows the transcript of a thread and those of its subagents, none of which need exist. */
export function followTranscript(
  id: string,
  path: string,
  runBy: AgentProcess,
  handlers: TranscriptHandlers,
): Following {
  const subagents = new Map<string, File>();
  const main = followFile(path, 'main', 0);
  const last = new Map<string, string>();
  let process = runBy;
  let closed = false;
  let listing: Promise<void> = Promise.resolve();

  function followFile(at: string, of: 'main' | 'subagent', writtenAt: number): File {
    const file: File = {
      transcript: nothingRead,
      generation: 0,
      isRead: false,
      writtenAt,
      tail: tailLines(at, {
        headBytes: of === 'main' ? headBytes : 0,
        tailBytes: of === 'main' ? tailBytes : subagentTailBytes,
        lineBytesMax,
        onLines: (lines, position) => {
          take(file, lines, position, of);
          tell();
        },
        onGone: () => {
          if (closed) return;
          if (of === 'subagent') {
            const name = basename(at);
            subagents.delete(name);
            listNext(new Set([name]), file);
          }
          last.delete(at);
          handlers.onGone(at);
        },
        onProblem: handlers.onProblem,
      }),
    };
    return file;
  }

  function tell(): void {
    if (closed || !main.isRead) return;
    const read = [...subagents].filter(([, file]) => file.isRead);
    const children = read.map(([name, file]) => ({
      id: name.replace(/^agent-|\.jsonl$/g, ''),
      path: join(subagentsDir(path), name),
      transcript: file.transcript,
    }));
    const version = handlers.version();
    const all = recordEvidence({ id, path, main: main.transcript, subagents: children, version, process });
    const news = all.filter((evidence) => {
      const said = JSON.stringify({ ...evidence, version: 0 });
      if (said === last.get(evidence.subject)) return false;
      last.set(evidence.subject, said);
      return true;
    });
    if (news.length > 0) handlers.onEvidence(news);
  }

  /** What was written before its process began is over. */
  async function list(changed: Changed): Promise<void> {
    const dir = subagentsDir(path);
    const found: { name: string; writtenAt: number }[] = [];
    for (const name of changed ?? (await readdir(dir).catch(missing))) {
      if (closed) return;
      if (!/^agent-[\w-]{1,100}\.jsonl$/.test(name) || subagents.has(name)) continue;
      const [stats] = await stat(join(dir, name)).then((one) => [one], missing);
      const isNews = stats !== undefined && stats.mtimeMs >= process.startedAt - startSlackMillis;
      if (isNews) found.push({ name, writtenAt: stats.mtimeMs });
    }
    if (closed) return;
    const newest = found.sort((a, b) => b.writtenAt - a.writtenAt).slice(0, subagentsMax);
    for (const { name, writtenAt } of newest) {
      subagents.set(name, followFile(join(dir, name), 'subagent', writtenAt));
    }
    await makeRoom();
  }

  async function makeRoom(): Promise<void> {
    const isOver = (file: File) => file.isRead && !goesOn(file, { main: main.transcript, process });
    const leaving = [...subagents]
      .sort(([, a], [, b]) => Number(isOver(a)) - Number(isOver(b)) || b.writtenAt - a.writtenAt)
      .slice(subagentsMax);
    for (const [name, file] of leaving) {
      const at = join(subagentsDir(path), name);
      subagents.delete(name);
      last.delete(at);
      if (!isOver(file)) handlers.onGone(at);
    }
    await Promise.all(leaving.map(([, { tail }]) => tail.close()));
  }

  function listNext(changed: Changed, gone?: File): void {
    listing = listing
      .then(() => gone?.tail.close())
      .then(() => list(changed))
      .catch(handlers.onProblem);
  }

  const watch = watchPath(
    subagentsDir(path),
    (changed) => {
      if (changed === null || [...changed].some((name) => !subagents.has(name))) listNext(changed);
    },
    handlers.onProblem,
  );

  return {
    path,
    runBy: (by) => {
      if (by.pid === process.pid && by.start === process.start) return;
      process = by;
      tell();
      listNext(null);
    },
    close: async () => {
      closed = true;
      await watch.close();
      await listing;
      await Promise.all([main, ...subagents.values()].map(({ tail }) => tail.close()));
    },
  };
}

function take(file: File, lines: readonly string[], position: Position, of: 'main' | 'subagent'): void {
  const isAnew = position.generation !== file.generation;
  const before = isAnew ? nothingRead : position.gap ? afterGap(file.transcript) : file.transcript;
  file.transcript = lines.reduce((transcript, line) => read(transcript, line, of), before);
  file.generation = position.generation;
  file.isRead = true;
  if (!position.atStart) file.writtenAt = Date.now();
}
