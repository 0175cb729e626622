import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Snapshot } from '../../src/protocol/state.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';
import { announce, cliInTmux, daemonPids, spawnDaemon } from './support/daemon-process.ts';
import { post } from './support/http.ts';
import { stage } from './support/stage.ts';

describe.concurrent('the command line', () => {
  test('says version and help on stdout, without a daemon', async () => {
    await using world = await World.create();
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    expect(await world.cli('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await world.cli('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of [
      'start',
      'toggle',
      'focus',
      'even',
      'next',
      'switch N',
      'state',
      'status TEXT',
      'doctor',
      'quit',
      'uninstall',
      'sidebar',
      'daemon',
    ])
      expect(help.stdout).toMatch(new RegExp(`^  ${word.replace(/[[\]]/g, '\\$&')}  `, 'm'));
    expect(await world.cli()).toEqual(help);
    expect(await world.cli('help')).toEqual(help);
    const one = await world.cli('status', '--help');
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toMatch(/^opensessions status TEXT[\s\S]*--tone TONE[\s\S]*Examples:/);
    expect(await world.cli('help', 'status')).toEqual(one);
    expect(daemonPids(world)).toEqual([]);
  });

  // What else is refused: test/unit/cli/usage.test.ts.
  test('wrong usage is said: 2, and no daemon is started for it', async () => {
    await using world = await World.create();
    for (const [args, said] of [
      [['dance'], 'no command "dance"'],
      [['status', 'x', '--session', 'a', '--pane', '%1'], 'not both'],
      [['open', '70000'], 'which port?'],
      [['switch', '99999'], 'which session?'],
      [['start', '--foo'], 'no option --foo'],
      [['sidebar', '--foo'], 'no option --foo'],
      [['sidebar', 'foo'], 'what is "foo"?'],
      [['sidebar', '--popup', '--client'], '--client needs a value'],
      [['sidebar', '--plain', '--popup'], '--plain stands alone'],
      [['daemon', '--foo'], 'no option --foo'],
      [['doctor', '--foo'], 'no option --foo'],
      [['toggle', '--pane', '7; kill-server'], '--pane'],
    ] as const) {
      const { code, stdout, stderr } = await world.cli(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(said);
      expect(stderr).toMatch(/^See opensessions .*--help\.$/m);
    }
    expect(daemonPids(world)).toEqual([]);
  });

  test('state and quit need a daemon and start none: 3', async () => {
    await using world = await World.create();
    for (const args of [
      ['state', '--json'],
      ['state'],
      ['quit'],
      ['sessions'],
      ['events'],
      ['wait', 'a'],
      ['ask'],
      ['status', 'x', '--session', 'a'],
    ]) {
      const { code, stdout, stderr } = await world.cli(...args);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain('no daemon');
    }
    expect(daemonPids(world)).toEqual([]);
  });

  test('announce starts the daemon and tells it the tmux server', async () => {
    await using world = await World.create();
    await world.newSession('a');
    expect(await cliInTmux(world, 'announce')).toEqual({ code: 0, stdout: '', stderr: '' });
    const daemon = await world.daemon();
    expect((await daemon.state()).sessions.map(({ name, server }) => [name, server])).toEqual([['a', world.socket]]);
    expect(readFileSync(world.paths.servers, 'utf8')).toBe(`${world.socket}\n`);
    expect(await cliInTmux(world, 'announce')).toMatchObject({ code: 0 });
    expect(daemonPids(world)).toEqual([daemon.pid]);
  });

  test('announce outside tmux, or in a tmux that is gone, fails with what tmux says: 1', async () => {
    await using world = await World.create();
    const outside = await world.cli('announce');
    expect([outside.code, outside.stderr]).toEqual([1, expect.stringContaining('$TMUX')]);
    const gone = await cliInTmux(world, 'announce');
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining(`no tmux server at ${world.socket}`)]);
  });

  test('state prints a line for each session, or the snapshot as JSON', async () => {
    await using on = await stage(['a', 'b']);
    await on.daemon.post('/set-status', { session: 'b', text: 'Indexing' });
    const json = await on.world.cli('state', '--json');
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(Snapshot.parse(JSON.parse(json.stdout))).toEqual(await on.daemon.state());
    const { code, stdout } = await on.world.cli('state');
    expect(code).toBe(0);
    expect(stdout).toBe(`1\ta\t-\t${on.world.home}\t\n2\tb\t-\t${on.world.home}\tIndexing\n`);
  });

  test('state prints the numbers of the sidebar, and none for a session that is not listed there', async () => {
    await using on = await stage(['a', 'b', 'c']);
    const terminal = await on.world.attach({ session: 'b' });
    const { server, id } = (await on.daemon.state()).sessions[0] ?? {};
    await post({ socketPath: on.world.paths.socket }, '/command', {
      origin: { server },
      command: { name: 'session.hide', session: id, hidden: true },
    });
    await until(async () => (await on.daemon.state()).clients.length === 1, 'the client');
    const { stdout } = await on.world.cli('state');
    const lines = stdout.split('\n').map((line) => line.split('\t').slice(0, 2).join(' '));
    expect(lines).toEqual(['1 b', '2 c', '- a', '']);
    expect(await on.world.cli('switch', '2')).toMatchObject({ code: 0 });
    await terminal.until((screen) => screen.includes('WORK-c'), 'the session that state calls 2');
  });

  test('state shows names from the disk without what could fool a terminal', async () => {
    await using on = await stage(['first']);
    const dir = join(on.world.root, 'a\u202eb');
    await on.world.run('mkdir', [dir]);
    await on.world.run('mkdir', [join(dir, '.git')]);
    await on.world.run('sh', ['-c', 'printf "ref: refs/heads/x\\342\\200\\256y\\n" >"$1/.git/HEAD"', 'sh', dir]);
    await on.world.newSession('a', { dir });
    await until(async () => (await on.daemon.state()).sessions[1]?.branch != null, 'the branch');
    const { stdout } = await on.world.cli('state');
    expect(stdout).toMatch(/^1\tfirst[^\n]*\n2\ta\txy\t[^\n]*\t\n$/);
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
  });

  test('switch N takes the client to the N-th session', async () => {
    await using on = await stage(['a', 'b']);
    const terminal = await on.world.attach({ session: 'a' });
    await until(async () => (await on.daemon.state()).clients.length === 1, 'the client');
    expect(await cliInTmux(on.world, 'switch', '2', '--client', terminal.client)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    await terminal.until((screen) => screen.includes('WORK-b'), 'session b');
    const none = await cliInTmux(on.world, 'switch', '3');
    expect([none.code, none.stderr]).toEqual([1, 'opensessions switch: no session 3: there are 2\n']);
  });

  test('quit ends the daemon, and the next command starts another one', async () => {
    await using world = await World.create();
    const { exited } = spawnDaemon(world, ['--background']);
    await world.daemon();
    expect(await world.cli('quit')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await exited).toBe(0);
    await world.newSession('a');
    await announce(world);
    expect((await (await world.daemon()).state()).sessions.map(({ name }) => name)).toEqual(['a']);
  });
});
