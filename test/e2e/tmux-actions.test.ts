import { expect, test } from 'vitest';
import { render } from '../../src/tmux/actions.ts';
import { openLine } from '../support/control.ts';
import { World } from '../support/world.ts';

test('a pane of ours moves to its place, but not in a window that was zoomed since it was seen', async () => {
  await using world = await World.create();
  const { pane: work } = await world.newSession('a');
  const ours = await world.tmux('split-window', '-v', '-d', '-P', '-F', '#{pane_id}', '-t', work, 'exec cat');
  await world.tmux('resize-pane', '-Z', '-t', work);
  await using line = await openLine(world);
  const context = { width: 26, position: 'left', sidebar: { argv: [], env: {} } } as const;
  const { commands } = render({ type: 'pane.move', pane: ours, beside: work }, context);
  const seen = () =>
    world.tmux('display-message', '-p', '-t', ours, '#{window_zoomed_flag} #{pane_at_left} #{pane_width}');
  await line.run(...commands);
  expect(await seen()).toMatch(/^1 /);
  await world.tmux('resize-pane', '-Z', '-t', work);
  await line.run(...commands);
  expect(await seen()).toBe('0 1 26');
});
