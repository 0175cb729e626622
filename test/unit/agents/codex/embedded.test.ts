import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, open, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { until } from '../../../support/until.ts';
import { timeline, transcript } from './recordings.ts';
import { codexWorld } from './world.ts';

const [older, newer] = ['01a1fd01-e113-7fd3-b7d6-8ab631f7984b', '01a1fd01-f4f1-7271-b197-185de811abcd'];

/** A process that holds files open, as Codex holds its locks. It takes those that are named on its input. */
async function holder() {
  const child: ChildProcess = spawn(process.execPath, [
    '-e',
    "process.stdin.on('data', d => { for (const p of String(d).trim().split('\\n')) require('fs').openSync(p, 'a') })",
  ]);
  await until(() => child.pid, 'the process');
  return {
    pid: child.pid ?? 0,
    hold: (path: string) => child.stdin?.write(`${path}\n`),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe.runIf(process.platform === 'linux')('threads of a terminal that runs them itself', () => {
  test('its lock says which it has, at once and exactly', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    world.processes(world.process(codex.pid, ['codex', '-c', 'x=y']));
    codex.hold(`${world.home}/thread-writer-locks/${older}.lock`);
    const binding = await until(() => world.last('registry', `pid:${codex.pid}`), 'the thread');
    expect(binding).toMatchObject({ thread: older, claim: 'idle', process: { pid: codex.pid } });
  });

  test('its rollout is followed as soon as it is there', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    world.processes(world.process(codex.pid, ['codex']));
    codex.hold(`${world.home}/thread-writer-locks/${older}.lock`);
    await until(() => world.last('registry', `pid:${codex.pid}`), 'the thread');
    const rollout = `${world.home}/sessions/2026/11/21/rollout-2026-11-21T07-28-41-${older}.jsonl`;
    codex.hold(rollout);
    const lines = timeline('kill9_embedded').flatMap(({ appended_lines = [] }) => appended_lines);
    await until(() => appendFile(rollout, '', { flag: 'r+' }).then(() => true), 'the file');
    await appendFile(rollout, `${lines.join('\n')}\n`);
    const open = await until(() => world.last('transcript', `${older}.jsonl`), 'the rollout');
    expect(open).toMatchObject({ thread: older, process: null });
    await until(() => world.last('transcript', `${older}.jsonl`)?.claim === 'running', 'the turn');
  });

  test('a subagent has its lock there too, and is not what the terminal shows', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    const day = `${world.home}/sessions/2026/11/21`;
    for (const [id, scenario] of [
      [older, 'task2'],
      [newer, 'task2.2'],
    ] as const) {
      const rollout = `${day}/rollout-2026-11-21T07-28-41-${id}.jsonl`;
      await writeFile(rollout, `${transcript(scenario).join('\n')}\n`);
      codex.hold(`${world.home}/thread-writer-locks/${id}.lock`);
      codex.hold(rollout);
    }
    world.processes(world.process(codex.pid, ['codex']));
    await until(() => world.last('transcript', `${newer}.jsonl`)?.facts.parent === older, 'the subagent');
    await until(() => world.last('registry', `lock:${newer}`), 'its lock');
    await until(() => world.last('registry', `pid:${codex.pid}`), 'the thread');
    const bound = world.said.filter(({ subject }) => subject === `pid:${codex.pid}`).map(({ thread }) => thread);
    expect(bound).toEqual([older]);
  });

  test('/new: the newest thread without a rollout is what the terminal shows', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    world.processes(world.process(codex.pid, ['codex']));
    codex.hold(`${world.home}/thread-writer-locks/${older}.lock`);
    await until(() => world.last('registry', `pid:${codex.pid}`)?.thread === older, 'the first thread');
    codex.hold(`${world.home}/thread-writer-locks/${newer}.lock`);
    await until(() => world.last('registry', `pid:${codex.pid}`)?.thread === newer, 'the second thread');
  });

  test('/resume of an older thread: what was opened last counts', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    world.processes(world.process(codex.pid, ['codex']));
    codex.hold(`${world.home}/thread-writer-locks/${newer}.lock`);
    await until(() => world.last('registry', `pid:${codex.pid}`)?.thread === newer, 'the first thread');
    codex.hold(`${world.home}/thread-writer-locks/${older}.lock`);
    await writeFile(`${world.home}/tui-thread-reference-capabilities/${older}`, '');
    await until(() => world.last('registry', `pid:${codex.pid}`)?.thread === older, 'the older thread');
  });

  test('a lock that lies around is nobody’s', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    await (await open(`${world.home}/thread-writer-locks/${newer}.lock`, 'w')).close();
    world.processes(world.process(codex.pid, ['codex']));
    codex.hold(`${world.home}/thread-writer-locks/${older}.lock`);
    await until(() => world.last('registry', `pid:${codex.pid}`), 'the thread');
    expect(world.said.map(({ thread }) => thread)).not.toContain(newer);
  });

  test('a name that somebody gave', async () => {
    await using world = await codexWorld();
    await using codex = await holder();
    const rollout = `${world.home}/sessions/2026/11/21/rollout-2026-11-21T07-28-41-${older}.jsonl`;
    codex.hold(`${world.home}/thread-writer-locks/${older}.lock`);
    codex.hold(rollout);
    world.processes(world.process(codex.pid, ['codex']));
    await writeFile(`${world.home}/session_index.jsonl`, `${JSON.stringify({ id: older, thread_name: 'cool' })}\n`);
    const named = await until(() => world.last('transcript', `name:${older}`), 'the name');
    expect(named).toMatchObject({ thread: older, claim: null, facts: { names: { custom: 'cool' } } });
  });
});
