import { expect, test } from 'vitest';
import { openSidebar, sidebarPids } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

test('a machine that slept: what ended meanwhile is gone, keys are carried out, times count on', async () => {
  await using world = await World.create();
  for (const name of ['a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const daemon = await world.daemon();
  await world.curl('/set-status', { session: 'a', text: 'short', ttl: 1 });
  const ends = Date.now() + 1000;
  await world.curl('/set-status', { session: 'b', text: 'stays' });
  await world.curl('/agent', { session: 'b', agent: 'x', thread: 't', state: 'running' });
  const since = async () => (await daemon.state()).sessions.flatMap(({ threads }) => threads.map((one) => one.since));
  const before = await since();
  expect(before).toHaveLength(1);

  const ours = [daemon.pid, ...sidebarPids(world)];
  expect(ours).toHaveLength(2);
  for (const pid of ours) world.signal(pid, 'SIGSTOP');
  await world.tmux('switch-client', '-c', terminal.client, '-t', '=b');
  await terminal.prefix('o', '1');
  await until(() => Date.now() > ends, 'the end of what was pushed');
  for (const pid of ours) world.signal(pid, 'SIGCONT');

  await until(async () => {
    const [first, second] = (await daemon.state()).sessions;
    return first?.metadata.status === null && second?.metadata.status?.text === 'stays';
  }, 'the end of the one status, and the other one');
  await terminal.until((screen) => screen.includes('WORK-a') && /▌ ?1 a/.test(screen.text), 'where the key leads');
  expect(await since()).toEqual(before);
  expect([daemon.pid, ...sidebarPids(world)]).toEqual(ours);
});
