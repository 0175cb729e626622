import { expect, test } from 'vitest';
import { switched, switchesDuring } from '../support/switches.ts';
import { World } from '../support/world.ts';

async function three() {
  const world = await World.create();
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  const to = (name: string) => world.tmux('switch-client', '-c', terminal.client, '-t', `=${name}`);
  return { world, terminal, to };
}

const texts = { target: 'WORK-b', sidebar: 'SIDE BAR' };

test('a switch is one right frame, and what comes before it is wrong', async () => {
  const { world, terminal, to } = await three();
  await using _ = world;
  const direct = terminal.mark();
  await to('b');
  await world.settled(terminal);
  expect(switched(terminal, direct, texts)).toMatchObject({
    redraws: 1,
    workRedraws: 1,
    wrong: 0,
    sidebarFirst: false,
  });
  expect(switched(terminal, direct, { ...texts, sidebar: 'WORK' }).sidebarFirst).toBe(true);
  await to('a');
  await world.settled(terminal);
  const detour = terminal.mark();
  await to('c');
  await world.settled(terminal);
  await to('b');
  await world.settled(terminal);
  expect(switched(terminal, detour, texts)).toMatchObject({ workRedraws: 2, wrong: 1 });
  expect(switched(terminal, detour, { ...texts, sidebar: 'WORK' }).sidebarFirst).toBe(false);
});

test('a switch that never shows its target is wrong altogether', async () => {
  const { world, terminal, to } = await three();
  await using _ = world;
  const mark = terminal.mark();
  await to('c');
  await world.settled(terminal);
  expect(switched(terminal, mark, texts)).toMatchObject({ workRedraws: 1, wrong: 1 });
});

test('tmux writes down where clients were switched to, as long as it is asked to', async () => {
  const { world, to } = await three();
  await using _ = world;
  await to('c');
  const names = await switchesDuring(world, async (seen) => {
    for (const name of ['b', 'c', 'a']) await to(name);
    expect(await seen()).toEqual(['b', 'c', 'a']);
    await to('b');
  });
  expect(names).toEqual(['b', 'c', 'a', 'b']);
  expect(await switchesDuring(world, async () => undefined)).toEqual([]);
});

test('what is waited for has the time of the read that completed it', async () => {
  const { world, terminal, to } = await three();
  await using _ = world;
  const mark = terminal.mark();
  const [atMs] = await Promise.all([terminal.until((screen) => screen.includes('WORK-b'), 'b'), to('b')]);
  await to('c');
  await world.settled(terminal);
  expect(atMs).toBe(terminal.drawnAtMs('WORK-b', mark));
});
