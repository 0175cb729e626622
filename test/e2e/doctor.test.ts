import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mainFile } from '../contract/support/daemon-process.ts';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

interface Check {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  says: string;
  advice?: string;
}

/** What doctor finds in the world's tmux server, in a pane of which it is run. */
async function doctor(world: World, env: Record<string, string> = {}): Promise<Map<string, Check>> {
  const inPane = { TMUX: `${world.socket},0,0`, TERM: 'tmux-256color', ...env };
  const { stdout } = await world.run(process.execPath, [mainFile, 'doctor', '--json'], inPane);
  const checks: Check[] = JSON.parse(stdout).checks;
  return new Map(checks.map((check) => [check.name, check]));
}

/** A set-up in which nothing is wrong but, in this world, the port: it is any free one. */
async function well(): Promise<World> {
  const world = await World.create();
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  return world;
}

const wrong = (checks: Map<string, Check>) =>
  [...checks.values()].filter(({ state, name }) => state !== 'ok' && name !== 'port').map(({ name }) => name);

/** Each is made in a set-up that is well; `says` and `advice` are what a person must be able to read. */
const faults: {
  what: string;
  make: (world: World) => unknown;
  env?: (world: World) => Record<string, string>;
  check: string;
  state: Check['state'];
  says: RegExp;
  advice: RegExp;
}[] = [
  {
    what: 'no tmux',
    make: () => undefined,
    env: () => ({ OPENSESSIONS_TMUX: '/nowhere/tmux' }),
    ...{ check: 'tmux', state: 'fail', says: /\/nowhere\/tmux cannot be run/, advice: /install tmux 3\.2 or newer/ },
  },
  {
    what: 'an old tmux',
    make: (world) => writeFileSync(join(world.root, 'old'), '#!/bin/sh\necho tmux 3.1c\n', { mode: 0o755 }),
    env: (world) => ({ OPENSESSIONS_TMUX: join(world.root, 'old') }),
    ...{ check: 'tmux', state: 'fail', says: /tmux 3\.1c/, advice: /3\.2 or newer/ },
  },
  {
    what: 'a TERM that is not what tmux understands',
    make: () => undefined,
    env: () => ({ TERM: 'xterm-256color' }),
    ...{ check: 'terminal', state: 'warn', says: /xterm-256color/, advice: /default-terminal/ },
  },
  {
    what: 'another TMUX than the one that runs',
    make: () => undefined,
    env: (world) => ({ TMUX: `${world.root}/gone.sock,1,0` }),
    ...{ check: 'hooks', state: 'fail', says: /no tmux server at/, advice: /has ended/ },
  },
  {
    what: 'a hook that is missing',
    make: (world) => world.tmux('set-hook', '-gu', 'session-renamed[7391]'),
    ...{ check: 'hooks', state: 'warn', says: /session-renamed/, advice: /opensessions announce/ },
  },
  {
    what: 'a key that somebody bound after us',
    make: (world) => world.tmux('bind-key', 'o', 'display-message', 'mine'),
    ...{ check: 'keys', state: 'warn', says: /no key leads there/, advice: /below what binds that key/ },
  },
  {
    what: 'keys that are gone',
    make: (world) => world.tmux('unbind-key', '-a', '-T', 'opensessions'),
    ...{ check: 'keys', state: 'warn', says: /not loaded/, advice: /opensessions\.tmux/ },
  },
  {
    what: 'a config that is no JSON',
    make: (world) => config(world, '{ "theme": '),
    ...{ check: 'config', state: 'fail', says: /config\.json/, advice: /put it right/ },
  },
  {
    what: 'an option that there is none of',
    make: (world) => config(world, '{ "colour": "blue" }'),
    ...{ check: 'config', state: 'warn', says: /unknown: colour/, advice: /configuration\.md/ },
  },
  {
    what: 'a token that others can read',
    make: (world) => chmodSync(world.paths.token, 0o644),
    ...{ check: 'token', state: 'fail', says: /0644/, advice: /delete the file/ },
  },
  {
    what: 'a state directory that is a file',
    make: (world) => {
      rmSync(world.paths.stateDir, { recursive: true });
      writeFileSync(world.paths.stateDir, '');
    },
    ...{ check: 'files', state: 'warn', says: /cannot be written to/, advice: /writable/ },
  },
  {
    what: 'no daemon',
    make: async (world) => {
      const { pid } = await world.daemon();
      // Its sidebar would start another one.
      const [live] = await livePanes(world);
      world.signal(live?.pid ?? 0, 'SIGSTOP');
      world.signal(pid, 'SIGKILL');
      await until(() => world.processes().every((one) => one.pid !== pid), 'its end');
    },
    ...{ check: 'daemon', state: 'warn', says: /does not run/, advice: /starts by itself/ },
  },
  {
    what: 'a daemon that hangs',
    make: async (world) => world.signal((await world.daemon()).pid, 'SIGSTOP'),
    ...{ check: 'daemon', state: 'fail', says: /did not answer/, advice: /daemon\.log/ },
  },
];

function config(world: World, text: string): void {
  mkdirSync(dirname(world.paths.config), { recursive: true });
  writeFileSync(world.paths.config, text);
}

describe('doctor', () => {
  test('finds nothing wrong where nothing is', async () => {
    await using world = await well();
    expect(wrong(await doctor(world))).toEqual([]);
  });

  test.each(faults)('names $what, and what to do', async ({ make, env, check, state, says, advice }) => {
    await using world = await well();
    await make(world);
    const found = (await doctor(world, env?.(world))).get(check);
    expect(found).toMatchObject({ state });
    expect(found?.says).toMatch(says);
    expect(found?.advice).toMatch(advice);
  });

  test('names a port that another program has', async () => {
    await using world = await well();
    const other = createServer((_request, response) => response.end('{"name":"other"}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const address = other.address();
      writeFileSync(world.paths.port, `${typeof address === 'object' ? address?.port : 0}\n`);
      const found = (await doctor(world)).get('port');
      expect(found).toMatchObject({ state: 'fail' });
      expect(found?.says).toMatch(/is not our daemon's/);
    } finally {
      other.close();
    }
  });
});
