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
import { openStreams } from './streams.ts';
import type { Screen } from './terminal.ts';

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
  const { screen, stdin, stdout, type, resize } = openStreams(size);
  const commands: Command[] = [];
  const asked: string[] = [];
  const clock = options.clock ?? (() => now);
  let ended = false;
  const app = openApp({
    stdin,
    stdout,
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
    type,
    resize,
    hasEnded: () => ended,
    close: app.close,
  };
}
