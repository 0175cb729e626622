import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaults, readSettings } from '../../../../src/agents/pi/settings.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'os-settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the last file that says something is right; one that is missing or broken says nothing', () => {
  const [mine, project, broken] = ['mine', 'project', 'broken'].map((name) => join(dir, name));
  writeFileSync(String(mine), '{"retry":{"maxRetries":5},"sessionDir":"/mine"}');
  writeFileSync(String(project), '{"retry":{"enabled":false}}');
  writeFileSync(String(broken), '{"retry":');
  expect(readSettings([String(mine), String(project), String(broken), join(dir, 'missing')])).toEqual({
    retries: 0,
    sessionDir: '/mine',
  });
});

test('a link to a pipe, in the place of settings, is not read', async () => {
  const [pipe, link] = [join(dir, 'pipe'), join(dir, 'settings.json')];
  execFileSync('mkfifo', [pipe]);
  symlinkSync(pipe, link);
  const writer = spawn('sh', ['-c', `printf '{"retry":{"maxRetries":9}}' > "$0"`, pipe], { stdio: 'ignore' });
  const ended = once(writer, 'exit');
  expect(readSettings([link])).toEqual(defaults);
  writer.kill('SIGKILL');
  await ended;
});
