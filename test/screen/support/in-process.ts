import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Command } from '../../../src/protocol/command.ts';
import type { Settings } from '../../../src/protocol/settings.ts';
import type { Snapshot } from '../../../src/protocol/state.ts';
import { openApp } from '../../../src/sidebar/app.tsx';
import { depthOf } from '../../../src/sidebar/depth.ts';
import type { Place, Size } from '../../../src/sidebar/model.ts';
import type { Ticker } from '../../../src/sidebar/spinner.ts';
import { start, type UiEvent } from '../../../src/sidebar/ui.ts';
import { now, server, utc } from './states.ts';
import { Screen } from './terminal.ts';

export interface InProcess {
  screen: Screen;
  commands: Command[];
  /** Ids of the sessions about which the daemon was to be asked. */
  asked: string[];
  dispatch(event: UiEvent): void;
  /** Bytes as a terminal sends them. */
  type(bytes: string): void;
  resize(size: Size): void;
  hasEnded(): boolean;
  close(): Promise<void>;
}

/** The real app and the real Ink on a terminal emulator; only the daemon is the test's. */
export function openInProcess(
  size: Size,
  options: {
    place?: Place;
    snapshot?: Snapshot | null;
    env?: Record<string, string>;
    clock?: () => number;
    settings?: Settings;
    ticker?: Ticker;
  } = {},
): InProcess {
  const screen = new Screen(size.columns, size.rows);
  const commands: Command[] = [];
  const asked: string[] = [];
  const clock = options.clock ?? (() => now);
  let ended = false;
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: size.columns, rows: size.rows });
  stdout.on('data', (data) => screen.write(String(data).replaceAll('\n', '\r\n')));
  const app = openApp({
    // biome-ignore lint/suspicious/noExplicitAny: a stream has all of a terminal that is used here
    stdin: stdin as any,
    // biome-ignore lint/suspicious/noExplicitAny: the same
    stdout: stdout as any,
    depth: depthOf({ TERM: 'xterm-256color', ...options.env }),
    model: start({
      place: options.place ?? 'tmux',
      home: '/home/me',
      version: '0.1.0',
      size,
      snapshot: options.snapshot ?? null,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      server: options.place === 'terminal' ? null : server,
      now: clock(),
      localTime: utc,
    }),
    clock,
    // Nothing turns unless a test lets it.
    ticker: options.ticker ?? (() => () => undefined),
    send: (command) => commands.push(command),
    explain: ({ id }) => asked.push(id),
    onEnd: () => {
      ended = true;
    },
  });
  onTestFinished(() => app.close());
  return {
    screen,
    commands,
    asked,
    dispatch: app.dispatch,
    type: (bytes) => stdin.write(bytes),
    resize(next) {
      screen.resize(next.columns, next.rows);
      Object.assign(stdout, next).emit('resize');
    },
    hasEnded: () => ended,
    close: app.close,
  };
}
