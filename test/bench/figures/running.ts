import { setTimeout as pause } from 'node:timers/promises';
import { besideBareNode } from '../bare-node.ts';
import { cpuPercent } from '../cpu.ts';
import { compared, type Figure, type Row, row, total } from '../figure.ts';
import { cpuOfAll } from '../ours.ts';
import { long, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { register, startClaude } from '../stand-ins.ts';

const seconds = 15;
/** In the first minute the sidebar counts seconds; and the process table has its echoes. */
const secondsToSettle = 62;
/** A spinner's. */
const turnMs = 250;

/**
 * What all of ours and tmux take of a core while one agent runs and somebody looks: its spinner turns four times a second.
 * And what a turn costs the client, in bytes. Floor, at the same
 * time: a bare Node that wakes up as often, and writes nothing.
 */
export const running: Figure = {
  name: 'running',
  async measure({ windows, n, floorsOnly }) {
    if (floorsOnly) return [];
    return scoped(buildSetting(Math.max(...windows)), (setting) => measure(setting, n));
  },
};

async function measure(setting: Setting, n: number): Promise<Row[]> {
  const { world, client, windows } = setting;
  await openSidebar(setting);
  const claude = await startClaude(world, 'agent');
  register(claude, world.home, 'busy');
  await client.until(() => client.sidebar().some((line) => /agent.*[⠀-⣿]/.test(line)), 'the spinner');
  await pause(secondsToSettle * 1000);
  const what = (name: string) => `${name}, one agent runs, ${windows} windows`;
  const mark = client.mark();
  const percents = await besideBareNode(turnMs, (bare) =>
    untilSteady(
      long(n),
      async () => {
        const [{ ours, tmux }, other] = await Promise.all([cpuOfAll(world, seconds), cpuPercent(bare, seconds)]);
        return { all: ours + tmux, ours, tmux, bare: other };
      },
      (samples) => {
        const one = (name: string, field: 'all' | 'ours' | 'tmux' | 'bare', floor = false) =>
          row(
            'running',
            what(name),
            '% of a core',
            samples.map((taken) => taken[field]),
            floor,
          );
        const floor = one('bare Node that wakes up as often', 'bare', true);
        const rows = [one('ours and tmux', 'all'), one('ours', 'ours'), one('tmux', 'tmux')];
        return [...rows.map((made) => compared(made, floor)), floor];
      },
    ),
  );
  await client.parsed();
  const frames = client.frames(mark).length;
  const bytes = client.bytesSince(mark).length / Math.max(1, frames);
  return [...percents, total('running', what('to the client, for each frame'), 'bytes', bytes, frames)];
}
