import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';
import { cliInTmux, daemonPids, mainFile } from './support/daemon-process.ts';
import { type Stage, stage } from './support/stage.ts';

const done = { code: 0, stdout: '', stderr: '' };

async function metadata({ daemon }: Stage, name: string) {
  const session = (await daemon.state()).sessions.find((one) => one.name === name);
  if (session === undefined) throw new Error(`no session ${name}`);
  return session.metadata;
}

describe.concurrent('pushes from the command line', () => {
  test('status, progress and log say what they say over HTTP', async () => {
    await using on = await stage(['a', 'b']);
    const push = (what: string, ...words: string[]) => on.world.cli(what, '--session', 'b', ...words);
    expect(await push('status', 'Deploying', '--tone', 'warn')).toEqual(done);
    expect(await push('progress', '3/10', '--label', 'files')).toEqual(done);
    expect(await push('log', 'Tests passed', '--tone=success', '--source', 'ci')).toEqual(done);
    expect(await push('notify', '--', '--odd')).toEqual(done);
    expect(await metadata(on, 'b')).toMatchObject({
      status: { text: 'Deploying', tone: 'warn' },
      progress: { current: 3, total: 10, percent: null, label: 'files', indeterminate: false },
      logs: [
        { message: 'Tests passed', tone: 'success', source: 'ci', notify: false },
        { message: '--odd', tone: 'neutral', source: null, notify: true },
      ],
    });
    expect(await push('progress', '75%')).toEqual(done);
    expect((await metadata(on, 'b')).progress).toMatchObject({ percent: 0.75, label: null });
    expect(await push('progress', '--indeterminate')).toEqual(done);
    expect((await metadata(on, 'b')).progress).toMatchObject({ percent: null, indeterminate: true });
    for (const what of ['status', 'progress', 'log']) expect(await push(what, '--clear')).toEqual(done);
    expect(await metadata(on, 'b')).toEqual({ status: null, progress: null, logs: [] });
    expect((await metadata(on, 'a')).status).toBe(null);
  });

  test('--ttl takes a status away again', async () => {
    await using on = await stage(['a']);
    expect(await on.world.cli('status', 'Soon gone', '--ttl', '0.2', '--session', 'a')).toEqual(done);
    await until(async () => (await metadata(on, 'a')).status === null, 'the end of the status');
  });

  test('the session is the one of $TMUX_PANE, or of --pane', async () => {
    await using on = await stage(['a', 'b']);
    const [a, b] = ['a', 'b'].map((name) => on.sessions.get(name)?.pane ?? '');
    const env = { TMUX: `${on.world.socket},0,0`, TMUX_PANE: a ?? '' };
    expect(await on.world.run(process.execPath, [mainFile, 'status', 'here'], env)).toEqual(done);
    expect(await on.world.run(process.execPath, [mainFile, 'status', 'there', '--pane', b ?? ''], env)).toEqual(done);
    expect((await metadata(on, 'a')).status?.text).toBe('here');
    expect((await metadata(on, 'b')).status?.text).toBe('there');
  });

  test('outside tmux no daemon is started: 3. Inside it is, and knows the server', async () => {
    await using world = await World.create();
    const { pane } = await world.newSession('a');
    const outside = await world.cli('status', 'x', '--session', 'a');
    expect([outside.code, outside.stderr]).toEqual([3, expect.stringContaining('no daemon')]);
    expect(daemonPids(world)).toEqual([]);
    expect(await cliInTmux(world, 'status', 'x', '--pane', pane)).toEqual(done);
    const { sessions } = await (await world.daemon()).state();
    expect(sessions.map(({ name, metadata }) => [name, metadata.status?.text])).toEqual([['a', 'x']]);
  });

  test('a pane whose id stands in two tmux servers is the one of $TMUX', async () => {
    await using on = await stage(['same']);
    const other = join(on.world.root, 'other.sock');
    const pane = on.sessions.get('same')?.pane ?? '';
    const made = await on.world.run('tmux', [
      '-S',
      other,
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-s',
      'same',
      '-P',
      '-F',
      '#{pane_id}',
      'exec cat',
    ]);
    expect(made).toMatchObject({ code: 0, stdout: `${pane}\n` });
    // The first push from there makes that server known. tmux may refuse that while its first session still starts.
    const first = { TMUX: `${other},0,0`, TMUX_PANE: pane };
    await until(
      async () => (await on.world.run(process.execPath, [mainFile, 'status', 'other'], first)).code === 0,
      'the other server',
    );
    expect((await on.daemon.state()).sessions.map(({ metadata }) => metadata.status?.text)).toEqual([
      undefined,
      'other',
    ]);
    for (const [server, text] of [
      [on.world.socket, 'first'],
      [other, 'again'],
    ] as const) {
      const pushed = await on.world.run(process.execPath, [mainFile, 'status', text], {
        TMUX: `${server},0,0`,
        TMUX_PANE: pane,
      });
      expect(pushed).toEqual(done);
    }
    const { sessions } = await on.daemon.state();
    expect(sessions.map(({ server, metadata }) => [server, metadata.status?.text])).toEqual([
      [on.world.socket, 'first'],
      [other, 'again'],
    ]);
  });

  test('an unknown session is a failure that names the known ones: 1', async () => {
    await using on = await stage(['api']);
    const { code, stdout, stderr } = await on.world.cli('status', 'x', '--session', 'nope');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('api');
  });
});
