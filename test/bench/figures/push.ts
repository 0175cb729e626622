import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ask } from '../../support/http.ts';
import type { Client } from '../../support/world.ts';
import { compared, type Figure, type Row, row, total } from '../figure.ts';
import type { Load } from '../load.ts';
import { long, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { median } from '../stats.ts';

const secondsOfLoad = 3;
/** As the load has it: until then V8 compiles. */
const msToWarmUp = 2_000;
const secondsOfGrace = 20;
const connectionsCount = 8;
const healthPauseMs = 5;
const recorded = ['tmux', 'git', 'setpriv', 'sh'];
const bench = join(import.meta.dirname, '..');

/** What a server does with one load. */
interface Served {
  /** Requests that were answered, each second. */
  perSecond: number[];
  /** Other requests meanwhile, in ms. */
  roundTrips: number[];
}

interface Sample {
  ours: (Served & { gaps: number[] }) | null;
  bare: Served;
}

/**
 * How many `POST /set-status` a second are answered over 8 keep-alive connections, each setting another text, while
 * somebody looks at the sidebar; and how long it shows the same value, or another request waits, meanwhile. Floor, in turns with
 * it: the same client against a bare Node server.
 */
export const push: Figure = {
  name: 'push',
  async measure({ windows, n, floorsOnly, say }) {
    const bare = await startBareServer();
    try {
      if (floorsOnly) {
        const take = async () => ({ ours: null, bare: await served(bare.port, 's1') });
        return await untilSteady<Sample>(long(n), take, (samples) => rows(samples, 'alone', 0));
      }
      const made: Row[] = [];
      for (const total of windows) {
        say(`${total} windows`);
        made.push(
          ...(await scoped(buildSetting(total, { record: recorded }), (setting) => measure(setting, bare.port, n))),
        );
      }
      return made;
    } finally {
      await bare.end();
    }
  },
};

async function measure(setting: Setting, barePort: number, n: number): Promise<Row[]> {
  const { world, client, windows, sessions } = setting;
  await openSidebar(setting);
  const daemon = await world.daemon();
  const before = world.spawned().length;
  return untilSteady<Sample>(
    long(n),
    async () => {
      const bare = await served(barePort, 's1');
      const serving = served(daemon.port, sessions[0] ?? '');
      const [ours, seen] = await Promise.all([serving, newValues(client, serving)]);
      return { ours: { ...ours, gaps: gapsIn(seen) }, bare };
    },
    (samples) => rows(samples, `${windows} windows`, world.spawned().length - before),
  );
}

function rows(samples: readonly Sample[], what: string, spawned: number): Row[] {
  const name = (text: string) => `${text}, ${what}`;
  const ours = samples.flatMap((one) => one.ours ?? []);
  const bare = samples.map((one) => one.bare);
  const rates = (served: readonly Served[]) => served.map(({ perSecond }) => median(perSecond));
  const trips = (served: readonly Served[]) => served.flatMap(({ roundTrips }) => roundTrips);
  const rate = row('push', name('bare server'), 'requests/s', rates(bare), true);
  const trip = row('push', name('round trip to the bare server meanwhile'), 'ms', trips(bare), true);
  if (ours.length === 0) return [rate, trip];
  const gaps = ours.flatMap((one) => one.gaps);
  const longest = (text: string, values: readonly number[]) =>
    total('push', name(text), 'ms', Math.max(...values), values.length);
  return [
    compared(row('push', name(`set-status, ${connectionsCount} connections`), 'requests/s', rates(ours)), rate),
    row('push', name('from one value in the sidebar to the next'), 'ms', gaps),
    longest('longest time with one value', gaps),
    compared(row('push', name('round trip of /health meanwhile'), 'ms', trips(ours)), trip),
    longest('longest round trip', trips(ours)),
    total('push', name('started meanwhile'), 'processes', spawned, ours.length),
    ...[rate, trip],
  ];
}

function gapsIn(seen: readonly number[]): number[] {
  const [first = 0] = seen;
  const warm = seen.filter((atMs) => atMs - first >= msToWarmUp);
  return warm.slice(1).map((atMs, index) => atMs - (warm[index] ?? atMs));
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

async function served(port: number, session: string): Promise<Served> {
  const loading = load(port, session);
  const [perSecond, roundTrips] = await Promise.all([loading, tripsDuring(port, loading)]);
  return { perSecond, roundTrips };
}

async function tripsDuring(port: number, loading: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const ended = loading.finally(() => {
    isOver = true;
  });
  const samples: number[] = [];
  while (!isOver) {
    const atMs = performance.now();
    await ask({ port }, '/health');
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

async function startBareServer(): Promise<{ port: number; end(): Promise<void> }> {
  const server = spawn(process.execPath, [join(bench, 'bare-server.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = await once(server.stdout, 'data');
  return {
    port: Number(said),
    async end() {
      server.stdin.end();
      await once(server, 'exit');
    },
  };
}
