import { onTestFinished } from 'vitest';
import { livePanes } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import type { World } from '../../support/world.ts';
import { looked, type opened, shape } from './shape.ts';

type Setting = Awaited<ReturnType<typeof opened>>;

/** A window and its work panes. */
export interface Visited extends Setting {
  first: string;
  second: string;
  /** From tmux's first to its last. */
  panes: readonly string[];
}

/** The lines and columns in which the work panes stand: `rows` for those below each other, by their places. */
export async function places(world: World, window: string): Promise<string[]> {
  return (await shape(world, window)).filter((line) => !line.startsWith('ours'));
}

/** A window for one test in a world of several, in which somebody looks at so many work panes beside the sidebar. */
export async function visited({ world, terminal }: Setting, count: number): Promise<Visited> {
  const { window, pane } = await world.newWindow('a', 'next');
  onTestFinished(async () => void (await world.tmux('kill-window', '-t', window)));
  await world.tmux('select-window', '-t', window);
  await until(async () => (await livePanes(world)).some((live) => live.window === window), 'the sidebar');
  await looked(world);
  for (let n = 1; n < count; n += 1) await world.tmux('split-window', '-h', '-d', '-t', pane, 'cat');
  await looked(world);
  const panes = (await places(world, window)).map((line) => line.split(' ')[0] ?? '');
  return { world, terminal, window, first: pane, second: panes.find((id) => id !== pane) ?? '', panes };
}
