import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import { type Position, type Tail, tailLines } from '../tail.ts';
import { watchPath } from '../watch.ts';
import { afterGap, nothingRead, read, type Transcript } from './parse.ts';
import { missing, subagentsDir } from './paths.ts';
import { recordEvidence } from './record.ts';

/** Names and the first prompt. */
const headBytes = 64 * 1024;
/** The last turn and its open calls; 2.1.329 writes requests of tens of kB between them. */
const tailBytes = 512 * 1024;
const subagentTailBytes = 64 * 1024;
/** A line with a whole file in it was seen with 624 kB. */
const lineBytesMax = 4 * 1024 * 1024;
/** Subagents of one session that are followed; the newest files are not told apart from the old ones by name. */
const subagentsMax = 64;

export interface TranscriptHandlers {
  /** Of what is told next; it grows. A sum of what was read of the files would not: they are rewritten, and come and go. */
  version(): number;
  onEvidence(evidence: readonly Evidence[]): void;
  /** The transcript itself is gone. */
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
}

/** Follows the transcript of a thread and those of its subagents, none of which need exist. */
export function followTranscript(
  id: string,
  path: string,
  runBy: AgentProcess,
  handlers: TranscriptHandlers,
): Following {
  const subagents = new Map<string, File>();
  const main = followFile(path, 'main');
  const last = new Map<string, string>();
  let process = runBy;
  let closed = false;
  let listing: Promise<void> = Promise.resolve();

  function followFile(at: string, of: 'main' | 'subagent'): File {
    const file: File = {
      transcript: nothingRead,
      generation: 0,
      isRead: false,
      tail: tailLines(at, {
        headBytes: of === 'main' ? headBytes : 0,
        tailBytes: of === 'main' ? tailBytes : subagentTailBytes,
        lineBytesMax,
        onLines: (lines, position) => {
          take(file, lines, position, of);
          tell();
        },
        onGone: () => {
          if (of === 'main' && !closed) {
            last.delete(at);
            handlers.onGone(at);
          }
        },
        onProblem: handlers.onProblem,
      }),
    };
    return file;
  }

  function tell(): void {
    if (closed || !main.isRead) return;
    const children = [...subagents].map(([name, file]) => ({
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

  async function list(): Promise<void> {
    const dir = subagentsDir(path);
    const names = await readdir(dir).catch(missing);
    for (const name of names) {
      if (closed || subagents.size >= subagentsMax) return;
      if (!/^agent-[\w-]{1,100}\.jsonl$/.test(name) || subagents.has(name)) continue;
      subagents.set(name, followFile(join(dir, name), 'subagent'));
    }
  }

  const watch = watchPath(
    subagentsDir(path),
    (changed) => {
      if (changed !== null && [...changed].every((name) => subagents.has(name))) return;
      listing = listing.then(list).catch(handlers.onProblem);
    },
    handlers.onProblem,
  );

  return {
    path,
    runBy: (by) => {
      if (by.pid === process.pid && by.start === process.start) return;
      process = by;
      tell();
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
}
