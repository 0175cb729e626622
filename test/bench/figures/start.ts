import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until.ts';
import { projectRoot, World } from '../../support/world.ts';
import { type Figure, type Row, row } from '../figure.ts';
import { bundleHello } from '../hello.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, paintedAtMs, type Setting, showsSidebar, sidebarMark } from '../setting.ts';

/**
 * From start to first paint. In a terminal of its own: cold is the very first start (no daemon, no compile cache), warm
 * has a running daemon; the floors are a bare Node and a bundled Ink hello world in the same terminal. In tmux: from the
 * last key of `prefix o s` to the first paint, with the daemon running and after it was killed.
 */
export const start: Figure = {
  name: 'start',
  async measure({ n, floorsOnly }) {
    const count = Math.max(1, Math.ceil(n / 5));
    return [
      ...(floorsOnly ? [] : [...(await measureTerminal(count)), ...(await measureKey(count))]),
      ...(await scoped(World.create(), (world) => measureFloors(world, count))),
    ];
  },
};

async function measureTerminal(n: number): Promise<Row[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  const main = join(projectRoot, 'dist', 'main.js');
  for (let turn = 0; turn < n; turn += 1) {
    await scoped(World.create(), async (world) => {
      cold.push(await firstPaint(world, [main, 'sidebar'], sidebarMark));
      await world.daemon();
      warm.push(await firstPaint(world, [main, 'sidebar'], sidebarMark));
    });
  }
  return [
    row('start', 'sidebar in a terminal, cold', 'ms', cold),
    row('start', 'sidebar in a terminal, warm', 'ms', warm),
  ];
}

async function measureKey(n: number): Promise<Row[]> {
  const warm: number[] = [];
  const cold: number[] = [];
  for (let turn = 0; turn < n; turn += 1) {
    warm.push(await scoped(buildSetting(3), (setting) => keyToPaint(setting, false)));
    cold.push(await scoped(buildSetting(3), (setting) => keyToPaint(setting, true)));
  }
  return [row('start', 'prefix o s, daemon runs', 'ms', warm), row('start', 'prefix o s, daemon killed', 'ms', cold)];
}

async function keyToPaint({ world, client }: Setting, killDaemon: boolean): Promise<number> {
  await world.loadPlugin();
  const { pid } = await world.daemon();
  if (killDaemon) {
    world.signal(pid, 'SIGKILL');
    await until(() => !world.processes().some((info) => info.pid === pid), 'the end of the daemon');
  }
  await world.settled(client);
  const mark = client.mark();
  const atMs = await client.prefix('o', 's');
  await client.until(() => showsSidebar(client), 'the sidebar');
  await client.parsed();
  return paintedAtMs(client, sidebarMark, mark) - atMs;
}

async function measureFloors(world: World, n: number): Promise<Row[]> {
  const dir = mkdtempSync('/tmp/opensessions-bench-hello-');
  try {
    const file = join(dir, 'hello.mjs');
    await bundleHello(file);
    const bare: number[] = [];
    const ink: number[] = [];
    for (let turn = 0; turn < n; turn += 1) {
      bare.push(
        await firstPaint(
          world,
          ['-e', 'process.stdout.write("HELLO-FLOOR"); setInterval(() => {}, 60_000)'],
          'HELLO-FLOOR',
        ),
      );
      ink.push(await firstPaint(world, [file], 'HELLO-FLOOR'));
    }
    return [
      row('start', 'bare Node in a terminal', 'ms', bare, true),
      row('start', 'bundled Ink hello world in a terminal', 'ms', ink, true),
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs Node in a fresh terminal. @returns ms from before the start to the read that painted the text */
async function firstPaint(world: World, args: readonly string[], text: string): Promise<number> {
  const atMs = performance.now();
  const terminal = world.terminal(process.execPath, args, { cols: 26, rows: 30 });
  const mark = { chunk: 0 };
  await terminal.until((screen) => screen.includes(text), text);
  await terminal.parsed();
  const ms = paintedAtMs(terminal, text, mark) - atMs;
  await terminal.kill();
  return ms;
}
