import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { cpuPercent } from '../cpu.ts';
import { type Figure, type Row, row } from '../figure.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { register, startClaude } from '../stand-ins.ts';

const seconds = 30;
/** The process table is looked at for up to 8 s after something came to the front of a pane. */
const secondsToSettle = 12;
const agentsCount = 5;
const recorded = ['tmux', 'git', 'ps', 'lsof', 'setpriv', 'sh'];

/**
 * What the daemon takes of a core while nothing happens and a client looks at the sidebar, without agents and with idle
 * ones, and which processes are started meanwhile. Floor: a bare Node that wakes up every second, at the same time.
 */
export const idle: Figure = {
  name: 'idle',
  async measure({ windows, floorsOnly }) {
    if (floorsOnly) return [floor('bare Node that wakes up every second', await bareNode((pid) => rest(pid)))];
    const total = Math.max(...windows);
    return scoped(buildSetting(total, { record: recorded }), measure);
  },
};

async function measure(setting: Setting): Promise<Row[]> {
  await openSidebar(setting);
  const without = await quiet(setting, `${setting.windows} windows`);
  for (let index = 1; index <= agentsCount; index += 1) {
    const claude = await startClaude(setting.world, `agent${index}`);
    register(claude, setting.world.home, 'idle');
  }
  const daemon = await setting.world.daemon();
  await until(async () => {
    const { sessions } = await daemon.state();
    return sessions.flatMap(({ threads }) => threads).filter(({ state }) => state === 'idle').length === agentsCount;
  }, `${agentsCount} idle agents`);
  return [...without, ...(await quiet(setting, `${setting.windows} windows and ${agentsCount} idle agents`))];
}

async function quiet({ world }: Setting, what: string): Promise<Row[]> {
  const { pid } = await world.daemon();
  let [ours, bare] = [0, 0];
  const spawned = await world.spawnedDuring(async () => {
    await bareNode(async (floor) => {
      await pause(secondsToSettle * 1000);
      [ours, bare] = await Promise.all([rest(pid), rest(floor)]);
    });
  });
  return [
    row('idle', `daemon, ${what}`, '% of a core', [ours]),
    row('idle', `started meanwhile, ${what}`, 'processes', [spawned.length]),
    floor('bare Node that wakes up every second, meanwhile', bare),
  ];
}

function rest(pid: number): Promise<number> {
  return cpuPercent(pid, seconds);
}

async function bareNode<R>(use: (pid: number) => Promise<R>): Promise<R> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    return await use(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

function floor(what: string, percent: number): Row {
  return row('idle', what, '% of a core', [percent], true);
}
