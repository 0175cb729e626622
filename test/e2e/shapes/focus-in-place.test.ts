import { expect, test } from 'vitest';
import { looked, opened } from './shape.ts';

// They put a work pane into the sidebar's column; the first one leaves it the focus.
test.each([
  ['swap-pane', '-U', '-t', '%0'],
  ['swap-pane', '-d', '-s', '=a:0.{left}', '-t', '%0'],
  ['swap-pane', '-s', '%0', '-t', '=a:0.{left}'],
])('after %s %s the focus stays where tmux put it', async (...command) => {
  const { world, window } = await opened(2);
  await using _ = world;
  const active = () => world.tmux('display-message', '-p', '-t', window, '#{?#{@opensessions},ours,#{pane_id}}');
  const put = await world.tmux(
    ...command,
    ';',
    'display-message',
    '-p',
    '-t',
    window,
    '#{?#{@opensessions},ours,#{pane_id}}',
  );
  await looked(world);
  expect(await active()).toBe(put);
});
