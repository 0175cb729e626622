import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as names from '../../src/tmux/names.ts';

const root = join(import.meta.dirname, '..', '..');
const scripts = [
  'opensessions.tmux',
  '.ci/run',
  ...readdirSync(join(root, 'scripts'))
    .filter((name) => !name.endsWith('.mjs'))
    .map((name) => `scripts/${name}`),
];
const has = (program: string) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;

test('the scripts use the names of src/tmux/names.ts', () => {
  const text = readFileSync(join(root, 'scripts', 'lib-tmux.sh'), 'utf8');
  const inShell = new Map([...text.matchAll(/^([a-z_]+)=(\S+)$/gm)].map(([, name = '', value]) => [name, value]));
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  for (const [name, value] of Object.entries(names)) {
    if (typeof value === 'string' || typeof value === 'number')
      expect([name, inShell.get(snake(name))]).toEqual([name, String(value)]);
  }
});

describe.each(['dash', 'bash', 'busybox'])('%s', (shell) => {
  test.skipIf(!has(shell))('reads all scripts (skipped where that shell is not installed)', () => {
    for (const script of scripts.filter((name) => name !== '.ci/run')) {
      const { status, stderr } = spawnSync(shell, [...(shell === 'busybox' ? ['sh'] : []), '-n', join(root, script)], {
        encoding: 'utf8',
      });
      expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: '' });
    }
  });
});

test.skipIf(!has('shellcheck'))('shellcheck finds nothing (skipped where it is not installed)', () => {
  const { stdout } = spawnSync('shellcheck', ['-x', ...scripts], { cwd: root, encoding: 'utf8' });
  expect(stdout).toBe('');
});
