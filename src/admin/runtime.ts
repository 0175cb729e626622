import { versionAtLeast } from '../tmux/version.ts';
import type { Check, Scene } from './check.ts';

const nodeFloor = '22.22';
const glyphs = '◉ ⠹ ✓ ✗ ⚠ ● ℹ █ ░ ▌';

export function checkNode(version = process.versions.node): Check {
  const says = `Node ${version} at ${process.execPath}`;
  if (versionAtLeast(version, nodeFloor)) return { name: 'node', state: 'ok', says };
  return {
    name: 'node',
    state: 'fail',
    says,
    advice: `install Node ${nodeFloor} or newer, or set OPENSESSIONS_NODE to one`,
  };
}

export function checkLocale({ env }: Scene): Check {
  const [name, value] =
    ['LC_ALL', 'LC_CTYPE', 'LANG'].map((key) => [key, env[key]] as const).find(([, set]) => set) ?? [];
  const says = name === undefined ? 'no locale is set' : `${name}=${value}`;
  if (value !== undefined && /utf-?8/i.test(value)) return { name: 'locale', state: 'ok', says };
  return { name: 'locale', state: 'warn', says, advice: 'set LANG to a UTF-8 locale, like C.UTF-8, where tmux starts' };
}

/** Only eyes can check this one. */
export function checkFont(): Check {
  return { name: 'font', state: 'ok', says: `${glyphs}  (ten single signs; if one is a box, choose another font)` };
}
