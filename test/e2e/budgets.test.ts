import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WsClient } from '../contract/support/ws-client.ts';
import { type CommandCount, countCommands } from '../support/command-count.ts';
import { openSidebar, sidebarPids } from '../support/sidebar.ts';
import { switched } from '../support/switches.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

const programs = ['tmux', 'git', 'ps', 'lsof', 'setpriv', 'sh'];
const wakeUps = 20;
const pushes = 20;
/** What stirs tmux, the counting itself included, makes the daemon ask once where the panes are, at most every 3 s. */
const commandsMax = 3;
/** What else became known meanwhile, of a repository say. */
const messagesBesides = 2;
const bytesPerSwitchMax = 3500;

/** Four sessions with two windows each, a terminal on the first, the sidebar open but not focused, and another reader of the state. */
async function opened() {
  const world = await World.create({ record: programs });
  for (const name of ['a', 'b', 'c', 'd']) {
    await world.newSession(name);
    await world.newWindow(name, `${name}2`);
  }
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await world.tmux('select-pane', '-t', '=a:.{right}');
  const daemon = await world.daemon();
  const commands = await countCommands(world);
  const reader = await WsClient.open({ socketPath: world.paths.socket });
  await reader.next('state');
  await still(world, terminal, reader, commands);
  return { world, terminal, daemon, reader, commands };
}

/** How often a process was given a CPU; proc(5), `schedstat`. */
function timesRun(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[2]);
}

/** The daemon has woken up some times, and nothing was asked of tmux and nobody was told or shown anything. */
async function still(world: World, terminal: Client, reader: WsClient, commands: CommandCount): Promise<void> {
  const { pid } = await world.daemon();
  await until(async () => {
    const [mark, messages, runs] = [terminal.mark(), reader.messages.length, timesRun(pid)];
    await until(() => timesRun(pid) >= runs + wakeUps, 'the daemon to wake up');
    if ((await commands.take()) > commandsMax) return false;
    return reader.messages.length === messages && terminal.bytesSince(mark).length === 0;
  }, 'peace');
}

test('while nothing happens nothing is started, asked, told or drawn, and one Ink is all there is', async () => {
  const { world, terminal, daemon, reader, commands } = await opened();
  await using _ = world;
  const [mark, messages] = [terminal.mark(), reader.messages.length];
  const runs = timesRun(daemon.pid);
  const spawned = await world.spawnedDuring(() =>
    until(() => timesRun(daemon.pid) >= runs + wakeUps, 'the daemon to wake up'),
  );
  expect(spawned).toEqual([]);
  expect(reader.messages.length).toBe(messages);
  expect(await commands.take()).toBeLessThanOrEqual(commandsMax);
  expect(terminal.bytesSince(mark).toString()).toBe('');
  expect(sidebarPids(world).length).toBe(1);
  reader.close();
});

test('a push starts nothing, has tmux run nothing, and is one message and one frame; the same again is none', async () => {
  const { world, terminal, reader, commands } = await opened();
  await using _ = world;
  const mark = terminal.mark();
  const told = reader.messages.length;
  const spawned = await world.spawnedDuring(async () => {
    for (let turn = 0; turn < pushes; turn += 1) {
      const text = `push-${turn}`;
      const push = () => world.curl('/set-status', { session: 'b', text });
      await push();
      await terminal.until((screen) => screen.includes(text), text);
      await push();
      await push();
    }
  });
  expect(spawned).toEqual([]);
  expect(await commands.take()).toBeLessThanOrEqual(commandsMax);
  await world.settled(terminal);
  expect(terminal.redraws(mark).length).toBe(pushes);
  const states = reader.messages.slice(told).map((message) => JSON.stringify({ ...message, seq: 0 }));
  expect(states.length).toBeLessThanOrEqual(pushes + messagesBesides);
  expect(states.filter((state, index) => state === states[index - 1])).toEqual([]);
  reader.close();
});

test('a switch is one redraw of the work area, few bytes and no process', async () => {
  const { world, terminal, reader } = await opened();
  await using _ = world;
  for (const [key, name] of [
    ['2', 'b'],
    ['3', 'c'],
    ['1', 'a'],
  ] as const) {
    await world.settled(terminal);
    const mark = terminal.mark();
    const spawned = await world.spawnedDuring(async () => {
      await terminal.prefix('o', key);
      await terminal.until((screen) => screen.includes(`WORK-${name}`), 'the target');
      await terminal.until(() => terminal.sidebar().some((line) => line.startsWith(`▌${key} ${name}`)), 'the bar');
    });
    await world.settled(terminal);
    expect(spawned).toEqual([]);
    const frames = switched(terminal, mark, { target: `WORK-${name}`, sidebar: 'opensessions' });
    expect(frames).toMatchObject({ workRedraws: 1, wrong: 0, sidebarFirst: true });
    expect(terminal.bytesSince(mark).length).toBeLessThan(bytesPerSwitchMax);
    expect(sidebarPids(world).length).toBe(1);
  }
  reader.close();
});
