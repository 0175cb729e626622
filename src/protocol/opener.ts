import type { Env } from './paths.ts';

/**
 * Programs that may open an address for whoever has this environment, the best first, each as an argument vector before the
 * address. None over SSH, where a browser would open on the wrong machine, and where there is no display; `$BROWSER` counts
 * everywhere (editors that come over SSH set it to a bridge).
 */
export function openers(env: Env, platform: NodeJS.Platform): (readonly [program: string, ...args: string[]])[] {
  // Several are separated by colons.
  const [program, ...args] =
    (env['BROWSER'] ?? '')
      .split(':')[0]
      ?.split(' ')
      .filter((word) => word !== '') ?? [];
  if (program !== undefined) return [[program, ...args]];
  if (env['SSH_CONNECTION']) return [];
  if (platform === 'darwin') return [['open']];
  if (env['WSL_DISTRO_NAME']) return [['wslview'], ['xdg-open']];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? [['xdg-open']] : [];
}
