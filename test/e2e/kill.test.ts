import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

const here = (world: World, terminal: Client) =>
  world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');

/** Kills the session that the client is in, by its keys. */
async function kill(world: World, terminal: Client): Promise<void> {
  const name = await here(world, terminal);
  if (!(await livePanes(world)).some(({ active }) => active)) await terminal.prefix('o', 's');
  await until(async () => (await livePanes(world)).some(({ active }) => active), 'the focus on the sidebar');
  await terminal.type('x');
  await terminal.until((screen) => screen.includes(`Kill ${name}?`), 'the question');
  await terminal.type('y');
  await until(
    async () => !(await world.tmux('list-sessions', '-F', '#{session_name}')).split('\n').includes(name),
    'its end',
  );
}

test('after a kill the client is in the session that it visited last, without one in the next of the list', async () => {
  await using world = await World.create();
  for (const name of ['a', 'b', 'c', 'd']) await world.newSession(name);
  const terminal = await world.attach({ session: 'c' });
  await openSidebar(world, terminal);
  // Beside c stands d by creation, b in the list.
  await terminal.type('K');
  await terminal.until((screen) => screen.lines.some((line) => line.includes('2 c')), 'another order');
  await kill(world, terminal);
  await until(
    async () => (await here(world, terminal)) === 'b',
    'the next one of the list, which is not that of creation',
  );

  await world.tmux('switch-client', '-c', terminal.client, '-t', '=a');
  await world.tmux('switch-client', '-c', terminal.client, '-t', '=d');
  await terminal.until((screen) => screen.includes('▌3 d'), 'the sidebar there');
  await kill(world, terminal);
  expect(await here(world, terminal)).toBe('a');
});

test('the question names the agent at work and what is not committed, and any key but y keeps all of it', async () => {
  await using world = await World.create();
  const repo = join(world.home, 'repo');
  await mkdir(repo);
  execFileSync('git', ['-C', repo, 'init', '-q', '-b', 'topic']);
  await writeFile(join(repo, 'new'), '');
  await world.newSession('a', { dir: repo });
  await world.newSession('b');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.until((screen) => screen.includes('topic ±'), 'that something is not committed');
  await world.curl('/agent', { session: 'a', agent: 'aider', state: 'running', name: 'fix it' });
  await terminal.until((screen) => screen.includes('⠹'), 'the agent');
  await terminal.type('x');
  await terminal.until((screen) => screen.includes('Kill a?') && screen.includes('cannot be undone'), 'the question');
  const question = terminal.sidebar().join('\n');
  expect(question).toContain('⠹ aider fix it');
  expect(question).toMatch(/uncommitted work in\s+topic/);
  await terminal.key('Enter');
  await terminal.until((screen) => !screen.includes('Kill a?'), 'that nothing is asked');
  expect(await world.tmux('list-sessions', '-F', '#{session_name}')).toBe('_os_stash\na\nb');
});
