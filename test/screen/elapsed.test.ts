import { expect, test } from 'vitest';
import type { ServerMessage } from '../../src/protocol/message.ts';
import { openInProcess } from './support/in-process.ts';
import { ask, hello, now, session, state, thread } from './support/states.ts';

const tickBytesMax = 100;
const others = Array.from({ length: 8 }, (_, index) => session(index + 2, `more-${index}`));

/** A live sidebar on a clock that stands still until the test moves it. */
async function onClock(first: ServerMessage) {
  let time = now;
  const sidebar = openInProcess({ columns: 26, rows: 30 }, { clock: () => time });
  sidebar.dispatch(hello);
  sidebar.dispatch(first);
  sidebar.dispatch({ type: 'link', link: 'live' });
  await sidebar.screen.until('? help');
  const pass = (seconds: number) => {
    time += 1000 * seconds;
    sidebar.dispatch({ type: 'ticked' });
  };
  return { ...sidebar, pass };
}

test('a tick of one thread costs less than a hundred bytes', async () => {
  const sessions = [
    session(0, 'api'),
    session(1, 'web', { threads: [thread('running', 12, { name: 'tests' })] }),
    ...others,
  ];
  const { screen, pass } = await onClock(state(sessions));
  await screen.until('⠹ 12s');
  const before = screen.raw.length;
  pass(1);
  await screen.until('⠹ 13s');
  expect(screen.raw.length - before).toBeLessThan(tickBytesMax);
  const seconds = screen.raw.length;
  pass(107);
  await screen.until('⠹ 2m');
  expect(screen.raw.length - seconds).toBeLessThan(tickBytesMax);
});

test('a tick of the session at the cursor writes its row and its line in the panel', async () => {
  const sessions = [session(0, 'api', { threads: [thread('waiting', 12, { name: 'fix login' })] }), ...others];
  const { screen, pass } = await onClock(state(sessions));
  await screen.until(({ text }) => text.includes('◉ 12s') && text.includes('fix login   12s'));
  const before = screen.raw.length;
  pass(1);
  await screen.until(({ text }) => text.includes('◉ 13s') && text.includes('fix login   13s'));
  expect(screen.raw.length - before).toBeLessThan(2 * tickBytesMax);
});

test('nothing is written while nothing reads differently', async () => {
  const sessions = [session(0, 'api', { threads: [thread('done', 5), thread('idle', 5)] }), ...others];
  const { dispatch, screen, pass } = await onClock(
    state(sessions, sessions[1], {}, [ask('1', 2, 'Go?', ['y'], { since: now - 125_000 })]),
  );
  await screen.until('◉ 2m');
  const before = screen.raw.length;
  for (let times = 0; times < 30; times += 1) pass(1);
  dispatch({ type: 'error', message: 'x' });
  await screen.until('✗ x');
  // The footer alone.
  expect(screen.raw.length - before).toBeLessThan(tickBytesMax);
});
