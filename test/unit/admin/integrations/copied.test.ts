import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { integrations } from '../../../../src/admin/integrations/index.ts';
import { Refused } from '../../../../src/admin/integrations/integration.ts';
import { below, makeHome, pieces } from './home.ts';

const places = [
  ['opencode', '.config/opencode/plugin/opensessions.js', 'opencode-plugin.js'],
  ['kilo', '.config/kilo/plugin/opensessions.js', 'opencode-plugin.js'],
  ['pi', '.pi/agent/extensions/opensessions.ts', 'pi-extension.ts'],
  ['amp', '.config/amp/plugins/opensessions.ts', 'amp-plugin.ts'],
] as const;

function named(name: string) {
  const found = integrations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no integration ${name}`);
  return found;
}

test.each(places)('%s: goes to its place, once, and leaves nothing', (name, file, piece) => {
  using on = makeHome();
  const one = named(name);
  expect(one.isWanted(on.place)).toBe(false);
  expect(one.look(on.place)).toEqual({ state: 'absent', path: join(on.home, file) });
  expect(one.install(on.place)).toMatch(/^installed/);
  const text = readFileSync(join(on.home, file), 'utf8');
  expect(text).toContain(readFileSync(join(pieces, piece), 'utf8'));
  expect(text.split('\n')[0]).toBe(
    `// opensessions integration: "opensessions integrations uninstall ${name}" removes this file, and so may you.`,
  );
  expect(one.isWanted(on.place)).toBe(true);
  expect(one.look(on.place).state).toBe('installed');
  expect(one.install(on.place)).toMatch(/^is installed/);
  expect(one.uninstall(on.place)).toMatch(/^removed/);
  expect(on.files()).toEqual([]);
  expect(below(on.place.stateDir).map((path) => path.slice(on.place.stateDir.length))).toEqual(['/integrations']);
  expect(one.uninstall(on.place)).toBeNull();
});

test.each(places)('%s: an old one is brought up to date', (name, file) => {
  using on = makeHome();
  const one = named(name);
  one.install(on.place);
  const fresh = readFileSync(join(on.home, file), 'utf8');
  writeFileSync(join(on.home, file), `${fresh.split('\n')[0]}\nold();\n`);
  expect(one.look(on.place).state).toBe('outdated');
  expect(one.install(on.place)).toMatch(/^updated/);
  expect(readFileSync(join(on.home, file), 'utf8')).toBe(fresh);
  one.uninstall(on.place);
  expect(on.files()).toEqual([]);
});

test.each(places)("%s: somebody else's file of that name stays", (name, file) => {
  using on = makeHome();
  const one = named(name);
  mkdirSync(dirname(join(on.home, file)), { recursive: true });
  writeFileSync(join(on.home, file), 'mine();\n');
  const before = on.files();
  expect(one.look(on.place).state).toBe('refused');
  expect(() => one.install(on.place)).toThrow(/not ours/);
  expect(one.uninstall(on.place)).toBeNull();
  expect(readFileSync(join(on.home, file), 'utf8')).toBe('mine();\n');
  expect(on.files()).toEqual(before);
});

test('what stood in a directory before us, or came since, stays with it', () => {
  using on = makeHome();
  const [opencode, kilo] = [named('opencode'), named('kilo')];
  mkdirSync(join(on.home, '.config', 'opencode', 'plugin'), { recursive: true });
  opencode.install(on.place);
  kilo.install(on.place);
  writeFileSync(join(on.home, '.config', 'kilo', 'kilo.json'), '{}');
  opencode.uninstall(on.place);
  kilo.uninstall(on.place);
  expect(on.files()).toEqual([
    '.config',
    '.config/kilo',
    '.config/kilo/kilo.json',
    '.config/opencode',
    '.config/opencode/plugin',
  ]);
});

test('a directory, a pipe or a link to nothing in the place is refused at once', () => {
  using on = makeHome();
  const pi = named('pi');
  const path = join(on.home, '.pi/agent/extensions/opensessions.ts');
  mkdirSync(path, { recursive: true });
  expect(() => pi.look(on.place)).toThrow(Refused);
  expect(() => pi.install({ ...on.place, env: { HOME: on.home, PI_CODING_AGENT_DIR: 'relative' } })).toThrow(
    /PI_CODING/,
  );
  const other = join(on.home, 'other');
  mkdirSync(join(other, 'extensions'), { recursive: true });
  symlinkSync('nowhere', join(other, 'extensions', 'opensessions.ts'));
  const place = { ...on.place, env: { HOME: on.home, PI_CODING_AGENT_DIR: '~/other' } };
  expect(() => pi.install(place)).toThrow(Refused);
  expect(existsSync(join(other, 'extensions', 'nowhere'))).toBe(false);
});

test('a directory that several share goes with the last one, in whatever order', () => {
  const three = ['opencode', 'kilo', 'amp'];
  for (const order of [three, three.toReversed(), ['kilo', 'opencode', 'amp']]) {
    using on = makeHome();
    for (const name of three) named(name).install(on.place);
    for (const name of order) named(name).uninstall(on.place);
    expect([order, on.files()]).toEqual([order, []]);
  }
});

test('what is marked as ours goes even when nothing is remembered of it', () => {
  using on = makeHome();
  const amp = named('amp');
  amp.install(on.place);
  expect(amp.uninstall({ ...on.place, stateDir: `${on.place.stateDir}-other` })).toMatch(/^removed/);
  expect(on.files()).toEqual(['.config', '.config/amp', '.config/amp/plugins']);
});

test.skipIf(process.getuid?.() === 0)('a directory that may not be written is told, and nothing changes', () => {
  using on = makeHome();
  const dir = join(on.home, '.pi', 'agent', 'extensions');
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o500);
  expect(() => named('pi').install(on.place)).toThrow(/cannot write .*extensions/);
  chmodSync(dir, 0o700);
  expect(on.files()).toEqual(['.pi', '.pi/agent', '.pi/agent/extensions']);
});
