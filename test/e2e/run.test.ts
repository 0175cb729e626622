import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { daemonPids, mainFile } from '../contract/support/daemon-process.ts';
import { type Stage, stage } from '../contract/support/stage.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

async function metadata({ daemon }: Stage) {
  const [session] = (await daemon.state()).sessions;
  if (session === undefined) throw new Error('no session');
  return session.metadata;
}

describe('opensessions run', () => {
  test('shows status and progress while it runs, and how it ended', async () => {
    await using on = await stage(['a']);
    // One for each time: who opens one again may still find the writer of before, and then its end.
    const [go, end] = [join(on.world.root, 'go'), join(on.world.root, 'end')];
    await on.world.run('mkfifo', [go, end]);
    const script =
      'printf "compiling 3/10\\r"; read line <"$1"; printf "\\033[32m 80%%\\033[0m\\n"; read line <"$2"; exit 7';
    const ran = on.world.cli('run', '--label', 'build', '--session', 'a', '--', 'sh', '-c', script, 'sh', go, end);
    await until(async () => (await metadata(on)).progress?.current === 3, '3 of 10');
    expect(await metadata(on)).toMatchObject({
      status: { text: 'build', tone: 'info' },
      progress: { current: 3, total: 10, percent: null },
    });
    await on.world.run('sh', ['-c', 'echo >"$1"', 'sh', go]);
    await until(async () => (await metadata(on)).progress?.percent === 0.8, '80 %');
    await on.world.run('sh', ['-c', 'echo >"$1"', 'sh', end]);
    expect(await ran).toEqual({ code: 7, stdout: 'compiling 3/10\r\u001b[32m 80%\u001b[0m\n', stderr: '' });
    expect(await metadata(on)).toMatchObject({
      status: { text: 'build: exit code 7', tone: 'error' },
      progress: null,
      logs: [{ message: expect.stringMatching(/^build: exit code 7 after \d/), tone: 'error', source: 'run' }],
    });
  });

  test('leaves output, input and exit code as they are, to the byte and in order', async () => {
    await using on = await stage(['a']);
    const script =
      'i=0; while [ $i -lt 200 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done; head -c 100000 /dev/urandom; cat';
    const both = await on.world.run('sh', [
      '-c',
      `"$@" >"$HOME/wrapped" 2>&1 <"$0"; echo $?`,
      mainFile,
      ...[
        process.execPath,
        mainFile,
        'run',
        '--session',
        'a',
        '--',
        'sh',
        '-c',
        script.replace('/dev/urandom', process.execPath),
      ],
    ]);
    expect(both.stdout).toBe('0\n');
    await on.world.run('sh', [
      '-c',
      `sh -c '${script.replace('/dev/urandom', process.execPath)}' >"$HOME/bare" 2>&1 <"$0"`,
      mainFile,
    ]);
    const [wrapped, bare] = ['wrapped', 'bare'].map((name) => readFileSync(join(on.world.home, name)));
    expect(bare?.length).toBeGreaterThan(100_000);
    expect(wrapped?.equals(bare ?? Buffer.alloc(0))).toBe(true);
    const apart = await on.world.cli('run', '--session', 'a', '--', 'sh', '-c', 'echo out; echo err >&2');
    expect(apart).toEqual({ code: 0, stdout: 'out\n', stderr: 'err\n' });
    expect(await metadata(on)).toMatchObject({ status: { text: 'sh: ok', tone: 'success' }, progress: null });
  });

  test('passes signals on, and ends by the signal that ended the command', async () => {
    await using on = await stage(['a']);
    const ready = join(on.world.root, 'ready');
    await on.world.run('mkfifo', [ready]);
    // exec: what is waited for is the process that gets the signal.
    const inner = 'trap "exit 9" TERM; echo >"$1"; while :; do sleep 0.05; done';
    const outer = '"$@" & pid=$!; read line <"$0"; kill -TERM $pid; wait $pid';
    const run = [process.execPath, mainFile, 'run', '--session', 'a', '--'];
    const trapped = await on.world.run('sh', ['-c', outer, ready, ...run, 'sh', '-c', inner, 'sh', ready]);
    expect(trapped.code).toBe(9);
    const killed = await on.world.run('sh', ['-c', '"$@"; echo $?', 'sh', ...run, 'sh', '-c', 'kill -TERM $$']);
    expect(killed.stdout).toBe('143\n');
    expect((await metadata(on)).status).toEqual({ text: 'sh: ended by SIGTERM', tone: 'warn' });
  });

  test('a reader that goes early ends the command as it would without us', async () => {
    await using on = await stage(['a']);
    const run = [process.execPath, mainFile, 'run', '--session', 'a', '--', 'yes'];
    expect(await on.world.run('sh', ['-c', '"$@" | head -n 2', 'sh', ...run])).toEqual({
      code: 0,
      stdout: 'y\ny\n',
      stderr: '',
    });
  });

  test('what cannot be run is 127 or 126', async () => {
    await using on = await stage(['a']);
    const none = await on.world.cli('run', '--session', 'a', '--', 'no-such-program');
    expect([none.code, none.stderr]).toEqual([127, expect.stringContaining('no-such-program')]);
    const data = await on.world.cli('run', '--session', 'a', '--', '/etc/passwd');
    expect(data.code).toBe(126);
    expect((await metadata(on)).status).toEqual({ text: 'passwd: could not be started', tone: 'error' });
  });

  test('without a daemon or a session the command runs all the same', async () => {
    await using world = await World.create();
    const ran = await world.cli('run', '--', 'sh', '-c', 'echo out; exit 3');
    expect([ran.code, ran.stdout]).toEqual([3, 'out\n']);
    expect(ran.stderr).toMatch(/^opensessions run: not reported: which session[^\n]*\n$/);
    const named = await world.cli('run', '--session', 'a', '--', 'true');
    expect([named.code, named.stderr]).toEqual([0, expect.stringContaining('not reported: no daemon')]);
    expect(daemonPids(world)).toEqual([]);
  });

  test('in a terminal the command has the terminal, Ctrl-C included', async () => {
    await using on = await stage(['a']);
    const script =
      'test -t 1 && test -t 2 && echo has-a-terminal; trap "echo got-int; exit 4" INT; while :; do sleep 0.05; done';
    const argv = [mainFile, 'run', '--session', 'a', '--', 'sh', '-c', script];
    const terminal = on.world.terminal(process.execPath, argv);
    await terminal.until((screen) => screen.includes('has-a-terminal'), 'the command');
    await until(async () => (await metadata(on)).progress?.indeterminate === true, 'progress');
    await terminal.key('C-c');
    await terminal.until((screen) => screen.includes('got-int'), 'the signal');
    await terminal.exited;
    expect(await metadata(on)).toMatchObject({ status: { text: 'sh: exit code 4' }, progress: null });
  });

  test('what it shows is renewed while it runs, goes with one that was killed, and gives way to the command', async () => {
    await using on = await stage(['alive', 'killed', 'own']);
    const of = async (name: string) => {
      const found = (await on.daemon.state()).sessions.find((one) => one.name === name);
      if (found === undefined) throw new Error(`no session ${name}`);
      return found.metadata;
    };
    const start = async (name: string) => {
      const go = join(on.world.root, name);
      await on.world.run('mkfifo', [go]);
      const child = spawn(
        process.execPath,
        [mainFile, 'run', '--label', `${name}…`, '--session', name, '--', 'sh', '-c', 'read line <"$1"', 'sh', go],
        { env: on.world.env, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await until(async () => (await of(name)).progress?.indeterminate === true, `the progress of ${name}`);
      return { child, ended, go };
    };
    const own = await start('own');
    await on.daemon.post('/set-status', { session: 'own', text: 'phase 2' });
    await on.daemon.post('/set-progress', { session: 'own', current: 2, total: 3 });
    const alive = await start('alive');
    // The last to say something is the last to be over: when it is, the others would be as well.
    const killed = await start('killed');
    killed.child.kill('SIGKILL');
    await until(
      async () => {
        const { status, progress } = await of('killed');
        return status === null && progress === null;
      },
      'what the killed one showed to be over',
      { timeoutMs: 25_000 },
    );
    expect(await of('alive')).toMatchObject({ status: { text: 'alive…', tone: 'info' }, progress: { current: null } });
    expect(await of('own')).toMatchObject({ status: { text: 'phase 2' }, progress: { current: 2, total: 3 } });
    for (const { go, ended } of [alive, own]) {
      await on.world.run('sh', ['-c', 'echo >"$1"', 'sh', go]);
      expect(await ended).toBe(0);
    }
    for (const name of ['alive', 'own'])
      expect(await of(name)).toMatchObject({ status: { text: `${name}…: ok`, tone: 'success' }, progress: null });
  });
});
