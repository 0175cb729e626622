import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessInfo } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import type { World } from '../../support/world.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { bundleHello } from '../hello.ts';
import { kinds } from '../ours.ts';
import { long, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';

const mebibyte = 1024 * 1024;

/**
 * How many processes the open sidebar costs, and how much memory they hold together (PSS, so pages that daemon and
 * sidebar share count once), and how much of both is added by more windows. They run a copy of the Node binary: pages
 * shared with this benchmark itself would be counted for less than they cost. Floor, in turns with it: a bare Node and a bundled Ink
 * hello world.
 */
export const memory: Figure = {
  name: 'memory',
  async measure({ windows, n, floorsOnly }) {
    const bin = mkdtempSync('/tmp/opensessions-bench-node-');
    try {
      copyFileSync(process.execPath, join(bin, 'node'));
      await bundleHello(join(bin, 'hello.mjs'));
      const env = { PATH: `${bin}:${process.env['PATH']}`, OPENSESSIONS_NODE: join(bin, 'node') };
      return await untilSteady<Sample>(
        long(n),
        async () => {
          const ours = new Map<number, Held>();
          if (!floorsOnly)
            for (const count of windows) ours.set(count, await scoped(buildSetting(count, { env }), heldByOurs));
          return { ours, ...(await scoped(buildSetting(1, { env }), (setting) => heldByFloors(setting, bin))) };
        },
        (samples) => rows(samples, floorsOnly ? [] : windows),
      );
    } finally {
      rmSync(bin, { recursive: true, force: true });
    }
  },
};

type Kind = keyof typeof kinds | 'all of ours';
/** Of each kind, how many processes there are and what they hold together, in MiB. */
type Held = ReadonlyMap<Kind, { processes: number; mebibytes: number }>;

interface Sample {
  ours: ReadonlyMap<number, Held>;
  bare: number;
  together: number;
}

async function heldByOurs(setting: Setting): Promise<Held> {
  await openSidebar(setting);
  const { world } = setting;
  const held = new Map<Kind, { processes: number; mebibytes: number }>();
  const all: ProcessInfo[] = [];
  for (const [kind, matches] of Object.entries(kinds) as [keyof typeof kinds, (info: ProcessInfo) => boolean][]) {
    const found = world.processes().filter(matches);
    all.push(...found);
    held.set(kind, { processes: found.length, mebibytes: pss(world, found) });
  }
  return held.set('all of ours', { processes: all.length, mebibytes: pss(world, all) });
}

function rows(samples: readonly Sample[], windows: readonly number[]): Row[] {
  const floors = [
    row(
      'memory',
      'one bare Node process',
      'MiB',
      samples.map(({ bare }) => bare),
      true,
    ),
    row(
      'memory',
      'a bare Node and a bundled Ink hello world',
      'MiB',
      samples.map(({ together }) => together),
      true,
    ),
  ];
  const floor = floors[1];
  const of = (count: number, kind: Kind, unit: 'processes' | 'mebibytes') =>
    samples.map(({ ours }) => ours.get(count)?.get(kind)?.[unit] ?? 0);
  const each = windows.flatMap((count) =>
    ([...Object.keys(kinds), 'all of ours'] as Kind[]).flatMap((kind) => {
      const what = `${kind}, ${count} windows`;
      const size = row('memory', what, 'MiB', of(count, kind, 'mebibytes'));
      return [
        row('memory', what, 'processes', of(count, kind, 'processes')),
        kind === 'all of ours' && floor !== undefined ? compared(size, floor) : size,
      ];
    }),
  );
  return [...each, ...growth(of, windows), ...floors];
}

function growth(
  of: (count: number, kind: Kind, unit: 'processes' | 'mebibytes') => number[],
  windows: readonly number[],
): Row[] {
  const [few, many] = [Math.min(...windows), Math.max(...windows)];
  if (windows.length === 0 || few === many) return [];
  const what = `growth from ${few} to ${many} windows`;
  const more = (unit: 'processes' | 'mebibytes') => {
    const before = of(few, 'all of ours', unit);
    return of(many, 'all of ours', unit).map((value, turn) => value - (before[turn] ?? 0));
  };
  return [row('memory', what, 'processes', more('processes')), row('memory', what, 'MiB', more('mebibytes'))];
}

/** Alone, then with an Ink hello world, bundled as the product is: what a daemon and a sidebar cannot do without. */
async function heldByFloors({ world }: Setting, dir: string): Promise<{ bare: number; together: number }> {
  const node = world.env['OPENSESSIONS_NODE'] ?? '';
  const run = async (name: string, args: readonly string[], says: string) => {
    await world.newSession(name, { command: [node, ...args] });
    await until(async () => (await world.tmux('capture-pane', '-p', '-t', `=${name}:`)).includes(says), name);
    return Number(await world.tmux('display-message', '-p', '-t', `=${name}:`, '#{pane_pid}'));
  };
  const held = (...pids: readonly number[]) =>
    pss(
      world,
      world.processes().filter(({ pid }) => pids.includes(pid)),
    );
  const bare = await run('node', ['-e', 'console.log("READY"); setInterval(() => {}, 60_000)'], 'READY');
  const alone = held(bare);
  const hello = await run('hello', [join(dir, 'hello.mjs')], 'HELLO-FLOOR');
  return { bare: alone, together: held(bare, hello) };
}

function pss(world: World, processes: readonly ProcessInfo[]): number {
  const sizes = processes.map(({ pid }) => world.memory(pid)?.pssBytes);
  if (sizes.includes(undefined)) throw new Error('a process ended while it was measured');
  return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) / mebibyte;
}
