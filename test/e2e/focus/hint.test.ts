import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

test('while the focus is elsewhere the sidebar says how to come to it, with the keys that this user has', async () => {
  await using world = await World.create({
    tmuxConf: 'set -g prefix M-a\nbind M-a send-prefix\nset -g @opensessions-prefix-key O\nset -g focus-events on\n',
  });
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await world.loadPlugin();
  const press = async (key: string) => {
    await terminal.key('M-a');
    await terminal.type(`O${key}`);
  };
  const says = (text: string) => terminal.sidebar().join('\n').includes(text);
  await press('t');
  await terminal.until(() => says('M-a O s focus here'), 'the way to it', { timeoutMs: 20_000 });
  expect(says('press M-a O s n')).toBe(true);
  expect(says('? help')).toBe(false);

  await world.settled(terminal);
  const mark = terminal.mark();
  await press('s');
  await terminal.until(() => says('? help'), 'its own keys');
  await world.settled(terminal);
  const bar = { top: 0, left: 0, width: 26, height: terminal.rows - 1 };
  expect(terminal.redraws(mark, bar)).toHaveLength(1);
  expect(says('press n for another')).toBe(true);

  await press('s');
  await terminal.until(() => says('M-a O s focus here'), 'the way to it again');
  const { sessions } = await (await world.daemon()).state();
  await world.tmux('set-option', '-g', 'prefix', 'None');
  await world.newSession('b');
  await until(async () => (await (await world.daemon()).state()).sessions.length > sessions.length, 'a look');
  await terminal.until(() => says('? help'), 'no keys that nobody has');
});
