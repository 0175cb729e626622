import { expect, test } from 'vitest';
import { render } from '../../../src/tmux/actions.ts';

test.each([
  ['left', '@1.{top-left}'],
  ['right', '@1.{bottom-right}'],
] as const)(
  'a slot on the %s is made and marked in one turn of tmux: a daemon that dies leaves no pane of nobody',
  (position, place) => {
    const context = { width: 26, position, sidebar: { argv: [], env: {} } };
    const { commands, followUp } = render({ type: 'slot.create', window: '@1', zoomed: false }, context);
    expect(followUp).toBeUndefined();
    const names = commands.map(([name]) => name);
    expect(commands.slice(names.indexOf('split-window'))).toContainEqual([
      'set-option',
      '-p',
      '-t',
      place,
      '@opensessions',
      'slot',
    ]);
  },
);
