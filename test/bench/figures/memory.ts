import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessInfo } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import type { World } from '../../support/world.ts';
import { type Figure, type Row, row } from '../figure.ts';
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
      return [...rows, await scoped(buildSetting(1, { env }), measureBareNode)];
    } finally {
      rmSync(bin, { recursive: true, force: true });
    }
  },
};

const kinds = {
  daemon: ({ args }: ProcessInfo) => args.some((arg) => arg.endsWith('dist/main.js')) && args.includes('daemon'),
  sidebars: ({ args }: ProcessInfo) => args.some((arg) => arg.endsWith('dist/main.js')) && args.includes('sidebar'),
  'control clients': ({ args }: ProcessInfo) =>
    /(^|\/)tmux$/.test(args[0] ?? '') && args.some((arg) => /^-C{1,2}$/.test(arg)),
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

async function measureBareNode({ world }: Setting): Promise<Row> {
  await world.newSession('node', {
    command: [world.env['OPENSESSIONS_NODE'] ?? '', '-e', 'console.log("READY"); setInterval(() => {}, 60_000)'],
  });
  await until(async () => (await world.tmux('capture-pane', '-p', '-t', '=node:')).includes('READY'), 'the bare Node');
  const pid = Number(await world.tmux('display-message', '-p', '-t', '=node:', '#{pane_pid}'));
  const bare = world.processes().filter((info) => info.pid === pid);
  return row('memory', 'one bare Node process', 'MiB', [pss(world, bare)], true);
}

function pss(world: World, processes: readonly ProcessInfo[]): number {
  const sizes = processes.map(({ pid }) => world.memory(pid)?.pssBytes);
  if (sizes.length === 0 || sizes.includes(undefined)) throw new Error('a process ended while it was measured');
  return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) / mebibyte;
}
