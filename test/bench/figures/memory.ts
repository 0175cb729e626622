import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessInfo } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import type { World } from '../../support/world.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { bundleHello } from '../hello.ts';
import { kinds } from '../ours.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';

const mebibyte = 1024 * 1024;

/**
 * How many processes the open sidebar costs, and how much memory they hold together (PSS, so pages that daemon and
 * sidebar share count once). They run a copy of the Node binary: pages shared with this benchmark itself would be
 * counted for less than they cost.
 */
export const memory: Figure = {
  name: 'memory',
  async measure({ windows, floorsOnly }) {
    const bin = mkdtempSync('/tmp/opensessions-bench-node-');
    try {
      copyFileSync(process.execPath, join(bin, 'node'));
      const env = { PATH: `${bin}:${process.env['PATH']}`, OPENSESSIONS_NODE: join(bin, 'node') };
      const rows: Row[] = [];
      if (!floorsOnly)
        for (const count of windows) rows.push(...(await scoped(buildSetting(count, { env }), measureOpen)));
      const [bare, together] = await scoped(buildSetting(1, { env }), (setting) => measureFloors(setting, bin));
      return [...rows.map((one) => (one.unit === 'MiB' && isAll(one) ? compared(one, together) : one)), bare, together];
    } finally {
      rmSync(bin, { recursive: true, force: true });
    }
  },
};

async function measureOpen(setting: Setting): Promise<Row[]> {
  await openSidebar(setting);
  const { world, windows } = setting;
  const rows: Row[] = [];
  const all: ProcessInfo[] = [];
  for (const [kind, matches] of Object.entries(kinds)) {
    const found = world.processes().filter(matches);
    all.push(...found);
    rows.push(row('memory', `${kind}, ${windows} windows`, 'processes', [found.length]));
    if (found.length > 0) rows.push(row('memory', `${kind}, ${windows} windows`, 'MiB', [pss(world, found)]));
  }
  rows.push(row('memory', `all of ours, ${windows} windows`, 'processes', [all.length]));
  rows.push(row('memory', `all of ours, ${windows} windows`, 'MiB', [pss(world, all)]));
  return rows;
}

function isAll({ what }: Row): boolean {
  return what.startsWith('all of ours');
}

/** Alone, then with an Ink hello world, bundled as the product is: what a daemon and a sidebar cannot do without. */
async function measureFloors({ world }: Setting, dir: string): Promise<[bare: Row, together: Row]> {
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
  const file = join(dir, 'hello.mjs');
  await bundleHello(file);
  const hello = await run('hello', [file], 'HELLO-FLOOR');
  const together = held(bare, hello);
  return [
    row('memory', 'one bare Node process', 'MiB', [alone], true),
    row('memory', 'a bare Node and a bundled Ink hello world', 'MiB', [together], true),
  ];
}

function pss(world: World, processes: readonly ProcessInfo[]): number {
  const sizes = processes.map(({ pid }) => world.memory(pid)?.pssBytes);
  if (sizes.length === 0 || sizes.includes(undefined)) throw new Error('a process ended while it was measured');
  return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) / mebibyte;
}
