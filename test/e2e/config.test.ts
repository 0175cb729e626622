import { lstatSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSidebar, ourPanes } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

/** Sessions `a` and `b`; the sidebar open and focused. */
async function opened(config?: string): Promise<{ world: World; terminal: Client }> {
  const world = await World.create();
  mkdirSync(world.paths.configDir, { recursive: true });
  if (config !== undefined) writeFileSync(world.paths.config, config);
  for (const name of ['a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  return { world, terminal };
}

/** As editors do: a new file takes the name of the old one. */
function edit(world: World, content: string): void {
  writeFileSync(`${world.paths.config}~`, content);
  renameSync(`${world.paths.config}~`, world.paths.config);
}

async function untilWidth(world: World, columns: number): Promise<void> {
  await until(async () => {
    const ours = (await ourPanes(world)).filter(({ session }) => session !== '_os_stash');
    return ours.length === 2 && ours.every(({ width }) => width === columns);
  }, `two panes of ours, ${columns} columns wide`);
}

test('the file is followed: what is right counts at once, what is wrong is told and changes nothing', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  edit(world, '{ "sidebarWidth": 32 }');
  await untilWidth(world, 32);
  edit(world, '{ "sidebarWidth": 99 }');
  await terminal.until((screen) => screen.includes('.json: sidebarWidth'), 'what is wrong');
  expect(await world.cli('doctor')).toMatchObject({ code: 1, stdout: expect.stringContaining('sidebarWidth') });
  await untilWidth(world, 32);
  edit(world, '{ "sidebarWidth": 28, "sidebarPosition": "right" }');
  await terminal.until((screen) => screen.row(0).slice(72).startsWith(' opensessions'), 'the sidebar on the right');
  await terminal.until((screen) => !screen.includes('sidebarWidth'), 'no fault any more');
});

test('a directory that comes after the daemon, and one that takes its place, are followed', async () => {
  await using world = await World.create();
  for (const name of ['a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const { config, configDir } = world.paths;
  mkdirSync(configDir, { recursive: true });
  writeFileSync(config, '{ "sidebarWidth": 32 }');
  await untilWidth(world, 32);
  const next = `${configDir}.next`;
  mkdirSync(next);
  writeFileSync(join(next, 'config.json'), '{ "sidebarWidth": 30 }');
  renameSync(configDir, `${configDir}.old`);
  renameSync(next, configDir);
  await untilWidth(world, 30);
  edit(world, '{ "sidebarWidth": 34 }');
  await untilWidth(world, 34);
});

test('< and > write the width, and nothing else of the file, which stays a link', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  const target = join(world.paths.configDir, 'elsewhere.json');
  writeFileSync(target, '{\n  // mine\n  "sidebarPosition": "left", // as ever\n}\n', { mode: 0o640 });
  symlinkSync(target, world.paths.config);
  await terminal.type('>>');
  await untilWidth(world, 28);
  await terminal.type('<');
  await untilWidth(world, 27);
  expect(readFileSync(target, 'utf8')).toBe(
    '{\n  // mine\n  "sidebarPosition": "left", // as ever\n  "sidebarWidth": 27,\n}\n',
  );
  expect(lstatSync(world.paths.config).isSymbolicLink()).toBe(true);
  expect(statSync(target).mode & 0o777).toBe(0o640);
});

test('a file that is wrong is not written', async () => {
  const { world, terminal } = await opened('{ "sidebarWidth": 30, }} nonsense');
  await using _ = world;
  await terminal.until((screen) => screen.includes('is no JSON'), 'what is wrong');
  await terminal.type('>');
  const { log } = world.paths;
  await until(() => readFileSync(log, 'utf8').includes('sidebar.resize: '), 'that it was refused');
  expect(readFileSync(world.paths.config, 'utf8')).toBe('{ "sidebarWidth": 30, }} nonsense');
});

test('the theme picker shows each theme as the cursor comes to it, Esc restores, Enter keeps', async () => {
  const { world, terminal } = await opened('{}');
  await using _ = world;
  const background = () => terminal.screen().cell(0, 1).bg;
  expect(background()).toBeNull();
  await terminal.type('tG');
  await terminal.until((screen) => screen.includes('matrix') && screen.cell(0, 1).bg !== null, 'matrix');
  await terminal.key('Escape');
  await terminal.until(
    (screen) => !screen.includes('matrix') && screen.cell(0, 1).bg === null,
    'the terminal as before',
  );
  expect(readFileSync(world.paths.config, 'utf8')).toBe('{}');

  await terminal.type('tj');
  await terminal.until((screen) => screen.cell(0, 1).bg !== null, 'the first theme');
  const shown = background();
  await terminal.key('Enter');
  await until(() => readFileSync(world.paths.config, 'utf8').includes('catppuccin-latte'), 'the theme in the file');
  await terminal.until((screen) => screen.includes('? help'), 'the list');
  expect(background()).toBe(shown);
});

test('keys and glyphs are those of the file, and keys that cannot be are told', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  edit(world, '{ "keys": { "help": "F" }, "glyphs": "ascii" }');
  await terminal.until((screen) => screen.row(1).startsWith('-----'), 'ASCII rules');
  await terminal.type('F');
  await terminal.until((screen) => screen.includes('Esc close'), 'the help');
  await terminal.key('Escape');
  edit(world, '{ "keys": { "help": "j" } }');
  await terminal.until((screen) => screen.includes('down and'), 'both that want the key');
});

test('rows show what the file says at once, and a field that there is not is told with its line', async () => {
  const { world, terminal } = await opened('{ "rows": ["{name} @{window}"] }');
  await using _ = world;
  await terminal.until((screen) => screen.row(2).startsWith('▌a @'), 'name and window');
  edit(world, '{ "rows": ["{index} {name}", "in:{dir}"], "plugins": ["./mine.js"] }');
  await terminal.until((screen) => screen.row(2).startsWith('▌1 a') && screen.row(3).includes('in:'), 'the directory');
  expect((await world.cli('doctor')).stdout).toContain('plugins has no effect');
  edit(world, '{ "rows": ["{index} {name}", "{brnch}"] }');
  await terminal.until((screen) => screen.includes('rows.1:'), 'what is wrong');
  expect(terminal.sidebar()[3]).toContain('in:');
});
