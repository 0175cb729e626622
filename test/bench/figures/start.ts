import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until.ts';
import { projectRoot, World } from '../../support/world.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { bundleHello } from '../hello.ts';
import { slow, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, type Setting, showsCurrent, showsSidebar, sidebarMark, sight } from '../setting.ts';

interface Key {
  /** To the sidebar's first line. */
  paint: number;
  /** To the sessions below it. */
  sessions: number;
}

/** In ms. */
interface Sample {
  bare: number;
  ink: number;
  ours: { cold: number; warm: number; keyWarm: Key; keyCold: Key } | null;
}

const hello = 'HELLO-FLOOR';

/**
 * From start to first paint. In a terminal of its own: cold is the very first start (no daemon, no compile cache), warm has a running
 * daemon. In tmux: from the last key of `prefix o s` to the first paint, and to the sessions, with the daemon running and after it was
 * killed. Floors, in turns with them: a bare Node, and a bundled Ink hello world, which is what they are compared with.
 */
export const start: Figure = {
  name: 'start',
  async measure({ n, floorsOnly }) {
    const dir = mkdtempSync('/tmp/opensessions-bench-hello-');
    try {
      const file = join(dir, 'hello.mjs');
      await bundleHello(file);
      return await untilSteady(slow(n), () => sample(file, floorsOnly), rows);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

async function sample(helloFile: string, floorsOnly: boolean): Promise<Sample> {
  const main = join(projectRoot, 'dist', 'main.js');
  const bareWords = ['-e', `process.stdout.write("${hello}"); setInterval(() => {}, 60_000)`];
  return scoped(World.create(), async (world) => {
    const bare = await firstPaint(world, bareWords, hello);
    const ink = await firstPaint(world, [helloFile], hello);
    if (floorsOnly) return { bare, ink, ours: null };
    const cold = await firstPaint(world, [main, 'sidebar'], sidebarMark);
    await world.daemon();
    const warm = await firstPaint(world, [main, 'sidebar'], sidebarMark);
    const keyWarm = await scoped(buildSetting(3), (setting) => keyToPaint(setting, false));
    const keyCold = await scoped(buildSetting(3), (setting) => keyToPaint(setting, true));
    return { bare, ink, ours: { cold, warm, keyWarm, keyCold } };
  });
}

function rows(samples: readonly Sample[]): Row[] {
  const floor = (what: string, field: 'bare' | 'ink') =>
    row(
      'start',
      what,
      'ms',
      samples.map((one) => one[field]),
      true,
    );
  const ink = floor('bundled Ink hello world in a terminal', 'ink');
  const floors = [floor('bare Node in a terminal', 'bare'), ink];
  const ours = samples.flatMap((one) => one.ours ?? []);
  if (ours.length === 0) return floors;
  const one = (what: string, of: (taken: (typeof ours)[number]) => number) =>
    compared(row('start', what, 'ms', ours.map(of)), ink);
  return [
    one('sidebar in a terminal, cold', ({ cold }) => cold),
    one('sidebar in a terminal, warm', ({ warm }) => warm),
    one('prefix o s, daemon runs', ({ keyWarm }) => keyWarm.paint),
    one('prefix o s, daemon runs, to the sessions', ({ keyWarm }) => keyWarm.sessions),
    one('prefix o s, daemon killed', ({ keyCold }) => keyCold.paint),
    one('prefix o s, daemon killed, to the sessions', ({ keyCold }) => keyCold.sessions),
    ...floors,
  ];
}

async function keyToPaint({ world, client }: Setting, killDaemon: boolean): Promise<Key> {
  await world.loadPlugin();
  const { pid } = await world.daemon();
  // It would tell in the status line that the daemon has ended, beside what is measured.
  await until(() => !world.processes().some(({ args }) => args.includes('announce')), 'the end of the announcement');
  if (killDaemon) {
    world.signal(pid, 'SIGKILL');
    await until(() => !world.processes().some((info) => info.pid === pid), 'the end of the daemon');
  }
  await world.settled(client);
  let sessionsAtMs = Promise.resolve(0);
  let keyAtMs = 0;
  const paint = await sight(
    client,
    'the sidebar',
    () => showsSidebar(client),
    async () => {
      sessionsAtMs = client.until(() => showsSidebar(client) && showsCurrent(client, 's1'), 'the sessions');
      keyAtMs = await client.prefix('o', 's');
      return keyAtMs;
    },
  );
  return { paint, sessions: (await sessionsAtMs) - keyAtMs };
}

/** Runs Node in a fresh terminal. @returns ms from before the start to the read that painted the text */
async function firstPaint(world: World, args: readonly string[], text: string): Promise<number> {
  const atMs = performance.now();
  const terminal = world.terminal(process.execPath, args, { cols: 26, rows: 30 });
  const seenAtMs = await terminal.until((screen) => screen.includes(text), text);
  await terminal.kill();
  return seenAtMs - atMs;
}
