import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Inspected, inspect } from '../../support/inspected.ts';
import { type Figure, type Row, row } from '../figure.ts';
import { openPusher, type Push, type Pusher } from '../pushes.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';

/** Of a whole day. */
const day = { events: 1_000_000, switches: 10_000, sessions: 500 };
/** What is remembered up to a bound (events, texts, compiled code) is full before the day begins. */
const warmUpShare = 0.5;
const threadsCount = 20;
const delayResolutionMs = 5;
/** A terminal keeps all that it was sent. */
const roundsOfTerminal = 20;
const windows = 9;
const looks = 20;
const millisBetweenLooks = 300;

/**
 * A working day, shortened by `--day`: statuses and agents' states, switches, sessions that are born and killed. What the
 * daemon holds more afterwards (heap after a collection, open files, listeners, timers), and how long its event loop was
 * held up meanwhile. Floor: nothing.
 */
export const wholeDay: Figure = {
  name: 'day',
  async measure({ floorsOnly, dayShare }) {
    if (floorsOnly) return [];
    return scoped(buildSetting(windows), (setting) => measure(setting, dayShare));
  },
};

async function measure(setting: Setting, share: number): Promise<Row[]> {
  await openSidebar(setting);
  const daemon = await setting.world.daemon();
  const pusher = openPusher(daemon.port);
  const inspected = await inspect(daemon.pid);
  try {
    await live(setting, pusher, share * warmUpShare);
    const before = await held(inspected, daemon.pid);
    await inspected.evaluate(
      `globalThis.loopDelay = process.getBuiltinModule('perf_hooks').monitorEventLoopDelay({ resolution: ${delayResolutionMs} }); loopDelay.enable()`,
    );
    await live(setting, pusher, share);
    const p99 = Number(await inspected.evaluate('loopDelay.disable(); loopDelay.percentile(99) / 1e6'));
    const after = await held(inspected, daemon.pid);
    const what = (name: string) => `${name}, ${share * 100} % of a day`;
    return [
      row('day', what('growth of the heap'), '%', [(after.bytes / before.bytes - 1) * 100]),
      row('day', what('event loop held up, 99th percentile'), 'ms', [Math.max(0, p99 - delayResolutionMs)]),
      row('day', what('more open files'), 'files', [after.files - before.files]),
      row('day', what('more listeners and timers'), 'listeners', [after.listeners - before.listeners]),
    ];
  } finally {
    inspected.close();
    pusher.close();
  }
}

async function live(setting: Setting, pusher: Pusher, share: number): Promise<void> {
  const { world, sessions } = setting;
  let { client } = setting;
  const rounds = Math.max(1, Math.round(day.sessions * share));
  const perRound = (count: number) => Math.max(1, Math.round((count * share) / rounds));
  for (let round = 0; round < rounds; round += 1) {
    await world.newSession('born');
    await pusher.all(pushes(sessions, perRound(day.events), round));
    for (let turn = 0; turn < perRound(day.switches); turn += 1) {
      const target = sessions[turn % sessions.length] ?? '';
      await world.tmux('switch-client', '-c', client.client, '-t', `=${target}`);
    }
    await world.tmux('kill-session', '-t', '=born');
    if (round % roundsOfTerminal !== roundsOfTerminal - 1) continue;
    await client.kill();
    client = await world.attach({ session: 's1' });
    setting.client = client;
  }
  await world.settled(client);
}

/** Every third one is an agent's state, of one of 20 threads, and another one than its last. */
function* pushes(sessions: readonly string[], count: number, round: number): Generator<Push> {
  for (let turn = 0; turn < count; turn += 1) {
    const told = turn / 3;
    const thread = told % threadsCount;
    const session = sessions[(turn % 3 === 0 ? thread : turn) % sessions.length];
    const state = Math.floor(told / threadsCount) % 2 === 0 ? 'running' : 'done';
    if (turn % 3 === 0) yield ['/agent', { session, agent: 'robot', thread: `${thread}`, state, ttl: 3600 }];
    else yield ['/set-status', { session, text: `round ${round}, turn ${turn}` }];
  }
}

interface Held {
  bytes: number;
  files: number;
  listeners: number;
}

async function held(inspected: Inspected, pid: number): Promise<Held> {
  const count = `process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0) + process.getActiveResourcesInfo().length`;
  // The least of some looks: a timer that is about to fire, or a connection about to close, is none that is left.
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < looks; look += 1) {
    least = Math.min(least, Number(await inspected.evaluate(count)));
    await pause(millisBetweenLooks);
  }
  return { bytes: await inspected.heldBytes(), files: readdirSync(`/proc/${pid}/fd`).length, listeners: least };
}
