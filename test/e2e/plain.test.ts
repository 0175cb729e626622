import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { mainFile } from '../contract/support/daemon-process.ts';
import { curlAsk } from '../support/curl-ask.ts';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

/** `opensessions sidebar --plain` in pipes, with what it wrote so far. The world ends it. */
function listen(world: World, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [mainFile, 'sidebar', '--plain'], {
    env: { ...world.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const heard = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    heard.err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    heard,
    ended,
    lines: () => heard.out.split('\n').slice(0, -1),
    type: (line: string) => child.stdin.write(`${line}\n`),
    endInput: () => child.stdin.end(),
  };
}

/** Sessions `api` and `web`, a terminal on `api`, the sidebar open: a daemon that knows them. */
async function opened() {
  const world = await World.create();
  for (const name of ['api', 'web']) await world.newSession(name);
  const terminal = await world.attach({ session: 'api' });
  await openSidebar(world, terminal);
  return { world, here: () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}') };
}

test('it tells the state, what changes, and takes commands, without a terminal', async () => {
  const { world, here } = await opened();
  await using _ = world;
  const plain = listen(world, { NO_COLOR: '1' });
  const says = (line: string) => until(() => plain.lines().includes(line), `${line} in ${plain.heard.out}`);
  await says('2. web');
  expect(plain.lines()).toEqual(['2 sessions, nobody waits for you.', '1. api, current', '2. web']);

  await world.curl('/agent', { session: 'web', agent: 'aider', state: 'waiting', detail: 'Bash: rm -rf build?' });
  await says('web: aider waits for you: Bash: rm -rf build?');
  await world.curl('/set-progress', { session: 'web', current: 1, total: 2 });
  await world.curl('/set-status', { session: 'web', text: 'Indexing\u001b[31m', tone: 'warn' });
  await says('web: status: warning: Indexing');
  await world.curl('/notify', { session: 'api', message: 'Tests passed', source: 'ci' });
  await says('api: ci says: Tests passed');

  const asked = curlAsk(world, { session: 'web', question: 'Ship it?', choices: ['yes', 'no'] });
  await says('web: asks: Ship it? Answers: 1 yes, 2 no');
  plain.type('a 2');
  expect(await asked.answered).toEqual({ status: '200', body: { answer: 'no', by: 'person' } });
  await says('web: no longer asks: Ship it?');

  plain.type('2');
  await says('now in web');
  expect(await here()).toBe('web');
  plain.type('1');
  await says('now in api');
  plain.type('!');
  await until(() => plain.heard.out.match(/now in web/g)?.length === 2, 'the session that waits');
  plain.type('l');
  await until(
    () => /^2\. web, current, aider waits .*status: warning: Indexing; progress: 1 of 2$/m.test(plain.heard.out),
    'everything again',
  );
  // Nothing was told of the progress alone, and nothing was drawn.
  expect(plain.lines().filter((line) => line.includes('1 of 2'))).toHaveLength(1);
  expect(plain.heard.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]|[─│▌◉✓]/);

  plain.type('q');
  expect(await plain.ended).toBe(0);
  expect(plain.heard.err).toBe('');
  expect((await world.cli('sidebar', '--help')).stdout).toContain('--plain');
});

test('what is piped into it is carried out, and the end of input is the end', async () => {
  const { world } = await opened();
  await using _ = world;
  const plain = listen(world);
  plain.type('nonsense');
  plain.endInput();
  expect(await plain.ended).toBe(0);
  expect(plain.lines()).toEqual([
    '2 sessions, nobody waits for you.',
    '1. api, current',
    '2. web',
    'not understood; ? says what can be typed',
  ]);
});

test('it outlives the daemon and ends with a quit', async () => {
  const { world } = await opened();
  await using _ = world;
  const plain = listen(world);
  await until(() => plain.lines().includes('2. web'), 'the sessions');
  const { pid } = await world.daemon();
  world.signal(pid, 'SIGKILL');
  await until(() => plain.heard.out.includes('opensessions does not answer; trying again'), 'that it is gone');
  await until(() => plain.heard.out.includes('connected again'), 'another daemon');
  expect((await world.daemon()).pid).not.toBe(pid);
  expect((await world.cli('quit')).code).toBe(0);
  expect(await plain.ended).toBe(0);
  expect(plain.lines().at(-1)).toBe('opensessions has ended');
});

test('in a terminal it writes lines, and no escape sequence', async () => {
  const { world } = await opened();
  await using _ = world;
  const terminal = world.terminal(process.execPath, [mainFile, 'sidebar', '--plain']);
  const start = terminal.mark();
  await terminal.until((screen) => screen.includes('2. web'), 'the sessions');
  await world.curl('/set-status', { session: 'web', text: 'Indexing' });
  await terminal.until((screen) => screen.includes('web: status: Indexing'), 'the news');
  await terminal.type('q');
  await terminal.key('Enter');
  expect(await terminal.exited).toEqual({ code: 0, signal: 0 });
  expect(terminal.bytesSince(start).toString()).not.toContain('\u001b');
});

test('in a pane of tmux it starts the daemon, and knows where its person is', async () => {
  await using world = await World.create();
  await world.newSession('api');
  await world.newSession('web');
  const { pane } = await world.newWindow('web', 'ear', { command: [process.execPath, mainFile, 'sidebar', '--plain'] });
  const terminal = await world.attach({ session: 'web' });
  const shown = () => world.tmux('capture-pane', '-p', '-t', pane);
  await until(async () => /^2\. web, current$/m.test(await shown()), 'that nobody is anywhere else');
  await world.tmux('switch-client', '-c', terminal.client, '-t', pane);
  await terminal.type('1');
  await terminal.key('Enter');
  await until(async () => (await shown()).includes('now in api'), 'the other session');
  expect(await world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}')).toBe('api');
});
