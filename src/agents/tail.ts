import { existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { openFile } from './files.ts';
import { type LineBuffer, lineBuffer } from './line-buffer.ts';
import { watchPath } from './watch.ts';

const chunkBytes = 64 * 1024;
/** How much of what was read is kept at both ends, to notice that the file was written anew under the same inode. */
const printBytes = 256;
/** No file has more bytes; `version` counts generations in this unit. 2,000 of them fit into a safe integer. */
const generationBytes = 2 ** 42;

export interface TailOptions {
  /** What is read at first of a long file: its beginning (names, first prompt) and its end. Whole lines only. */
  headBytes: number;
  tailBytes: number;
  /** Longer lines are left out. */
  lineBytesMax: number;
  onLines(lines: readonly string[], position: Position): void;
  onGone?(): void;
  /** It could not be read; it is tried again when it changes. */
  onProblem(error: unknown): void;
}

export interface Position {
  /** Grows with each call: the bytes up to the end of the last line, generations counted in. */
  version: number;
  /** How often the file was replaced, truncated or rewritten. When it has grown, what was known of the file is void. */
  generation: number;
  /** It was there before we were. */
  atStart: boolean;
  /** Lines were left out before these: between head and tail. */
  gap: boolean;
}

export interface Tail {
  close(): Promise<void>;
}

/** What is known of the file that was read last. */
interface Reading {
  file: string;
  offset: number;
  first: Buffer;
  last: Buffer;
  lines: LineBuffer;
}

/**
 * The lines of a file that grows: at first its head and tail, then what is appended. It may not exist yet. A last line
 * without its newline waits for it. A file that is only touched says nothing; one that is rewritten is read anew.
 */
export function tailLines(path: string, options: TailOptions): Tail {
  let reading: Reading | null = null;
  let generation = 0;
  let busy: Promise<void> | null = null;
  let again = false;
  let closed = false;
  const wasThere = existsSync(path);

  const emit = (lines: readonly string[], offset: number, atStart: boolean, gap: boolean) => {
    if (closed || lines.length === 0) return;
    options.onLines(lines, { version: generation * generationBytes + offset, generation, atStart, gap });
  };

  async function readOn(file: FileHandle, now: Reading, end: number, atStart: boolean, gap: boolean): Promise<void> {
    let afterGap = gap;
    const chunk = Buffer.allocUnsafe(chunkBytes);
    while (now.offset < end && !closed) {
      const wanted = Math.min(chunkBytes, end - now.offset);
      const { bytesRead } = await file.read(chunk, 0, wanted, now.offset);
      if (bytesRead === 0) return;
      const bytes = chunk.subarray(0, bytesRead);
      if (now.first.length < printBytes && now.first.length === now.offset) {
        now.first = Buffer.concat([now.first, bytes.subarray(0, printBytes - now.first.length)]);
      }
      now.last = Buffer.concat([now.last, bytes.subarray(-printBytes)]).subarray(-printBytes);
      now.offset += bytesRead;
      const lines = now.lines.push(bytes);
      emit(lines, now.offset - now.lines.pendingBytes(), atStart, afterGap);
      if (lines.length > 0) afterGap = false;
    }
  }

  /** Head and tail, or all of it when it is short. */
  async function readAnew(file: FileHandle, id: string, size: number): Promise<void> {
    const atStart = wasThere && generation === 0;
    const none = Buffer.alloc(0);
    reading = { file: id, offset: 0, first: none, last: none, lines: lineBuffer(options.lineBytesMax) };
    if (size <= options.headBytes + options.tailBytes) return readOn(file, reading, size, atStart, false);
    await readOn(file, reading, options.headBytes, atStart, false);
    // One byte more: a newline there says that the tail begins with a whole line.
    reading.offset = size - options.tailBytes - 1;
    reading.last = none;
    reading.lines = lineBuffer(options.lineBytesMax, 'within a line');
    await readOn(file, reading, size, atStart, true);
  }

  async function readChange(): Promise<void> {
    const opened = await openFile(path);
    if (opened === null) {
      if (reading === null) return;
      reading = null;
      generation += 1;
      if (!closed) options.onGone?.();
      return;
    }
    const { file, stats } = opened;
    try {
      const id = `${stats.dev}:${stats.ino}`;
      if (reading === null) return await readAnew(file, id, stats.size);
      const same = reading.file === id && reading.offset <= stats.size && (await isSame(file, reading));
      if (same) return await readOn(file, reading, stats.size, false, false);
      generation += 1;
      await readAnew(file, id, stats.size);
    } finally {
      await file.close();
    }
  }

  async function readAll(): Promise<void> {
    while (again && !closed) {
      again = false;
      await readChange().catch((error: unknown) => closed || options.onProblem(error));
    }
    busy = null;
  }

  const watch = watchPath(
    path,
    () => {
      again = true;
      busy ??= readAll();
    },
    options.onProblem,
  );
  return {
    close: async () => {
      closed = true;
      await watch.close();
      await busy;
    },
  };
}

/** Whether the bytes at both ends of what was read are still those. */
async function isSame(file: FileHandle, { first, last, offset }: Reading): Promise<boolean> {
  const bytes = Buffer.alloc(printBytes);
  for (const [print, position] of [
    [first, 0],
    [last, offset - last.length],
  ] as const) {
    const { bytesRead } = await file.read(bytes, 0, print.length, position);
    if (!bytes.subarray(0, bytesRead).equals(print)) return false;
  }
  return true;
}
