import { expect, test } from 'vitest';
import { openSidebar, ourPanes } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

const rounds = 24;
/** What is done while the daemon is killed. The moment is stepped through: more and more turns of our loop later. */
const deeds = ['t', 's', '1', '2', 'split', 'window', 'quit'] as const;

/** Panes that no program of the user's runs in and that are not marked as ours. */
async function strangers(world: World): Promise<string[]> {
  const format = '#{@opensessions}|#{pane_pid}|#{session_name}|#{pane_start_command}';
  return (await world.tmux('list-panes', '-a', '-F', format)).split('\n').filter((line) => {
    const [mark, pid, session, command = ''] = line.split('|');
    return mark === '' && (pid === '0' || session === '_os_stash' || command.includes('main.js'));
  });
}

async function perWindow(world: World): Promise<number[]> {
  const counts = new Map<string, number>();
  for (const { session, window } of await ourPanes(world))
    if (session !== '_os_stash') counts.set(window, (counts.get(window) ?? 0) + 1);
  return [...counts.values()];
}

test('a daemon that is killed at any moment leaves nothing that the next one does not put right', {
  timeout: 240_000,
}, async () => {
  const world = await World.create();
  await using _ = world;
  const { pane } = await world.newSession('a');
  await world.newSession('b');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);

  for (let round = 0; round < rounds; round += 1) {
    const { pid } = await world.daemon();
    const deed = deeds[round % deeds.length] ?? 's';
    if (deed === 'split') await world.tmux('split-window', '-d', '-t', pane, 'cat');
    else if (deed === 'window') await world.newWindow('b', `w${round}`);
    else if (deed === 'quit') void world.cli('quit');
    else await terminal.prefix('o', deed);
    for (let turn = 0; turn < round; turn += 1) await new Promise(setImmediate);
    if (world.processes().some((one) => one.pid === pid)) world.signal(pid, 'SIGKILL');

    // The next key brings it back, if no sidebar has done so.
    await until(
      async () => {
        await terminal.prefix('o', '1');
        return world.daemon();
      },
      `a daemon after round ${round} (${deed})`,
      { timeoutMs: 20_000 },
    );
    await until(async () => {
      expect(await strangers(world)).toEqual([]);
      expect(Math.max(0, ...(await perWindow(world)))).toBeLessThanOrEqual(1);
      return true;
    }, `order after round ${round} (${deed})`);
  }
  await until(async () => (await world.cli('focus')).code === 0, 'a daemon that works');
  await until(async () => {
    const counts = await perWindow(world);
    const windows = (await world.tmux('list-windows', '-a', '-F', '#{session_name}')).split('\n');
    return counts.length === windows.filter((name) => name !== '_os_stash').length && counts.every((n) => n === 1);
  }, 'one of ours in every window');
  await terminal.until((screen) => screen.text.includes(' opensessions'), 'the sidebar');
});
