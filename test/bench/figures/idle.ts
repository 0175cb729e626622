import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { besideBareNode } from '../bare-node.ts';
import { cpuPercent } from '../cpu.ts';
import { compared, type Figure, type Row, row, total } from '../figure.ts';
import { cpuOfAll, tmuxPid } from '../ours.ts';
import { long, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { register, startClaude } from '../stand-ins.ts';

const seconds = 15;
/** The process table is looked at for up to 8 s after something came to the front of a pane. */
const secondsToSettle = 12;
const agentsCount = 5;
const recorded = ['tmux', 'git', 'ps', 'lsof', 'setpriv', 'sh'];

/**
 * What all of ours take of a core while nothing happens and a client looks at the sidebar, and what tmux takes more than
 * before we came, without agents and with idle ones; and which processes are started meanwhile. Floor: a bare Node that
 * wakes up every second, at the same time.
 */
export const idle: Figure = {
  name: 'idle',
  async measure({ windows, n, floorsOnly, say }) {
    if (floorsOnly)
      return besideBareNode(1000, (pid) =>
        untilSteady(
          long(n),
          () => cpuPercent(pid, seconds),
          (samples) => [bareRow('alone', samples)],
        ),
      );
    const total = Math.max(...windows);
    return scoped(buildSetting(total, { record: recorded }), (setting) => measure(setting, n, say));
  },
};

async function measure(setting: Setting, n: number, say: (what: string) => void): Promise<Row[]> {
  // It still names windows and lets go of what they were opened with.
  await pause(secondsToSettle * 1000);
  const before = await cpuPercent(await tmuxPid(setting.world), seconds);
  await openSidebar(setting);
  const without = await quiet(setting, before, n, `${setting.windows} windows`);
  say(`with ${agentsCount} idle agents`);
  for (let index = 1; index <= agentsCount; index += 1) {
    const claude = await startClaude(setting.world, `agent${index}`);
    register(claude, setting.world.home, 'idle');
  }
  const daemon = await setting.world.daemon();
  await until(async () => {
    const { sessions } = await daemon.state();
    return sessions.flatMap(({ threads }) => threads).filter(({ state }) => state === 'idle').length === agentsCount;
  }, `${agentsCount} idle agents`);
  const what = `${setting.windows} windows and ${agentsCount} idle agents`;
  return [...without, ...(await quiet(setting, before, n, what))];
}

async function quiet({ world }: Setting, tmuxBefore: number, n: number, what: string): Promise<Row[]> {
  const before = world.spawned().length;
  await pause(secondsToSettle * 1000);
  return besideBareNode(1000, (bare) =>
    untilSteady(
      long(n),
      async () => {
        const [cpu, other] = await Promise.all([cpuOfAll(world, seconds), cpuPercent(bare, seconds)]);
        return { all: cpu.ours + cpu.tmux - tmuxBefore, tmux: cpu.tmux - tmuxBefore, bare: other };
      },
      (samples) => {
        const of = (field: 'all' | 'tmux' | 'bare') => samples.map((one) => one[field]);
        const floor = bareRow(what, of('bare'));
        return [
          compared(row('idle', `ours and growth of tmux, ${what}`, '% of a core', of('all')), floor),
          row('idle', `growth of tmux alone, ${what}`, '% of a core', of('tmux')),
          total('idle', `started meanwhile, ${what}`, 'processes', world.spawned().length - before, samples.length),
          floor,
        ];
      },
    ),
  );
}

function bareRow(what: string, samples: readonly number[]): Row {
  return row('idle', `bare Node that wakes up every second, ${what}`, '% of a core', samples, true);
}
