import { expect, test } from 'vitest';
import {
  askedSession,
  openCode as brand,
  databasePath,
  isHeadless,
  mayListen,
} from '../../../../src/agents/opencode/brand.ts';
import { kilo, openCode } from '../../../../src/agents/opencode/index.ts';

const words = (line: string) => line.split(' ');
const is = (comm: string, line: string) => openCode.matches({ comm, argv: words(line) });

test('its process, by the kernel’s name or its own; not what it runs for an errand, not another’s', () => {
  expect(is('opencode', 'opencode')).toBe(true);
  expect(is('opencode', '/x/node_modules/opencode-ai/bin/opencode.exe run hello')).toBe(true);
  expect(is('MainThread', '/x/opencode-linux-x64/bin/opencode -s ses_1')).toBe(true);
  expect(is('opencode', 'opencode /home/dev/api')).toBe(true);
  expect(is('opencode', 'opencode session list')).toBe(false);
  expect(is('opencode', 'opencode --version')).toBe(false);
  expect(is('node', 'node /x/opencode-helper.js')).toBe(false);
  expect(is('kilo', 'kilo')).toBe(false);
  expect(kilo.matches({ comm: 'kilo', argv: ['kilo', 'run', 'x'] })).toBe(true);
  expect(openCode.matches({ comm: '', argv: [] })).toBe(false);
});

test('the session that its arguments name', () => {
  const asked = (line: string) => askedSession({ argv: words(line) });
  expect(asked('opencode -s ses_1')).toBe('ses_1');
  expect(asked('opencode --session=ses_1 --fork')).toBe('ses_1');
  expect(asked('opencode attach http://127.0.0.1:4096 --session ses_1')).toBe('ses_1');
  expect(asked('opencode -s')).toBeNull();
  expect(asked('opencode -s ../../x')).toBeNull();
  expect(asked('opencode')).toBeNull();
});

test('who may listen, and who serves others', () => {
  const argv = (line: string) => ({ argv: words(line) });
  expect(['opencode', 'opencode run x'].map((line) => mayListen(argv(line)))).toEqual([false, false]);
  const open = ['opencode serve', 'opencode --port 0', 'opencode --hostname=127.0.0.1', 'opencode /d --mdns'];
  expect(open.map((line) => mayListen(argv(line)))).toEqual([true, true, true, true]);
  expect([...open, 'opencode web'].map((line) => isHeadless(argv(line)))).toEqual([true, false, false, false, true]);
});

test('where its database is', () => {
  const path = (own: Record<string, string>, env: Record<string, string> = { HOME: '/home/us' }) =>
    databasePath(brand, own, env);
  expect(path({})).toBe('/home/us/.local/share/opencode/opencode.db');
  expect(path({ HOME: '/home/it' })).toBe('/home/it/.local/share/opencode/opencode.db');
  expect(path({ HOME: '/home/it', XDG_DATA_HOME: '/data' })).toBe('/data/opencode/opencode.db');
  expect(path({ HOME: '/home/it', XDG_DATA_HOME: 'data' })).toBe('/home/it/.local/share/opencode/opencode.db');
  expect(path({ OPENCODE_DB: '/x/y.db' })).toBe('/x/y.db');
  expect(path({ OPENCODE_DB: 'y.db' })).toBe('/home/us/.local/share/opencode/y.db');
  expect(path({ OPENCODE_DB: ':memory:' })).toBeNull();
  expect(path({}, {})).toBeNull();
});
