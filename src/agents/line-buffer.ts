const newline = 0x0a;

export interface LineBuffer {
  /** The lines that these bytes complete, without empty ones and those that are too long. */
  push(bytes: Buffer): string[];
  /** Bytes of the line that has begun, kept or not. */
  pendingBytes(): number;
}

/**
 * Cuts bytes into lines before it decodes them, so that no character is torn. Keeps at most `lineBytesMax` of a line that
 * has not ended; a longer line is left out. Bytes that are no UTF-8 become U+FFFD.
 */
export function lineBuffer(lineBytesMax: number, start: 'of a line' | 'within a line' = 'of a line'): LineBuffer {
  let kept: Buffer[] = [];
  let pending = 0;
  let skipping = start === 'within a line';

  const add = (part: Buffer) => {
    pending += part.length;
    if (pending > lineBytesMax) skipping = true;
    if (skipping) kept = [];
    else if (part.length > 0) kept.push(Buffer.from(part));
  };

  return {
    push(bytes) {
      const lines: string[] = [];
      let from = 0;
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
        add(bytes.subarray(from, end));
        const line = skipping ? '' : Buffer.concat(kept).toString('utf8');
        if (line !== '') lines.push(line);
        [kept, pending, skipping, from] = [[], 0, false, end + 1];
      }
      add(bytes.subarray(from));
      return lines;
    },
    pendingBytes: () => pending,
  };
}
