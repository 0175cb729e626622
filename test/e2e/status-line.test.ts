import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, projectRoot, World } from '../support/world.ts';

const option = '@opensessions-status';

/** One session in a terminal whose last row is the status line, and the daemon. */
async function opened(...config: readonly (readonly string[])[]): Promise<{ world: World; terminal: Client }> {
  const world = await World.create({ cols: 80, rows: 12 });
  await world.newSession('a');
  for (const args of config) await world.tmux(...args);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  return { world, terminal };
}

const named = ['set-option', '-g', 'status-right', `<#{E:${option}}>`] as const;
async function push(world: World, thread: string, state: string): Promise<void> {
  expect(await world.curl('/agent', { session: 'a', agent: 'aider', thread, state })).toMatchObject({ status: 204 });
}
const value = (world: World) => world.tmux('show-options', '-gqv', option);
const isSet = async (world: World) => (await world.tmux('show-options', '-g')).includes(`${option} `);

describe('where the status line names the option', () => {
  test('it counts the agents by state', async () => {
    const { world, terminal } = await opened(named);
    await using _ = world;
    await push(world, '1', 'running');
    await push(world, '2', 'waiting');
    await terminal.until((screen) => screen.row(11).includes('<◉1 ⠹1>'), 'both');
    await push(world, '2', 'idle');
    await terminal.until((screen) => screen.row(11).includes('<⠹1>'), 'the one that is left');
    await push(world, '1', 'idle');
    await terminal.until((screen) => screen.row(11).includes('<>'), 'nothing');
  });

  test('a burst of changes is written a few times, and the last one last', async () => {
    const { world, terminal } = await opened(named);
    await using _ = world;
    const mark = terminal.mark();
    for (let turn = 0; turn < 40; turn += 1) await push(world, '1', turn % 2 === 0 ? 'running' : 'waiting');
    await push(world, '2', 'running');
    await terminal.until((screen) => screen.row(11).includes('<◉1 ⠹1>'), 'the last state');
    expect(terminal.draws('<⠹1>', mark) + terminal.draws('<◉1>', mark)).toBeLessThan(20);
  });

  test('the glyphs are those of the config, and tmux expands nothing in them', async () => {
    const { world, terminal } = await opened(named);
    await using _ = world;
    writeFileSync(world.paths.config, '{ "glyphs": "ascii" }');
    await push(world, '1', 'running');
    await push(world, '2', 'waiting');
    await terminal.until((screen) => screen.row(11).includes('<@1 %1>'), 'both');
  });

  test('quitting and uninstalling take it away', async () => {
    const { world, terminal } = await opened(named);
    await using _ = world;
    await push(world, '1', 'running');
    await terminal.until((screen) => screen.row(11).includes('<⠹1>'), 'it');
    const { pid } = await world.daemon();
    expect((await world.cli('quit')).code).toBe(0);
    await terminal.until((screen) => screen.row(11).includes('<>'), 'nothing');
    expect(await isSet(world)).toBe(false);
    await terminal.prefix('o', 's');
    await until(async () => (await world.daemon()).pid !== pid, 'another daemon');
    // The sidebar shows them at once, as it saw them last.
    await until(async () => (await (await world.daemon()).state()).sessions.length > 0, 'it to know the sessions');
    await push(world, '1', 'running');
    await terminal.until((screen) => screen.row(11).includes('<⠹1>'), 'it again');
    const { code, stderr } = await world.run('sh', [
      join(projectRoot, 'scripts', 'uninstall.sh'),
      '--server',
      world.socket,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(await isSet(world)).toBe(false);
  });
});

test('elsewhere it is not written; it comes and goes with the line that names it', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  await push(world, '1', 'running');
  await terminal.until((screen) => screen.includes('⠹'), 'the state in the sidebar');
  expect(await isSet(world)).toBe(false);
  await world.tmux('set-option', '-g', 'status-format[1]', `#{E:${option}}`);
  await world.newSession('b');
  await until(async () => (await value(world)) === '⠹1', 'the option');
  await world.tmux('set-option', '-gu', 'status-format[1]');
  await world.newSession('c');
  await until(async () => !(await isSet(world)), 'that it is gone');
});
