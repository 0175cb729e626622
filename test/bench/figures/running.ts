import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, type Row, row } from '../figure.ts';
import { cpuOfAll } from '../ours.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { register, startClaude } from '../stand-ins.ts';
import { untilSteady } from '../stats.ts';

const seconds = 15;
/** In the first minute the sidebar counts seconds; and the process table has its echoes. */
const secondsToSettle = 62;
const nearPercent = 0.05;

/**
 * What all of ours and tmux take of a core while one agent runs and somebody looks: its spinner turns four times a second.
 * And what a turn costs the client, in bytes. Floor: the same agent without us, which takes nothing of ours.
 */
export const running: Figure = {
  name: 'running',
  async measure({ windows, floorsOnly }) {
    if (floorsOnly) return [];
    return scoped(buildSetting(Math.max(...windows)), measure);
  },
};

async function measure(setting: Setting): Promise<Row[]> {
  const { world, client, windows } = setting;
  await openSidebar(setting);
  const claude = await startClaude(world, 'agent');
  register(claude, world.home, 'busy');
  await client.until(() => client.sidebar().some((line) => /agent.*[⠀-⣿]/.test(line)), 'the spinner');
  await pause(secondsToSettle * 1000);
  const mark = client.mark();
  const [own, tmux]: [number[], number[]] = [[], []];
  const together = await untilSteady(async () => {
    const cpu = await cpuOfAll(world, seconds);
    own.push(cpu.ours);
    tmux.push(cpu.tmux);
    return cpu.ours + cpu.tmux;
  }, nearPercent);
  await client.parsed();
  const what = (name: string) => `${name}, one agent runs, ${windows} windows`;
  const unsteady = together.unsteady ? { unsteady: true } : {};
  return [
    { ...row('running', what('ours and tmux'), '% of a core', together.samples), ...unsteady },
    row('running', what('ours'), '% of a core', own),
    row('running', what('tmux'), '% of a core', tmux),
    row('running', what('to the client, for each frame'), 'bytes', [
      client.bytesSince(mark).length / Math.max(1, client.frames(mark).length),
    ]),
  ];
}
