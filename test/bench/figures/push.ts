import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Daemon } from '../../support/daemon.ts';
import type { Client } from '../../support/world.ts';
import { type Figure, type Row, row } from '../figure.ts';
import type { Load } from '../load.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';

const secondsOfLoad = 5;
const secondsOfGrace = 20;
const connectionsCount = 8;
const healthPauseMs = 5;
const recorded = ['tmux', 'git', 'setpriv', 'sh'];
const bench = join(import.meta.dirname, '..');

/**
 * How many `POST /set-status` a second are answered over 8 keep-alive connections, each setting another text, while
 * somebody looks at the sidebar. Floor: the same client against a bare Node server, right before and right after.
 */
export const push: Figure = {
  name: 'push',
  async measure({ windows, floorsOnly }) {
    if (floorsOnly) return [floor('bare server', await loadBareServer())];
    const rows: Row[] = [];
    for (const total of windows)
      rows.push(...(await scoped(buildSetting(total, { record: recorded }), (setting) => measureLoad(setting))));
    return rows;
  },
};

async function measureLoad(setting: Setting): Promise<Row[]> {
  const { world, windows, sessions } = setting;
  await openSidebar(setting);
  const daemon = await world.daemon();
  const before = await loadBareServer();
  let perSecond: number[] = [];
  let values: number[] = [];
  let roundTrips: number[] = [];
  const spawned = await world.spawnedDuring(async () => {
    const loading = load(daemon.port, sessions[0] ?? '');
    [perSecond, values, roundTrips] = await Promise.all([
      loading,
      newValues(setting.client, loading),
      healthDuring(daemon, loading),
    ]);
  });
  const after = await loadBareServer();
  const gaps = values.slice(1).map((atMs, index) => atMs - (values[index] ?? atMs));
  const name = (what: string) => `${what}, ${windows} windows`;
  return [
    row('push', name(`set-status, ${connectionsCount} connections`), 'requests/s', perSecond),
    row('push', name('from one value in the sidebar to the next'), 'ms', gaps),
    row('push', name('longest of these'), 'ms', [Math.max(...gaps)]),
    row('push', name('round trip of /health meanwhile'), 'ms', roundTrips),
    row('push', name('longest of these'), 'ms', [Math.max(...roundTrips)]),
    row('push', name('started meanwhile'), 'processes', [spawned.length]),
    floor(name('bare server'), [...before, ...after]),
  ];
}

/** When the sidebar showed another value of the load, as `performance.now()`, until the load is over. */
async function newValues(client: Client, loading: Promise<unknown>): Promise<number[]> {
  const atMs: number[] = [];
  let last: string | undefined;
  let isOver = false;
  const ended = loading.finally(() => {
    isOver = true;
  });
  const watching = client.until(
    () => {
      const value = /load \d+/.exec(client.sidebar().join('\n'))?.[0];
      if (value !== last && !isOver) atMs.push(performance.now());
      last = value;
      return isOver;
    },
    'the end of the load',
    { timeoutMs: (secondsOfLoad + secondsOfGrace) * 1000 },
  );
  await ended;
  // Without another byte on the terminal nobody looks again.
  client.resize(client.cols, client.rows - 1);
  await watching;
  client.resize(client.cols, client.rows + 1);
  return atMs;
}

async function healthDuring(daemon: Daemon, loading: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const ended = loading.finally(() => {
    isOver = true;
  });
  const samples: number[] = [];
  while (!isOver) {
    const atMs = performance.now();
    await daemon.health();
    samples.push(performance.now() - atMs);
    await pause(healthPauseMs);
  }
  await ended;
  return samples;
}

async function load(port: number, session: string): Promise<number[]> {
  const args = ['--port', `${port}`, '--session', session, '--connections', `${connectionsCount}`];
  const script = join(bench, 'load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args, '--seconds', `${secondsOfLoad}`]);
  const { perSecond }: Load = JSON.parse(stdout);
  return perSecond;
}

async function loadBareServer(): Promise<number[]> {
  const server = spawn(process.execPath, [join(bench, 'bare-server.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [said] = await once(server.stdout, 'data');
    return await load(Number(said), 's1');
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

function floor(what: string, perSecond: readonly number[]): Row {
  return row('push', what, 'requests/s', perSecond, true);
}
