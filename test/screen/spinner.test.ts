import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/protocol/settings.ts';
import { settingsDefault } from '../../src/protocol/settings.ts';
import type { Session, ThreadState } from '../../src/protocol/state.ts';
import { openInProcess } from './support/in-process.ts';
import { hello, session, state, thread } from './support/states.ts';

const turnBytesMax = 100;

/** One session in each of these states, the cursor on the first. */
function sessions(...states: ThreadState[]): Session[] {
  return states.map((one, index) => session(index, `s${index}`, { threads: [thread(one, 12, { name: 'work' })] }));
}

/** A live sidebar whose spinners turn when the test says so. */
async function onTicks(all: Session[], settings: Partial<Settings> = {}) {
  const tickers = new Set<{ run: () => void; millis: number }>();
  const sidebar = openInProcess(
    { columns: 26, rows: 30 },
    {
      settings: { ...settingsDefault, ...settings },
      ticker(run, millis) {
        const one = { run, millis };
        tickers.add(one);
        return () => void tickers.delete(one);
      },
    },
  );
  sidebar.dispatch(hello);
  sidebar.dispatch(state(all));
  sidebar.dispatch({ type: 'link', link: 'live' });
  await sidebar.screen.until('? help');
  const { screen } = sidebar;
  /** Turns once. @returns what was written for it */
  const turn = async () => {
    const before = screen.raw.length;
    for (const { run } of tickers) run();
    await screen.until(() => screen.raw.length > before);
    return screen.raw.slice(before);
  };
  return { ...sidebar, tickers, turn };
}

test('what runs turns in its cell, in less than a hundred bytes and one write, and nothing else changes', async () => {
  const { screen, turn, tickers } = await onTicks(sessions('idle', 'running'));
  expect([...tickers].map(({ millis }) => millis)).toEqual([250]);
  const before = screen.text;
  for (const glyph of '⠸⠼⠴⠦⠧⠇⠏⠋⠙⠹⠸') {
    const written = await turn();
    expect(written.length).toBeLessThan(turnBytesMax);
    await screen.until(glyph);
    expect(screen.text).toBe(before.replace('⠹', glyph));
  }
});

test('with ASCII it is a bar that turns', async () => {
  const { screen, turn } = await onTicks(sessions('idle', 'running'), { glyphs: 'ascii' });
  await screen.until('% 12s');
  for (const glyph of '|/-\\|') {
    await turn();
    await screen.until(`${glyph} 12s`);
  }
});

test('a frame that is drawn meanwhile shows the turn that stands there', async () => {
  const { screen, turn, dispatch } = await onTicks(sessions('idle', 'running'));
  await turn();
  await turn();
  await screen.until('⠼ 12s');
  dispatch(state([...sessions('idle', 'running'), session(7, 'new')]));
  await screen.until('new');
  expect(screen.text).toContain('⠼ 12s');
  expect(screen.text).not.toContain('⠹');
});

test('a spinner of the cursor’s row has its look', async () => {
  const { screen, turn } = await onTicks(sessions('running'));
  const before = screen.styles;
  await turn();
  await screen.until('⠸ 12s');
  expect(screen.styles).toBe(before.replaceAll('⠹', '⠸'));
});

describe('nothing turns, and no timer runs', () => {
  test.each<[string, ThreadState[], Partial<Settings>]>([
    ['while nothing runs', ['idle', 'done', 'waiting'], {}],
    ['with reduced motion', ['idle', 'running'], { reducedMotion: true }],
  ])('%s', async (_, states, settings) => {
    const { tickers } = await onTicks(sessions(...states), settings);
    expect(tickers.size).toBe(0);
  });

  test('while nobody looks, under the help, and when the daemon is gone; then on from there', async () => {
    const all = sessions('idle', 'running');
    const { tickers, dispatch, screen, turn, type } = await onTicks(all);
    await turn();
    await screen.until('⠸ 12s');
    dispatch(state(all, all[0], { visible: false }));
    expect(tickers.size).toBe(0);
    dispatch(state(all));
    expect(tickers.size).toBe(1);
    await screen.until('⠸ 12s');
    type('?');
    await screen.until(({ text }) => !text.includes('12s'));
    expect(tickers.size).toBe(0);
    type('?');
    await screen.until('12s');
    expect(tickers.size).toBe(1);
    dispatch({ type: 'link', link: 'gone' });
    expect(tickers.size).toBe(0);
  });

  test('after the last one has ended', async () => {
    const { tickers, dispatch, screen, turn } = await onTicks(sessions('idle', 'running'));
    await turn();
    dispatch(state(sessions('idle', 'done')));
    await screen.until('✓');
    expect(tickers.size).toBe(0);
    expect(screen.text).not.toMatch(/[⠀-⣿]/);
  });

  test('after it was closed', async () => {
    const { tickers, close } = await onTicks(sessions('running'));
    await close();
    expect(tickers.size).toBe(0);
  });
});

test('many turn more slowly, with one timer', async () => {
  const { tickers, dispatch } = await onTicks(sessions('idle', 'running'));
  dispatch(state(sessions('idle', ...Array.from({ length: 10 }, () => 'running' as const))));
  expect([...tickers].map(({ millis }) => millis)).toEqual([750]);
});
