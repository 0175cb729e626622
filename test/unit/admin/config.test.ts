import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkConfig } from '../../../src/admin/config.ts';
import { paths } from '../../../src/protocol/paths.ts';
import { remapped } from '../../../src/sidebar/remap.ts';

const dir = mkdtempSync(join(tmpdir(), 'os-doctor-'));
afterAll(() => rmSync(dir, { recursive: true }));

function checked(content: string | null) {
  const config = join(dir, 'config.json');
  rmSync(config, { force: true });
  if (content !== null) writeFileSync(config, content);
  const scene = { paths: { ...paths({ HOME: dir }), config, themes: join(dir, 'themes') } };
  return checkConfig(scene, remapped);
}

test.each([
  ['{"keys": {"down": "x"}}', 'keys: x would be'],
  ['{"keys": {"kil": "k"}}', 'keys: nothing is called kil'],
  ['{"keys": {"kill": "Ctrl+X"}}', 'keys: kill: no key Ctrl+X'],
  ['{"sidebarWidth": 61}', 'sidebarWidth: must be at most 60'],
])('%s fails, as the sidebar does not take it either', (content, said) => {
  const check = checked(content);
  expect(check).toMatchObject({ state: 'fail', says: expect.stringContaining(said) });
  expect(check.says).toContain(join(dir, 'config.json'));
});

test('what has no effect is a warning, all of it at once', () => {
  const check = checked('{"sidebarwidth": 30, "plugins": ["x"]}');
  expect(check.state).toBe('warn');
  expect(check.says).toContain('did you mean sidebarWidth?');
  expect(check.says).toContain('plugins has no effect');
});

test('no file is well, and is not said to be there', () => {
  expect(checked(null)).toEqual({
    name: 'config',
    state: 'ok',
    says: `no ${join(dir, 'config.json')}: everything is as by default`,
  });
  expect(checked('{"keys": {"kill": "ctrl-k"}}')).toMatchObject({ state: 'ok', says: join(dir, 'config.json') });
});
