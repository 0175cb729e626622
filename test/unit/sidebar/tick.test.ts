import { describe, expect, test } from 'vitest';
import type { Ask } from '../../../src/protocol/ask.ts';
import type { Session, ThreadState, You } from '../../../src/protocol/state.ts';
import type { Model } from '../../../src/sidebar/model.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { elapsed } from '../../../src/sidebar/view/elapsed.ts';
import { nextTickMs } from '../../../src/sidebar/view/tick.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const now = 1_700_000_000_250;

test.each([
  [-5 * second, '0s'],
  [0, '0s'],
  [12 * second, '12s'],
  [minute - second, '59s'],
  [minute, '1m'],
  [hour - second, '59m'],
  [hour, '1h'],
  [day - second, '23h'],
  [2 * day, '2d'],
  [1000 * day, '99d'],
])('%i ms ago is %s', (ms, expected) => expect(elapsed(now - ms, now)).toBe(expected));

/** In state for so many seconds; session number `number`. */
function session(number: number, state: ThreadState, seconds: number): Session {
  const facts = { name: null, detail: null, model: null, unseen: false, outside: false, subagents: 0, background: 0 };
  const common = { agent: 'claude', thread: 'x', certainty: 'exact', pane: null, ...facts } as const;
  return {
    id: `$${number}`,
    server: '/s',
    name: `session-${number}`,
    dir: null,
    branch: null,
    git: null,
    ports: [],
    windows: [],
    metadata: { status: null, progress: null, logs: [] },
    threads: [{ ...common, state, since: now - seconds * second }],
  };
}

function model(sessions: Session[], more: { you?: Partial<You>; asks?: Ask[] } = {}): Model {
  const you = { server: '/s', client: 'c', session: '$0', cursor: '$0', visible: true, mouse: false, ...more.you };
  const first = start({
    place: 'tmux',
    home: '/',
    version: '1',
    size: { columns: 26, rows: 30 },
    snapshot: null,
    now,
    server: '/s',
  });
  return update(
    first,
    {
      type: 'state',
      seq: 1,
      state: {
        sessions,
        clients: [],
        asks: more.asks ?? [],
        list: { filter: 'all', hidden: [], showsHidden: false, excluded: [], folded: [] },
      },
      you,
    },
    now,
  ).model;
}

describe('the next tick', () => {
  test.each<[what: string, state: ThreadState, seconds: number, expected: number | null]>([
    ['the next second of the clock in the first minute', 'running', 12, 750],
    ['the next full minute after it', 'waiting', 130, 50 * second - 250],
    ['never for what is done', 'done', 12, null],
    ['never for what failed', 'error', 12, null],
    ['never for what is idle', 'idle', 12, null],
  ])('is %s', (_, state, seconds, expected) => expect(nextTickMs(model([session(0, state, seconds)]))).toBe(expected));

  test('comes with the first of all times on the screen', () => {
    expect(nextTickMs(model([session(0, 'running', 130), session(1, 'running', 12)]))).toBe(750);
  });

  test('comes with a question, too', () => {
    const ask = { id: '1', server: '/s', session: '$0', question: 'Go?', choices: ['y'], since: now, expires: now };
    expect(nextTickMs(model([session(0, 'done', 9)], { asks: [ask] }))).toBe(750);
  });

  test('is never while nobody looks', () => {
    expect(nextTickMs(model([session(0, 'running', 12)], { you: { visible: false } }))).toBe(null);
  });

  test('is never for what is out of view, and never in the help or when the daemon is gone', () => {
    const many = Array.from({ length: 100 }, (_, number) => session(number, number === 99 ? 'running' : 'done', 12));
    expect(nextTickMs(model(many))).toBe(null);
    expect(nextTickMs(model(many, { you: { cursor: '$99' } }))).toBe(750);
    const shown = model([session(0, 'running', 12)]);
    expect(nextTickMs(update(shown, { type: 'key', key: '?' }, now).model)).toBe(null);
    expect(nextTickMs(update(shown, { type: 'link', link: 'gone' }, now).model)).toBe(null);
  });

  test('is when the drawn text changes, not before', () => {
    for (const seconds of [0, 1, 59, 60, 61, 119, 120, 3599, 3600]) {
      const given = model([session(0, 'running', seconds)]);
      const wait = nextTickMs(given) ?? Number.NaN;
      const since = now - seconds * second;
      expect(elapsed(since, now + wait - 1)).toBe(elapsed(since, now));
      if (seconds < 3600 - 60) expect(elapsed(since, now + wait)).not.toBe(elapsed(since, now));
    }
  });
});
