import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';
import type { Size } from '../../../src/sidebar/model.ts';
import { cacheOf } from './bundle.ts';
import { server } from './states.ts';
import { Screen } from './terminal.ts';

export interface SidebarProcess {
  screen: Screen;
  pid: number;
  type(bytes: string): void;
  resize(size: Size): void;
  exit: Promise<{ exitCode: number; signal?: number | undefined }>;
}

/** A place of its own for everything that a test writes. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'os-screen-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The bundled sidebar in a real pty; a pane of tmux as far as it can tell, unless `place` says otherwise. */
export function openProcess(
  bundle: string,
  home: string,
  options: { size?: Size; place?: 'tmux' | 'terminal'; env?: Record<string, string> } = {},
): SidebarProcess {
  const { columns, rows } = options.size ?? { columns: 26, rows: 30 };
  const screen = new Screen(columns, rows);
  const tmux = options.place === 'terminal' ? {} : { TMUX: `${server},4711,0`, TMUX_PANE: '%7' };
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CACHE_HOME: cacheOf(bundle),
    LANG: 'C.UTF-8',
    TERM: 'screen-256color',
    OPENSESSIONS_SOCKET: join(home, 'd.sock'),
    DAEMON_STARTS: join(home, 'starts'),
    ...tmux,
    ...options.env,
  };
  const pty = spawn(process.execPath, [join(bundle, 'main.mjs'), 'sidebar'], {
    cols: columns,
    rows,
    cwd: home,
    env,
    name: 'screen-256color',
  });
  pty.onData((data) => screen.write(data));
  const { promise: exit, resolve } = Promise.withResolvers<{ exitCode: number; signal?: number | undefined }>();
  let isOver = false;
  pty.onExit((status) => {
    isOver = true;
    resolve(status);
  });
  onTestFinished(async () => {
    if (!isOver) process.kill(pty.pid, 'SIGKILL');
    await exit;
  });
  return {
    screen,
    pid: pty.pid,
    type: (bytes) => pty.write(bytes),
    resize(size) {
      screen.resize(size.columns, size.rows);
      pty.resize(size.columns, size.rows);
    },
    exit,
  };
}
