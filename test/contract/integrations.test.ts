import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { which } from '../support/shims.ts';
import { projectRoot, World } from '../support/world.ts';
import { mainFile } from './support/daemon-process.ts';

const path = process.env['PATH'] ?? '';
const copied = [
  '.config/opencode/plugin/opensessions.js',
  '.config/kilo/plugin/opensessions.js',
  '.pi/agent/extensions/opensessions.ts',
  '.config/amp/plugins/opensessions.ts',
];
const names = ['claude', 'opencode', 'kilo', 'pi', 'amp'];

const filesOf = (world: World) =>
  readdirSync(world.home, { recursive: true, encoding: 'utf8' })
    .filter((file) => !/^\.(cache|local)/.test(file))
    .toSorted();

/** The commands of our hooks, as Claude Code would run them. */
function hookCommands(world: World): string[] {
  const { hooks } = JSON.parse(readFileSync(join(world.home, '.claude/settings.json'), 'utf8'));
  return Object.values<{ hooks: { command: string }[] }[]>(hooks).map(
    (groups) => groups.at(-1)?.hooks[0]?.command ?? '',
  );
}

describe.concurrent('opensessions integrations', () => {
  test('what goes in for every agent goes out again', async () => {
    await using world = await World.create();
    mkdirSync(join(world.home, '.claude'));
    const settings = join(world.home, '.claude', 'settings.json');
    writeFileSync(settings, '{"model": "x"}');
    const before = filesOf(world);
    const states = async () => {
      const { code, stdout } = await world.cli('integrations', 'status', '--json');
      expect(code).toBe(0);
      const all: { name: string; state: string; path: string }[] = JSON.parse(stdout).integrations;
      return Object.fromEntries(all.map(({ name, state }) => [name, state]));
    };
    const all = (state: string) => Object.fromEntries(names.map((name) => [name, state]));
    expect(await states()).toEqual(all('absent'));
    expect(await world.cli('integrations', 'install', ...names)).toMatchObject({ code: 0 });
    expect(await states()).toEqual(all('installed'));
    const installed = filesOf(world);
    expect(installed).toEqual(expect.arrayContaining(copied));
    const again = await world.cli('integrations', 'install', 'all');
    expect(again.stdout.match(/is installed: /g)?.length).toBe(5);
    expect(filesOf(world)).toEqual(installed);
    const text = await world.cli('integrations');
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^pi +Pi: installed\n +gives /m);
    expect(text.stdout).toMatch(/^codex +Codex: needs none/m);
    expect(await world.cli('integrations', 'uninstall', 'all')).toMatchObject({ code: 0, stderr: '' });
    expect(filesOf(world)).toEqual(before);
    expect(readFileSync(settings, 'utf8')).toBe('{"model": "x"}');
    expect(world.processes()).toEqual([]);
  });

  test('all is for agents that have a configuration here', async () => {
    await using world = await World.create();
    mkdirSync(join(world.home, '.config', 'kilo'), { recursive: true });
    const { code, stdout, stderr } = await world.cli('integrations', 'install', 'all');
    expect([code, stdout.split('\n').length]).toEqual([0, 2]);
    expect(stderr).toContain('left out: Claude Code, OpenCode, Pi, Amp');
    expect(filesOf(world)).toEqual(['.config', '.config/kilo', '.config/kilo/plugin', copied[1]].toSorted());
    expect((await world.cli('doctor', '--json')).stdout).toContain('installed for kilo');
  });

  test('several installations at once make one', async () => {
    await using world = await World.create();
    mkdirSync(join(world.home, '.claude'));
    const settings = join(world.home, '.claude', 'settings.json');
    const text = '{\r\n\t"hooks": {\r\n\t\t"Stop": []\r\n\t}\r\n}';
    writeFileSync(settings, text);
    const all = await Promise.all([1, 2, 3, 4].map(() => world.cli('integrations', 'install', 'claude', 'pi')));
    expect(all.filter(({ code }) => code !== 0)).toEqual([]);
    expect(hookCommands(world).length).toBe(6);
    expect(JSON.parse(readFileSync(settings, 'utf8')).hooks.Stop.length).toBe(1);
    await world.cli('integrations', 'uninstall', 'all');
    expect(readFileSync(settings, 'utf8')).toBe(text);
    expect(existsSync(join(world.home, copied[2] ?? ''))).toBe(false);
  });

  test('wrong usage says what is meant, and does nothing', async () => {
    await using world = await World.create();
    for (const [words, says] of [
      [['install'], /for which agent\? claude, opencode/],
      [['install', 'claud'], /for which agent/],
      [['install', 'codex'], /Codex needs none.*trust/],
      [['instal', 'pi'], /no "instal"/],
      [['status', 'pi'], /what is "pi"/],
      [['install', 'pi', '--json'], /--json/],
    ] as const) {
      const { code, stdout, stderr } = await world.cli('integrations', ...words);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(says);
    }
    expect(filesOf(world)).toEqual([]);
  });

  test('one that is refused fails with its reason, the others are done', async () => {
    await using world = await World.create();
    mkdirSync(join(world.home, '.claude'));
    writeFileSync(join(world.home, '.claude', 'settings.json'), '// mine\n{}\n');
    const { code, stdout, stderr } = await world.cli('integrations', 'install', 'claude', 'pi');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^Pi: installed/)]);
    expect(stderr).toMatch(/Claude Code: .*settings\.json is left as it is: .*comments/);
    expect(readFileSync(join(world.home, '.claude', 'settings.json'), 'utf8')).toBe('// mine\n{}\n');
    expect((await world.cli('integrations', 'status')).stdout).toMatch(/^claude +not possible .*\n +→ .*comments/m);
  });

  // Root may write everywhere unless this capability is taken from it.
  test.skipIf(which('setpriv', path) === null)('a directory that may not be written is left as it is', async () => {
    await using world = await World.create();
    const dirs = [join(world.home, '.claude'), join(world.home, '.pi')];
    for (const dir of dirs) mkdirSync(dir);
    writeFileSync(join(world.home, '.claude', 'settings.json'), '{}');
    const before = filesOf(world);
    for (const dir of dirs) chmodSync(dir, 0o500);
    const asUser = process.getuid?.() === 0 ? ['--bounding-set', '-dac_override', '--inh-caps', '-dac_override'] : [];
    const words = [...asUser, process.execPath, mainFile, 'integrations', 'install', 'claude', 'pi'];
    const { code, stdout, stderr } = await world.run('setpriv', words);
    for (const dir of dirs) chmodSync(dir, 0o700);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.match(/cannot write .*(settings\.json|opensessions\.ts): EACCES/g)?.length).toBe(2);
    expect(filesOf(world)).toEqual(before);
    expect(readFileSync(join(world.home, '.claude', 'settings.json'), 'utf8')).toBe('{}');
    expect((await world.cli('integrations', 'uninstall', 'all')).stderr).toBe('Nothing of ours was there.\n');
  });

  test('the hook tells, says nothing and ends well in every shell, with and without our files', async () => {
    // A checkout whose name a shell would misread.
    await using world = await World.create({ record: ['head', 'cat', 'date', 'mkdir', 'sh'] });
    const checkout = join(world.root, `it's "our" $(touch pwned) \`checkout\``);
    for (const part of ['dist', 'scripts']) cpSync(join(projectRoot, part), join(checkout, part), { recursive: true });
    const cli = join(checkout, 'dist', 'main.js');
    expect(await world.run(process.execPath, [cli, 'integrations', 'install', 'claude'])).toMatchObject({ code: 0 });
    const commands = hookCommands(world);
    expect(new Set(commands).size).toBe(1);
    const [command = ''] = commands;
    const payload = { session_id: '0b5a5a52-6f59-4b0c-a7f5-ff5a3f0c0c01', cwd: world.home };
    // Not one that Claude Code sees the end of: that would remove the file.
    const event = (name: string) => JSON.stringify({ ...payload, hook_event_name: name, prompt: 'x'.repeat(100) });
    const events = join(world.paths.stateDir, 'agents');
    const run = (shell: string, input: string) => {
      const { status, stdout, stderr } = spawnSync(shell, ['-c', command], {
        cwd: world.home,
        env: { ...world.env, TMUX_PANE: '%7' },
        input,
        encoding: 'utf8',
      });
      return { shell, status, stdout, stderr };
    };
    const shells = ['sh', 'dash', 'bash', 'zsh'].filter((shell) => which(shell, path) !== null);
    for (const shell of shells) {
      expect(run(shell, event('UserPromptSubmit'))).toEqual({ shell, status: 0, stdout: '', stderr: '' });
    }
    const [file = ''] = readdirSync(events);
    const lines = readFileSync(join(events, file), 'utf8').trim().split('\n');
    expect(file).toBe(`claude-${process.pid}.jsonl`);
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      shells.map(() => ({
        at: expect.any(Number),
        pid: process.pid,
        pane: '%7',
        event: expect.objectContaining({ ...payload, hook_event_name: 'UserPromptSubmit' }),
      })),
    );
    // Beside the shell of Claude Code itself: our script's, one that reads and one that tells the time.
    const spawned = await world.spawnedDuring(async () => run('/bin/sh', event('Stop')));
    expect(spawned.map(({ program }) => program).toSorted()).toEqual(['date', 'head', 'sh']);
    for (const broken of ['', '{', 'null', '{"hook_event_name":', 'x'.repeat(300_000)]) {
      expect(run('sh', broken)).toEqual({ shell: 'sh', status: 0, stdout: '', stderr: '' });
    }
    const { length } = readdirSync(events);
    rmSync(checkout, { recursive: true });
    for (const shell of shells) {
      expect(run(shell, event('Stop'))).toEqual({ shell, status: 0, stdout: '', stderr: '' });
    }
    rmSync(world.paths.stateDir, { recursive: true });
    for (const shell of shells) {
      expect(run(shell, event('Stop'))).toEqual({ shell, status: 0, stdout: '', stderr: '' });
    }
    expect([length, existsSync(world.paths.stateDir)]).toEqual([1, false]);
    expect(filesOf(world).filter((name) => name.includes('pwned'))).toEqual([]);
  });
});
