import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';
import { cpuPercent } from '../cpu.ts';
import { comparedEach, type Figure, type Row, row } from '../figure.ts';
import { openPusher, type Push } from '../pushes.ts';
import { long, quick, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { openSidebar, type Setting, toSight } from '../setting.ts';

interface Size {
  sessions: number;
  panesEach: number;
  threadsEach: (session: number) => number;
}

const small: Size = { sessions: 10, panesEach: 5, threadsEach: (session) => (session < 5 ? 2 : 1) };
const great: Size = { sessions: 200, panesEach: 5, threadsEach: (session) => (session < 100 ? 2 : 1) };
const eventsPerSecond = 50;
const secondsOfEvents = 5;

/**
 * 200 sessions with 1,000 panes and 300 threads: from a push, and from a change of the tmux server's shape, to its text on
 * the screen; what 50 statements a second take of the daemon's core; and what each of them sends to a sidebar. Floor: the
 * same with 10 sessions, 50 panes and 15 threads.
 */
export const scale: Figure = {
  name: 'scale',
  async measure({ n, floorsOnly, say }) {
    const floors = await scoped(build(small), (setting) => measure(setting, small, n, true));
    if (floorsOnly) return floors;
    say(`${great.sessions} sessions`);
    const rows = await scoped(build(great), (setting) => measure(setting, great, n, false));
    return [...comparedEach(rows, floors), ...floors];
  },
};

/** All in one file for tmux: a command a pane would take a minute. */
async function build({ sessions, panesEach }: Size): Promise<Setting> {
  const world = await World.create({ cols: 120, rows: 40 });
  const names = Array.from({ length: sessions }, (_, index) => `s${index + 1}`);
  const commands = names.flatMap((name) => [
    `new-session -d -s ${name} -x 120 -y 40 cat`,
    ...Array.from({ length: panesEach - 1 }, () => `split-window -d -l 3 -t =${name}: cat`),
  ]);
  const file = join(world.root, 'sessions.conf');
  writeFileSync(file, `${commands.join('\n')}\n`);
  await world.newSession('first');
  await world.tmux('source-file', file);
  await world.tmux('kill-session', '-t', '=first');
  const client = await world.attach({ session: 's1' });
  await world.settled(client);
  return {
    world,
    client,
    sessions: names,
    windows: sessions,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function measure(setting: Setting, size: Size, n: number, floor: boolean): Promise<Row[]> {
  await openSidebar(setting);
  const { world, sessions } = setting;
  const daemon = await world.daemon();
  const pusher = openPusher(daemon.port);
  const threads = sessions.flatMap((session, index) =>
    Array.from({ length: size.threadsEach(index) }, (_, thread) => ({ session, thread: `${thread}` })),
  );
  const report = (index: number, state: string): Push => [
    '/agent',
    { ...threads[index % threads.length], agent: 'robot', name: `work on part ${index % threads.length}`, state },
  ];
  // Each time round all threads have another state: the same again would cost nothing.
  const change = (turn: number): Push =>
    report(turn * 7, Math.floor(turn / threads.length) % 2 === 0 ? 'running' : 'waiting');
  await pusher.all(threads.map((_, index) => report(index, 'idle')));
  const what = (name: string) =>
    `${name}, ${sessions.length} sessions, ${sessions.length * size.panesEach} panes, ${threads.length} threads`;

  const seen = await untilSteady(
    quick(n),
    async (turn) => {
      const [text, name] = [(turn % 2 === 0 ? 'x' : 'y').repeat(12), turn % 2 === 0 ? 'qqqqqq' : 'zzzzzz'];
      const pushed = await toSight(setting, text, () => pusher.all([['/set-status', { session: sessions[0], text }]]));
      return { pushed, renamed: await toSight(setting, name, () => world.tmux('rename-session', '-t', '$2', name)) };
    },
    (samples) => [
      row(
        'scale',
        what('push to paint'),
        'ms',
        samples.map(({ pushed }) => pushed),
        floor,
      ),
      row(
        'scale',
        what('rename-session to paint'),
        'ms',
        samples.map(({ renamed }) => renamed),
        floor,
      ),
    ],
  );
  await world.tmux('rename-session', '-t', '$2', sessions[1] ?? '');
  await until(async () => (await daemon.state()).sessions.some(({ name }) => name === sessions[1]), 'the old name');

  const count = eventsPerSecond * secondsOfEvents;
  const reader = await openReader(daemon.socket);
  const taken = await untilSteady(
    long(n),
    async (turn) => {
      const events = Array.from({ length: count }, (_, index) => change(turn * count + index));
      const before = reader.bytes();
      const pushing = pusher.paced(events, eventsPerSecond);
      const [percent] = await Promise.all([cpuPercent(daemon.pid, secondsOfEvents), pushing]);
      return { percent, bytes: (reader.bytes() - before) / count };
    },
    (samples) => [
      row(
        'scale',
        what(`daemon, ${eventsPerSecond} events a second`),
        '% of a core',
        samples.map(({ percent }) => percent),
        floor,
      ),
      row(
        'scale',
        what('sent to a sidebar, for each event'),
        'bytes',
        samples.map(({ bytes }) => bytes),
        floor,
      ),
    ],
  );
  reader.close();
  pusher.close();
  return [...seen, ...taken];
}

/** One more sidebar, that only counts. */
async function openReader(socketPath: string): Promise<{ bytes(): number; close(): void }> {
  let bytes = 0;
  const socket = new WebSocket('ws://localhost/ws', { createConnection: () => connect(socketPath) });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'identify', origin: {}, changes: true }));
  await new Promise((resolve) => socket.once('message', resolve));
  socket.on('message', (data) => {
    bytes += String(data).length;
  });
  return { bytes: () => bytes, close: () => socket.close() };
}
