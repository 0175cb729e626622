import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/protocol/command.ts';
import { inPopup } from '../../../src/sidebar/in-popup.ts';
import { standing } from '../../../src/sidebar/standing.ts';
import { start } from '../../../src/sidebar/ui.ts';

const model = start({
  place: 'popup',
  home: '/home/me',
  version: '1.0.0',
  size: { columns: 60, rows: 20 },
  snapshot: null,
  server: '/tmp/s',
  now: 0,
});

describe('a popup', () => {
  const asked = (command: Command) => inPopup({ model, commands: [command], ends: false });

  test('closes when its user goes somewhere, and not before', () => {
    expect(asked({ name: 'session.switch', session: '$1', focus: 'work' }).ends).toBe(true);
    expect(asked({ name: 'pane.focus', pane: '%1' }).ends).toBe(true);
    expect(asked({ name: 'session.kill', session: '$1' }).ends).toBe(false);
    expect(inPopup({ model, commands: [], ends: true }).ends).toBe(true);
  });

  test('stays over a session that is only tried, with the focus at work there', () => {
    expect(asked({ name: 'session.switch', session: '$1', focus: 'sidebar' })).toMatchObject({
      commands: [{ name: 'session.switch', session: '$1', focus: 'work' }],
      ends: false,
    });
  });
});

describe('where a sidebar runs', () => {
  const inTmux = { TMUX: '/tmp/s,1,0', TMUX_PANE: '%7' };

  test('is a pane, a popup, or a terminal', () => {
    expect(standing([], inTmux)).toEqual({ place: 'tmux', origin: { server: '/tmp/s', pane: '%7' } });
    expect(standing(['--popup', '--client', '/dev/pts/3'], inTmux)).toEqual({
      place: 'popup',
      origin: { server: '/tmp/s', client: '/dev/pts/3' },
    });
    expect(standing(['--popup'], {})).toEqual({ place: 'terminal', origin: {} });
    expect(standing([], { TMUX: 'nonsense', TMUX_PANE: 'x' })).toEqual({ place: 'terminal', origin: {} });
  });

  test('is not told by other arguments', () => {
    expect(() => standing(['--popups'], inTmux)).toThrow('--popups');
    expect(() => standing(['words'], inTmux)).toThrow('words');
  });
});
