import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root, Sandbox } from './launcher-sandbox.ts';

const files = [
  'config/opencode/plugin/opensessions.js',
  'config/kilo/plugin/opensessions.js',
  'home/.pi/agent/extensions/opensessions.ts',
  'home/.config/amp/plugins/opensessions.ts',
];
const original = '{\n    "model": "x"\n}\n';

/** A checkout with the real product, all integrations installed, one file of somebody else. */
function installed(): { box: Sandbox; settings: string } {
  const box = new Sandbox();
  onTestFinished(() => box[Symbol.dispose]());
  box.tmux('new-session', '-d', '-s', 'a');
  cpSync(join(root, 'dist'), join(box.checkout, 'dist'), { recursive: true });
  const settings = join(box.dir, 'home', '.claude', 'settings.json');
  mkdirSync(join(box.dir, 'home', '.claude'), { recursive: true });
  writeFileSync(settings, original);
  const words = ['integrations', 'install', 'claude', 'opencode', 'kilo', 'pi', 'amp'];
  expect(box.run(process.execPath, [join(box.checkout, 'dist', 'main.js'), ...words])).toMatchObject({ code: 0 });
  for (const file of files) expect(existsSync(join(box.dir, file))).toBe(true);
  return { box, settings };
}

const uninstall = (box: Sandbox, PATH: string | undefined, ...args: string[]) =>
  box.run('sh', [join(box.checkout, 'scripts', 'uninstall.sh'), ...args], {
    env: { ...box.inTmux(), OPENSESSIONS_NODE: undefined, ...(PATH === undefined ? {} : { PATH }) },
  });

test('uninstalling takes the integrations out of the agents, to the byte, and says so', () => {
  const { box, settings } = installed();
  const { code, stdout, stderr } = uninstall(box, undefined);
  expect([code, stderr]).toEqual([0, '']);
  for (const file of [...files, 'home/.claude/settings.json']) expect(stdout).toContain(join(box.dir, file));
  for (const file of files) expect(existsSync(join(box.dir, file))).toBe(false);
  expect(existsSync(join(box.dir, 'config'))).toBe(false);
  expect(readFileSync(settings, 'utf8')).toBe(original);
  expect(uninstall(box, undefined).stdout).toBe('opensessions: removed from 1 tmux server(s)\n');
});

test('without Node the files of ours go, and what is left in the settings is told', () => {
  const { box, settings } = installed();
  const before = readFileSync(settings, 'utf8');
  writeFileSync(join(box.dir, files[0] ?? ''), 'mine();\n');
  const { code, stderr } = uninstall(box, box.pathWithout('node'));
  expect(code).toBe(0);
  expect(files.map((file) => existsSync(join(box.dir, file)))).toEqual([true, false, false, false]);
  expect(readFileSync(settings, 'utf8')).toBe(before);
  expect(stderr).toContain(settings);
  expect(stderr).toContain(': opensessions;');
});

test('taken out of one server alone, or quit, they stay', () => {
  const { box } = installed();
  for (const args of [['--server', box.socket], ['--keep-keys']]) {
    expect(uninstall(box, undefined, ...args).code).toBe(0);
    for (const file of files) expect([args, file, existsSync(join(box.dir, file))]).toEqual([args, file, true]);
  }
});
