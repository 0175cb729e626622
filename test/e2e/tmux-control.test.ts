import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openControlLine } from '../../src/tmux/control.ts';
import { TmuxError, TmuxGone } from '../../src/tmux/errors.ts';
import { openLine, tmuxUnderTest } from '../support/control.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

test('a thousand requests at once are answered in their order', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  const numbers = Array.from({ length: 1000 }, (_, index) => `${index}`);
  const order: string[] = [];
  const answers = await Promise.all(
    numbers.map(async (number) => {
      const answer = await line.run(['display-message', '-p', number], ['display-message', '-p', `and ${number}`]);
      order.push(number);
      return answer;
    }),
  );
  expect(answers).toEqual(numbers.map((number) => [[number], [`and ${number}`]]));
  expect(order).toEqual(numbers);
});

test('what fails stops its own request, and no other', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  const set = (name: string) => ['set-option', '-g', name, 'yes'] as const;
  const [before, failed, unknown, after] = await Promise.allSettled([
    line.run(['display-message', '-p', 'before']),
    line.run(set('@first'), ['kill-pane', '-t', '%999'], set('@last')),
    line.run(['no-such-command', 'argument']),
    line.run(['display-message', '-p', '#{@first}-#{@last}']),
  ]);
  expect(before).toEqual({ status: 'fulfilled', value: [['before']] });
  expect(failed).toMatchObject({
    status: 'rejected',
    reason: { name: 'TmuxError', reason: expect.stringContaining('%999') },
  });
  expect(unknown).toMatchObject({ status: 'rejected', reason: expect.any(TmuxError) });
  expect(after).toEqual({ status: 'fulfilled', value: [['yes-']] });
});

test('nothing is asked before the client is attached', async () => {
  await using world = await World.create();
  // In place of a tmux, because a real one rarely reads its input before it has the command to attach.
  const program = join(world.root, 'late-tmux.mjs');
  writeFileSync(
    program,
    `#!${process.execPath}
    import { setImmediate as turn } from 'node:timers/promises';
    let heard = 0;
    process.stdin.on('data', () => { heard += 1; });
    for (let round = 0; round < 100; round += 1) await turn();
    console.log('%session-changed $0 control\\n%begin 1 1 1\\n' + heard + '\\n%end 1 1 1');`,
    { mode: 0o755 },
  );
  const line = openControlLine({ tmux: program, server: world.socket, attach: ['attach-session'] });
  expect(await line.run(['display-message', '-p', 'x'])).toEqual([['0']]);
  line.close();
  await line.ended;
});

test('no commands are no line: an empty one would end the control client', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  expect(await line.run()).toEqual([]);
  expect(await line.run(['display-message', '-p', 'still here'])).toEqual([['still here']]);
});

test("what hooks print is nobody's answer", async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  await line.run(['set-hook', '-g', 'session-renamed', 'display-message -p printed ; kill-pane -t %999']);
  const answers = await Promise.all([
    line.run(['rename-session', '-t', '=control', 'renamed']),
    line.run(['display-message', '-p', '#{session_name}']),
  ]);
  expect(answers).toEqual([[[]], [['renamed']]]);
});

test('notifications arrive beside the answers', async () => {
  await using world = await World.create();
  const heard: string[] = [];
  await using line = await openLine(world, (name, rest) => heard.push(`${name} ${rest}`));
  const { session } = await world.newSession('a name');
  await world.tmux('rename-session', '-t', session, 'another  name');
  await until(() => heard.includes(`session-renamed ${session} another  name`), 'the new name');
  expect(await line.run(['display-message', '-p', 'ok'])).toEqual([['ok']]);
});

test('a long answer with lines that look like guards and notifications arrives as it is', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  const guards = Array.from({ length: 3000 }, (_, number) => [`%end 0 ${number} 1`, `%error 1 ${number} 1`]).flat();
  const lines = ['%begin 1 1 1', ...guards, '%exit', '%session-renamed $0 x', '', 'é漢🙂'.repeat(200_000), ' end '];
  const file = join(world.root, 'long');
  writeFileSync(file, lines.join('\n'));
  await line.run(['load-buffer', '-b', 'long', file]);
  const [[answer], next] = await Promise.all([
    line.run(['show-buffer', '-b', 'long']),
    line.run(['display-message', '-p', 'next']),
  ]);
  expect(answer?.length).toBe(lines.length);
  expect(answer?.join('\n') === lines.join('\n')).toBe(true);
  expect(next).toEqual([['next']]);
});

test('when the server is killed, whoever waits is told, and so is whoever comes later', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  // tmux answers a wait-for when it begins to wait (3.3a, 3.5a): who waits then is the request behind it.
  const [, behind] = [line.run(['wait-for', 'never']), line.run(['display-message', '-p', 'behind it'])].map(
    (request) => request.catch((error: unknown) => error),
  );
  world.signal(Number(await world.tmux('display-message', '-p', '#{pid}')), 'SIGKILL');
  expect(await behind).toBeInstanceOf(TmuxGone);
  expect(await line.ended).toMatchObject({ name: 'TmuxGone', server: world.socket });
  await expect(line.run(['display-message', '-p', ''])).rejects.toBeInstanceOf(TmuxGone);
});

test('where no server listens none is started', async () => {
  await using world = await World.create();
  const server = join(world.root, 'nobody.sock');
  const line = openControlLine({
    tmux: tmuxUnderTest,
    server,
    attach: ['new-session', '-A', '-s', 'x', 'sleep', '20'],
  });
  await expect(line.run(['display-message', '-p', ''])).rejects.toMatchObject({ name: 'TmuxGone', server });
  expect((await line.ended).message).toContain(server);
  expect(existsSync(server)).toBe(false);
});

test('a program that is no tmux is an end, not a crash', async () => {
  const line = openControlLine({ tmux: '/nonexistent/tmux', server: '/nonexistent.sock', attach: ['attach-session'] });
  await expect(line.run(['display-message', '-p', ''])).rejects.toBeInstanceOf(TmuxGone);
});

test('closing ends the process and leaves the server alone', async () => {
  await using world = await World.create();
  const line = await openLine(world);
  await line.run(['display-message', '-p', '']);
  line.close();
  await line.ended;
  expect(await world.tmux('list-clients')).toBe('');
});
