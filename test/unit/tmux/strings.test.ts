import { describe, expect, test } from 'vitest';
import { hooks, installHooks } from '../../../src/tmux/hooks.ts';
import { commandLine, literalFormat, literalTimeFormat } from '../../../src/tmux/quote.ts';
import { versionAtLeast } from '../../../src/tmux/version.ts';

test.each([
  ['3.1c', false],
  ['2.9a', false],
  ['3.2', true],
  ['3.2a', true],
  ['3.10', true],
  ['4.0', true],
  ['next-3.7', true],
  ['next-3.1', false],
  ['3.3-rc', true],
  ['openbsd-6.9', true],
  ['master', true],
  ['', true],
])('tmux %s is at least 3.2: %s', (version, atLeast) => {
  expect(versionAtLeast(version, '3.2')).toBe(atLeast);
});

describe('hooks', () => {
  const input = { live: '%7', width: 26, position: 'left' as const, windowResized: true };

  test('swap and repair with literal ids and widths, and ring in the end', () => {
    expect(hooks(input).get('client-session-changed')).toBe(
      'if-shell -F "#{&&:#{&&:#{session_attached},#{!=:#{session_name},_os_stash}},#{&&:#{!=:#{window_zoomed_flag},1},#{P:#{?#{&&:#{@opensessions},#{&&:#{pane_at_left},#{&&:#{pane_at_top},#{pane_at_bottom}}}},1,}}}}"' +
        ' { if-shell -F -t %7 "#{==:#{window_active_clients},0}" "swap-pane -dZ -s %7 -t \':.{left}\'" }' +
        ' ; set-environment -gu OPENSESSIONS_DRAG ; wait-for -S opensessions',
    );
    expect(hooks({ ...input, width: 30, position: 'right' }).get('window-layout-changed')).toBe(
      'if-shell -F "#{&&:#{!=:#{OPENSESSIONS_DRAG},1},#{P:#{?#{&&:#{&&:#{@opensessions},#{&&:#{!=:#{pane_width},30},#{!=:#{window_zoomed_flag},1}}},#{&&:#{pane_at_right},#{&&:#{&&:#{pane_at_top},#{pane_at_bottom}},#{!=:#{pane_width},#{window_width}}}}},1,}}}"' +
        ' "resize-pane -t \':.{right}\' -x 30" ; wait-for -S opensessions',
    );
  });

  test('a resize is noted before it is repaired', () => {
    const all = hooks(input);
    expect(all.get('window-resized')).toBe(
      'set-environment -gFh OPENSESSIONS_RESIZED "#{OPENSESSIONS_RESIZED}#{?#{m:*#{window_id}|*,#{OPENSESSIONS_RESIZED}},,#{window_id}|}"' +
        ` ; ${all.get('window-layout-changed')}`,
    );
  });

  test('every one rings; without a live pane none swaps; without window-resized it is not installed', () => {
    for (const [name, command] of hooks(input))
      expect([name, command]).toEqual([name, expect.stringMatching(/wait-for -S opensessions$/)]);
    expect([...hooks({ ...input, live: null }).values()].join()).not.toContain('swap-pane');
    expect(hooks({ ...input, windowResized: false }).has('window-resized')).toBe(false);
  });

  test('stand at our index and no other', () => {
    expect(installHooks(new Map([['session-created', 'wait-for x']]))).toEqual([
      ['set-hook', '-g', 'session-created[7391]', 'wait-for x'],
    ]);
  });
});

test('a command line has quoted words, octal controls, and one line', () => {
  const line = commandLine([
    ['a', '', 'x y', '"\\$~'],
    ['b', 'é;\n\t\x7f'],
  ]);
  expect(line).toBe(String.raw`a "" "x y" "\042\134\044\176" ; b "é;\012\011\177"`);
});

test('what a format would expand is doubled', () => {
  expect(literalFormat('#(x) #{y} 100%')).toBe('##(x) ##{y} 100%');
  expect(literalTimeFormat('#(x) 100%')).toBe('##(x) 100%%');
});
