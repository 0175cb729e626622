import { expect, test } from 'vitest';
import { openers } from '../../../src/protocol/opener.ts';

test.each<[string, Record<string, string>, NodeJS.Platform, string[][]]>([
  [
    'what the user says',
    { BROWSER: 'firefox --new-tab:lynx', SSH_CONNECTION: 'x' },
    'linux',
    [['firefox', '--new-tab']],
  ],
  ['nothing over SSH', { DISPLAY: ':0', SSH_CONNECTION: '1 2 3 4' }, 'linux', []],
  ['nothing over SSH to a Mac', { SSH_CONNECTION: '1 2 3 4' }, 'darwin', []],
  ['nothing on a console', {}, 'linux', []],
  ['open on a Mac', { BROWSER: '' }, 'darwin', [['open']]],
  ['xdg-open under X', { DISPLAY: ':0' }, 'linux', [['xdg-open']]],
  ['xdg-open under Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', [['xdg-open']]],
  ['wslview in WSL', { WSL_DISTRO_NAME: 'Debian' }, 'linux', [['wslview'], ['xdg-open']]],
])('%s', (_, env, platform, expected) => {
  expect(openers(env, platform)).toEqual(expected);
});
