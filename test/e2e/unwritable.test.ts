import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliInTmux } from '../contract/support/daemon-process.ts';
import { ask } from '../support/http.ts';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

interface Found {
  name: string;
  state: string;
  says: string;
  advice?: string;
}

async function doctor(world: World): Promise<Map<string, Found>> {
  const { stdout } = await world.cli('doctor', '--json');
  const found: Found[] = JSON.parse(stdout).checks;
  return new Map(found.map((check) => [check.name, check]));
}

describe('a home that cannot be written to', () => {
  test('keeps nothing, works all the same, and doctor says so', { timeout: 60_000 }, async () => {
    // A file where the directories would be: root may write everywhere else.
    const none = '/proc/version/none';
    const world = await World.create({
      env: { XDG_STATE_HOME: none, XDG_CONFIG_HOME: none, XDG_DATA_HOME: none, XDG_CACHE_HOME: none },
    });
    await using _ = world;
    await world.newSession('a');
    await world.newSession('b');
    const terminal = await world.attach({ session: 'a' });
    await openSidebar(world, terminal);
    await terminal.key('J');
    await terminal.until((screen) => /1 b/.test(screen.text) && /2 a/.test(screen.text), 'another order');
    const state = JSON.parse((await world.cli('state', '--json')).stdout);
    expect(state.sessions.map(({ name }: { name: string }) => name)).toEqual(['b', 'a']);
    const files = (await doctor(world)).get('files');
    expect(files).toMatchObject({ state: 'warn' });
    expect(files?.says).toContain(`${none}/opensessions cannot be written to`);
    expect(files?.advice).toContain('nothing is kept over a restart');
    const { code, stderr } = await world.cli('uninstall');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

const mayMount = spawnSync('unshare', ['-m', 'true'], { stdio: 'ignore' }).status === 0;

test.skipIf(!mayMount)(
  'a full disk ends nothing (skipped where no disk can be mounted)',
  { timeout: 60_000 },
  async () => {
    const world = await World.create();
    await using _ = world;
    mkdirSync(world.paths.stateDir, { recursive: true });
    writeFileSync(join(world.paths.stateDir, 'hidden-by-the-disk'), '');
    await world.newSession('a');
    // The disk is there for the daemon alone, and goes with it.
    const script = `mount -t tmpfs -o size=16k none "$1" && cd "$1" && { cat /dev/zero >full 2>/dev/null; exec "$2" "$3" daemon; }`;
    const main = join(projectRoot, 'dist', 'main.js');
    const terminal = world.terminal('unshare', [
      '-m',
      'sh',
      '-c',
      script,
      'sh',
      world.paths.stateDir,
      process.execPath,
      main,
    ]);
    await until(async () => (await ask({ socketPath: world.paths.socket }, '/health')).status === 200, 'the daemon');
    expect((await cliInTmux(world, 'announce')).code).toBe(0);
    const { code, stdout } = await world.cli('status', '--session', 'a', 'working');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const state = JSON.parse((await world.cli('state', '--json')).stdout);
    expect(state.sessions[0].metadata.status.text).toBe('working');
    await until(() => terminal.screen().text.includes('no space left'), 'the log on its terminal');
    expect(readdirSync(world.paths.stateDir)).toEqual(['hidden-by-the-disk']);
  },
);
