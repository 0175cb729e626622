import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlAsk } from '../support/curl-ask.ts';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import type { Terminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

/** Sessions `a` and `b`; a terminal on `a`; the sidebar open and focused. */
async function opened(): Promise<{ world: World; terminal: Client }> {
  const world = await World.create();
  for (const name of ['a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await until(async () => (await livePanes(world))[0]?.active, 'the focus in the sidebar');
  return { world, terminal };
}

const shows = (terminal: Terminal, wanted: string) => terminal.sidebar().some((line) => line.includes(wanted));

test('a script asks, one key answers', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  const { answered } = curlAsk(world, { session: 'b', question: 'Ship it?', choices: ['yes', 'no'] });
  await terminal.until(() => shows(terminal, 'Ship it?') && shows(terminal, '◉1'), 'the question on its card');
  await terminal.key('a');
  await terminal.until(() => shows(terminal, '◉ b asks'), 'the dialog');
  await terminal.key('y');
  expect(await answered).toEqual({ status: '200', body: { answer: 'yes', by: 'person' } });
  await terminal.until(() => !shows(terminal, 'Ship it?') && !shows(terminal, '◉'), 'the end of the question');
});

test('a script that ends withdraws its question, and the dialog says so', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  const { curl, answered } = curlAsk(world, { session: 'a', question: 'Ship it?', choices: ['yes', 'no'] });
  await terminal.until(() => shows(terminal, 'Ship it?'), 'the question');
  await terminal.key('a');
  await terminal.until(() => shows(terminal, '◉ a asks'), 'the dialog');
  curl.kill('SIGKILL');
  await terminal.until(() => shows(terminal, 'ℹ the question was') && !shows(terminal, 'Ship it?'), 'the end');
  expect(await answered).toEqual({ status: '', body: null });
});

test('a question that nobody answers in time has its default as the answer', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  const body = { session: 'a', question: 'Ship it?', choices: ['yes', 'no'], timeout: 3, default: 'no' };
  const { answered } = curlAsk(world, body);
  await terminal.until(() => shows(terminal, 'Ship it?'), 'the question');
  expect(await answered).toEqual({ status: '200', body: { answer: 'no', by: 'default' } });
  await terminal.until(() => !shows(terminal, 'Ship it?') && !shows(terminal, '◉'), 'the end');
});

test('an agent that a script reports counts up, shows why it waits, and goes with its process', async () => {
  const { world, terminal } = await opened();
  await using _ = world;
  const agent = spawn('sleep', ['1000'], { env: world.env, stdio: 'ignore' });
  const push = { session: 'b', agent: 'aider', name: 'fix login', pid: agent.pid };
  expect((await world.curl('/agent', { ...push, state: 'running' })).status).toBe(204);
  await terminal.until(
    () => terminal.sidebar().some((line) => /2 b +[⠀-⣿] [1-9]\d*s/.test(line)),
    'a second that passed',
  );
  await terminal.key('j');
  await world.curl('/agent', { ...push, state: 'waiting', detail: 'rm -rf build?' });
  await terminal.until(
    () => shows(terminal, '◉ aider fix login') && shows(terminal, '   rm -rf build?') && shows(terminal, '◉1'),
    'the waiting thread in the panel and in the header',
  );
  agent.kill('SIGKILL');
  await terminal.until(() => !shows(terminal, 'aider') && !shows(terminal, '◉'), 'the end of the thread', {
    timeoutMs: 20_000,
  });
});
