import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const scripts = [
  'opensessions.tmux',
  '.ci/run',
  ...readdirSync(join(root, 'scripts'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)[^.]+$|\.sh$/.test(name) && statSync(join(root, 'scripts', name)).isFile())
    .map((name) => `scripts/${name}`),
];
const has = (program: string) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;

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
