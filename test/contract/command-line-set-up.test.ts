// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are parameters of the shell.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { which } from '../support/shims.ts';
import { World } from '../support/world.ts';
import { cliInTmux, mainFile } from './support/daemon-process.ts';
import { type Stage, stage } from './support/stage.ts';

const path = process.env['PATH'] ?? '';

/** Puts `opensessions` on a PATH and a completion script into a file. */
async function install(on: Stage, shell: string): Promise<{ script: string; env: Record<string, string> }> {
  const bin = join(on.world.root, 'own-bin');
  await on.world.run('mkdir', [bin]);
  const program = join(bin, 'opensessions');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${mainFile}' "$@"\n`);
  chmodSync(program, 0o755);
  const { code, stdout } = await on.world.cli('completion', shell);
  expect(code).toBe(0);
  const script = join(on.world.home, `completion.${shell}`);
  writeFileSync(script, stdout);
  return { script, env: { PATH: `${bin}:${on.world.env['PATH']}` } };
}

/** Somebody else's server on a port of the loopback. */
async function listening(): Promise<AsyncDisposable & { port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: address.port, close, [Symbol.asyncDispose]: close };
}

const hostile = 'a$(touch "$HOME/ran")b';

describe.concurrent('completion', () => {
  let on: Stage;
  beforeAll(async () => {
    on = await stage(['api', hostile]);
  });
  afterAll(() => on[Symbol.asyncDispose]());

  test.skipIf(which('bash', path) === null)('in bash', async () => {
    const { script, env } = await install(on, 'bash');
    const complete = async (...words: string[]) => {
      const body =
        'source "$1"; shift; COMP_WORDS=(opensessions "$@"); COMP_CWORD=$#; _opensessions; printf "%s\\n" "${COMPREPLY[@]}"';
      const { stdout, stderr } = await on.world.run('bash', ['--norc', '-c', body, 'bash', script, ...words], env);
      expect(stderr).toBe('');
      return stdout.trim().split('\n');
    };
    expect(await complete('sta')).toEqual(['status', 'state', 'start']);
    expect(await complete('status', '--t')).toEqual(['--tone', '--ttl']);
    expect(await complete('status', '--tone', 's')).toEqual(['success']);
    expect(await complete('wait', 'ap')).toEqual(['api']);
    expect(await complete('status', '--session', 'a')).toContain('api');
    expect((await complete('status', '--session', 'a')).length).toBe(2);
    expect((await on.world.run('ls', [on.world.home])).stdout).not.toContain('ran');
  });

  test.skipIf(which('fish', path) === null)('in fish', async () => {
    const { script, env } = await install(on, 'fish');
    const complete = async (line: string) => {
      const { stdout, stderr } = await on.world.run(
        'fish',
        ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line],
        env,
      );
      expect(stderr).toBe('');
      return stdout
        .trim()
        .split('\n')
        .map((row) => row.split('\t')[0]);
    };
    expect((await complete('opensessions sta')).toSorted()).toEqual(['start', 'state', 'status']);
    expect((await complete('opensessions status --t')).toSorted()).toEqual(['--tone', '--ttl']);
    expect(await complete('opensessions status --tone s')).toEqual(['success']);
    expect(await complete('opensessions wait ap')).toEqual(['api']);
    expect((await on.world.run('ls', [on.world.home])).stdout).not.toContain('ran');
  });

  test.skipIf(which('zsh', path) === null)('in zsh, typed', async () => {
    const { script, env } = await install(on, 'zsh');
    const rc = `PROMPT='ready> '; path=(${join(on.world.root, 'own-bin')} $path); autoload -Uz compinit; compinit -u; source ${script}\n`;
    writeFileSync(join(on.world.home, '.zshrc'), rc);
    expect(env['PATH']).toContain('own-bin');
    const terminal = on.world.terminal('zsh', ['-i']);
    await terminal.until((screen) => screen.includes('ready>'), 'the prompt');
    await terminal.type('opensessions prog');
    await terminal.key('Tab');
    await terminal.until((screen) => screen.includes('ready> opensessions progress'), 'the command');
    await terminal.type('--inde');
    await terminal.key('Tab');
    await terminal.until((screen) => screen.includes('--indeterminate'), 'the option');
    await terminal.type('--session ap');
    await terminal.key('Tab');
    await terminal.until((screen) => screen.includes('--session api'), 'the session');
  });
});

describe.concurrent('set-up commands', () => {
  test('doctor finds a set-up well, and says what is wrong with one that is not', async () => {
    await using on = await stage(['api']);
    const checks = async () => {
      const { code, stdout } = await cliInTmux(on.world, 'doctor', '--json');
      const found: { name: string; state: string; advice?: string }[] = JSON.parse(stdout).checks;
      return { code, found, states: Object.fromEntries(found.map(({ name, state }) => [name, state])) };
    };
    const well = await checks();
    expect(well.code).toBe(0);
    // TERM is that of the terminal around tmux, and the plugin's keys are not loaded.
    expect(well.states).toEqual({
      ...{ node: 'ok', tmux: 'ok', hooks: 'ok', keys: 'warn', sidebar: 'ok', daemon: 'ok' },
      ...{
        port: 'ok',
        token: 'ok',
        files: 'ok',
        sqlite: 'ok',
        terminal: 'warn',
        config: 'ok',
        agents: 'ok',
        integrations: 'ok',
        locale: 'ok',
        font: 'ok',
      },
    });
    chmodSync(on.world.paths.token, 0o644);
    await on.world.tmux('set-hook', '-gu', 'session-renamed[7391]');
    const ill = await checks();
    expect(ill.code).toBe(1);
    expect(ill.states).toMatchObject({ token: 'fail', hooks: 'warn' });
    expect(ill.found.filter(({ state, advice }) => state !== 'ok' && !advice)).toEqual([]);
    const text = await cliInTmux(on.world, 'doctor');
    expect([text.code, text.stderr]).toEqual([1, '']);
    expect(text.stdout).toMatch(/^fail {2}token +.*\n +→ /m);
    expect(text.stdout).toMatch(/session-renamed/);
  });

  test.each(['taken', 'free'])('doctor on a port that was asked for and is %s', async (how) => {
    await using server = await listening();
    const { port } = server;
    if (how === 'free') await server.close();
    await using world = await World.create({ env: { OPENSESSIONS_PORT: '' } });
    await world.newSession('a');
    mkdirSync(world.paths.configDir, { recursive: true });
    writeFileSync(world.paths.config, `{"port": ${port}}`);
    await cliInTmux(world, 'announce');
    const { stdout } = await cliInTmux(world, 'doctor', '--json');
    const checks: { name: string; state: string; says: string }[] = JSON.parse(stdout).checks;
    expect(checks.find(({ name }) => name === 'port')).toMatchObject(
      how === 'free'
        ? { state: 'ok', says: `127.0.0.1:${port}, as was asked for` }
        : { state: 'warn', says: expect.stringContaining(`because ${port} was taken`) },
    );
  });

  test('doctor says that a daemon of before an update still runs', async ({ onTestFinished }) => {
    await using world = await World.create();
    const { stdout: version } = await world.cli('--version');
    const health = { name: 'opensessions', version: version.trim(), build: 'of yesterday', pid: 1, uptime: 1 };
    const daemon = http.createServer((_request, response) => response.end(JSON.stringify(health)));
    mkdirSync(world.paths.runtimeDir, { recursive: true, mode: 0o700 });
    await new Promise<void>((resolve) => daemon.listen(world.paths.socket, resolve));
    onTestFinished(() => void daemon.close());
    const { stdout } = await world.cli('doctor', '--json');
    const checks: { name: string; state: string; advice?: string }[] = JSON.parse(stdout).checks;
    expect(checks.find(({ name }) => name === 'daemon')).toMatchObject({
      state: 'warn',
      advice: expect.stringMatching(/another build.*opensessions announce/),
    });
  });

  test('doctor says which of our keys the index keys have taken', async () => {
    await using on = await stage(['api']);
    const keys = async () => {
      await on.world.loadPlugin();
      const { stdout } = await cliInTmux(on.world, 'doctor', '--json');
      const checks: { name: string; state: string; says: string }[] = JSON.parse(stdout).checks;
      return checks.filter(({ name }) => name === 'keys' || name === 'index keys');
    };
    expect(await keys()).toMatchObject([{ name: 'keys', state: 'ok' }]);
    await on.world.tmux('set-option', '-g', '@opensessions-index-keys', 'q w e c');
    expect(await keys()).toMatchObject([
      { name: 'keys', state: 'ok' },
      { name: 'index keys', state: 'warn', says: expect.stringMatching(/: e \(even\), c \(sessionizer\)$/) },
    ]);
  });

  test('doctor without tmux and daemon has only warnings, and starts nothing', async () => {
    await using world = await World.create();
    const { code, stdout } = await world.cli('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warn {2}daemon +does not run$/m);
    expect(world.processes()).toEqual([]);
  });

  test('open prints the address, and gives it to the browser', async () => {
    await using world = await World.create();
    expect(await world.cli('open', '5173', '--print')).toEqual({
      code: 0,
      stdout: 'http://localhost:5173\n',
      stderr: '',
    });
    const opened = join(world.home, 'opened');
    const browser = join(world.home, 'browser');
    await world.run('mkfifo', [opened]);
    writeFileSync(browser, `#!/bin/sh\necho "$1" >'${opened}'\n`, { mode: 0o755 });
    const seen = world.run('cat', [opened]);
    expect(await world.run(process.execPath, [mainFile, 'open', '80'], { BROWSER: browser })).toMatchObject({
      code: 0,
    });
    expect((await seen).stdout).toBe('http://localhost:80\n');
  });
});
