import { PassThrough } from 'node:stream';
import type { Size } from '../../../src/sidebar/model.ts';
import { Screen } from './terminal.ts';

/** What Ink takes for a terminal, on an emulator. */
export function openStreams(size: Size) {
  const screen = new Screen(size.columns, size.rows);
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: size.columns, rows: size.rows });
  stdout.on('data', (data) => screen.write(String(data).replaceAll('\n', '\r\n')));
  return {
    screen,
    // biome-ignore lint/suspicious/noExplicitAny: a stream has all of a terminal that is used here
    stdin: stdin as any,
    // biome-ignore lint/suspicious/noExplicitAny: the same
    stdout: stdout as any,
    /** Bytes as a terminal sends them. */
    type: (bytes: string) => stdin.write(bytes),
    resize(next: Size) {
      screen.resize(next.columns, next.rows);
      Object.assign(stdout, next).emit('resize');
    },
  };
}
