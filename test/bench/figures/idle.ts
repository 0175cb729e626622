import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { cpuPercent } from '../cpu.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { cpuOfAll, tmuxPid } from '../ours.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { register, startClaude } from '../stand-ins.ts';
import { type Steady, untilSteady } from '../stats.ts';

const seconds = 20;
/** The process table is looked at for up to 8 s after something came to the front of a pane. */
const secondsToSettle = 12;
const agentsCount = 5;
const nearPercent = 0.02;
const recorded = ['tmux', 'git', 'ps', 'lsof', 'setpriv', 'sh'];

/**
 * What all of ours take of a core while nothing happens and a client looks at the sidebar, and what tmux takes more than
 * before we came, without agents and with idle ones; and which processes are started meanwhile. Floor: a bare Node that
 * wakes up every second, at the same time.
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
  const before = await cpuPercent(await tmuxPid(setting.world), seconds);
  await openSidebar(setting);
  const without = await quiet(setting, before, `${setting.windows} windows`);
  for (let index = 1; index <= agentsCount; index += 1) {
    const claude = await startClaude(setting.world, `agent${index}`);
    register(claude, setting.world.home, 'idle');
  }
  const daemon = await setting.world.daemon();
  await until(async () => {
    const { sessions } = await daemon.state();
    return sessions.flatMap(({ threads }) => threads).filter(({ state }) => state === 'idle').length === agentsCount;
  }, `${agentsCount} idle agents`);
  return [...without, ...(await quiet(setting, before, `${setting.windows} windows and ${agentsCount} idle agents`))];
}

async function quiet({ world }: Setting, tmuxBefore: number, what: string): Promise<Row[]> {
  let all: Steady = { samples: [], unsteady: false };
  const [tmux, bare]: [number[], number[]] = [[], []];
  const spawned = await world.spawnedDuring(async () => {
    await bareNode(async (floor) => {
      await pause(secondsToSettle * 1000);
      all = await untilSteady(async () => {
        const [cpu, other] = await Promise.all([cpuOfAll(world, seconds), rest(floor)]);
        tmux.push(cpu.tmux - tmuxBefore);
        bare.push(other);
        return cpu.ours + cpu.tmux - tmuxBefore;
      }, nearPercent);
    });
  });
  const meanwhile = row('idle', 'bare Node that wakes up every second, meanwhile', '% of a core', bare, true);
  return [
    {
      ...compared(row('idle', `ours and growth of tmux, ${what}`, '% of a core', all.samples), meanwhile),
      ...(all.unsteady ? { unsteady: true } : {}),
    },
    row('idle', `growth of tmux alone, ${what}`, '% of a core', tmux),
    row('idle', `started meanwhile, ${what}`, 'processes', [spawned.length]),
    meanwhile,
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
