import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { mainFile } from './support/daemon-process.ts';
import { type Stage, stage } from './support/stage.ts';

const asks = async ({ daemon }: Stage) => (await daemon.state()).asks;
const opened = (on: Stage) => until(async () => (await asks(on))[0], 'the question');
const done = { code: 0, stdout: '', stderr: '' };

describe.concurrent('questions and agents on the command line', () => {
  test('ask waits, lists, and is answered', async () => {
    await using on = await stage(['api']);
    const asked = on.world.cli('ask', 'Ship it?', 'yes', 'no', '--session', 'api');
    const { id } = await opened(on);
    expect((await on.world.cli('ask')).stdout).toBe(`${id}\tapi\tShip it?\tyes, no\n`);
    expect(await on.world.cli('ask', '--answer', 'maybe')).toMatchObject({ code: 2 });
    expect(await on.world.cli('ask', '--answer', 'no', 'nobody')).toMatchObject({ code: 1 });
    expect(await on.world.cli('ask', '--answer', 'no', id)).toEqual(done);
    expect(await asked).toEqual({ code: 0, stdout: 'no\n', stderr: '' });
    const json = on.world.cli('ask', 'Again?', 'yes', '--session', 'api', '--json');
    await opened(on);
    expect(await on.world.cli('ask', '--answer', 'yes')).toEqual(done);
    expect(JSON.parse((await json).stdout)).toEqual({ answer: 'yes', by: 'person' });
  });

  test('nobody answers: 4, or the default', async () => {
    await using on = await stage(['api']);
    const ask = (...more: string[]) =>
      on.world.cli('ask', 'Ship it?', 'yes', 'no', '--timeout', '0.2', '--session', 'api', ...more);
    const late = await ask();
    expect([late.code, late.stdout]).toEqual([4, '']);
    expect(late.stderr).toContain('nobody answered in 0.2 s');
    expect(await ask('--default', 'no')).toMatchObject({ code: 0, stdout: 'no\n' });
  });

  test('a caller that ends withdraws its question', async () => {
    await using on = await stage(['api']);
    const asking = spawn(process.execPath, [mainFile, 'ask', 'Ship it?', 'yes', '--session', 'api'], {
      env: on.world.env,
      stdio: 'ignore',
    });
    await opened(on);
    asking.kill('SIGTERM');
    await until(async () => (await asks(on)).length === 0, 'the end of the question');
  });

  test('wait returns with the state of the agents', async () => {
    await using on = await stage(['api']);
    const agent = (...words: string[]) => on.world.cli('agent', 'robot', '--session', 'api', ...words);
    expect(await on.world.cli('wait', 'api', '--until', 'idle')).toMatchObject({ code: 0, stdout: 'idle\n' });
    expect(await agent('--state', 'running', '--name', 'fix login')).toEqual(done);
    expect((await on.daemon.state()).sessions[0]?.threads).toMatchObject([
      { agent: 'robot', name: 'fix login', state: 'running' },
    ]);
    expect(await on.world.cli('wait', 'api', '--until', 'waiting', '--timeout', '0.2')).toMatchObject({
      code: 4,
      stdout: '',
    });
    const waited = on.world.cli('wait', 'api', '--until', 'waiting,done', '--json');
    expect(await agent('--state', 'waiting', '--detail', 'Bash')).toEqual(done);
    expect(JSON.parse((await waited).stdout)).toEqual({ session: 'api', state: 'waiting' });
    const closed = on.world.cli('wait', 'api', '--until', 'error');
    await on.world.newSession('other');
    await on.world.tmux('kill-session', '-t', '=api');
    expect(await closed).toMatchObject({ code: 1, stdout: '' });
  });
});
