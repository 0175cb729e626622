import { describe, expect, test } from 'vitest';
import { settingsDefault } from '../../../src/protocol/settings.ts';
import type { Session } from '../../../src/protocol/state.ts';
import type { Model } from '../../../src/sidebar/model.ts';
import type { MouseReport } from '../../../src/sidebar/mouse.ts';
import type { Step } from '../../../src/sidebar/step.ts';
import { holdMillisMax } from '../../../src/sidebar/target.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { frame } from '../../../src/sidebar/view/frame.ts';
import { layout, listRows } from '../../../src/sidebar/view/layout.ts';
import { listHeight } from '../../../src/sidebar/view/list.ts';
import { nextTickMs } from '../../../src/sidebar/view/tick.ts';
import { ask, entry, metadata, now, port, session, state, thread, utc } from '../../screen/support/states.ts';

const said = entry('error', 'a message that is longer than the sidebar is wide, by far');
const sessions: Session[] = [
  session(0, 'api', {
    ports: [port(3000, 'node'), port(5173, 'vite')],
    threads: [
      thread('waiting', 5, { thread: '1', name: 'fix', pane: '%7', detail: 'Bash rm' }),
      thread('running', 5, { thread: '2', name: 'elsewhere', outside: true }),
    ],
    metadata: metadata({ logs: [said] }),
  }),
  session(1, 'web', { branch: null }),
  session(2, 'docs'),
  session(3, 'infra'),
];
const asks = [ask('q', 0, 'Ship it?', ['yes', 'no'])];

function shown(all = sessions, questions = asks): Model {
  const size = { columns: 26, rows: 30 };
  const given = { place: 'tmux', home: '/', version: '1', size, snapshot: null, now, server: null } as const;
  const live = update(start({ ...given, localTime: utc }), { type: 'link', link: 'live' }, now).model;
  const model = update(live, state(all, all[0], {}, questions), now).model;
  return { ...model, reported: model.cursor };
}

const text = (model: Model) => frame(model).map(({ spans }) => spans.map(({ text }) => text).join(''));

/** Where a text is drawn; the last place of several. */
function at(model: Model, wanted: string): { column: number; row: number } {
  const row = text(model).findLastIndex((line) => line.includes(wanted));
  if (row < 0) throw new Error(`no ${wanted} in\n${text(model).join('\n')}`);
  return { row, column: text(model)[row]?.indexOf(wanted) ?? 0 };
}

function play(model: Model, ...reports: MouseReport[]): Step {
  return reports.reduce<Step>(
    (step, report) => {
      const next = update(step.model, { type: 'mouse', ...report }, now);
      return { ...next, commands: [...step.commands, ...next.commands] };
    },
    { model, commands: [], ends: false },
  );
}

function click(model: Model, wanted: string): Step {
  const cell = at(model, wanted);
  return play(model, { kind: 'press', ...cell }, { kind: 'release', ...cell });
}

function key(model: Model, name: string): Model {
  return update(model, { type: 'key', key: name }, now).model;
}

/** The reports of a drag, from the last place of a text; the button is still held. */
function drag(model: Model, from: string, ...rows: number[]): Step {
  const cell = at(model, from);
  return play(model, { kind: 'press', ...cell }, ...rows.map((row) => ({ kind: 'drag' as const, column: 3, row })));
}

const up: MouseReport = { kind: 'release', column: 3, row: 0 };

describe('a click', () => {
  test('on a port opens it, in a row and in the panel', () => {
    const model = shown();
    expect(click(model, ':5173 vite').commands).toEqual([{ name: 'port.open', port: 5173 }]);
    expect(click(model, 'vite').commands).toEqual([{ name: 'port.open', port: 5173 }]);
    const narrow = update(model, { type: 'resized', size: { columns: 26, rows: 9 } }, now).model;
    expect(click(narrow, ':3000').commands).toEqual([{ name: 'port.open', port: 3000 }]);
  });

  test('on how many more there are asks which one', () => {
    const many = [session(0, 'api', { branch: 'a-branch', ports: [1, 2, 3].map((n) => port(8000 + n, 'sh')) })];
    expect(click(shown(many, []), '+2').model.mode).toMatchObject({ name: 'ports', choice: 0 });
  });

  test('on a thread in the panel goes to its pane, or says why not', () => {
    const model = shown();
    expect(click(model, 'fix').commands).toEqual([{ name: 'pane.focus', pane: '%7' }]);
    expect(click(model, 'Bash rm').commands).toEqual([{ name: 'pane.focus', pane: '%7' }]);
    expect(click(model, 'elsew').model.notice?.text).toBe('cannot go there: it runs outside tmux');
  });

  test('on a thread that ended while the button was held says so', () => {
    const model = shown();
    const held = play(model, { kind: 'press', ...at(model, 'fix') }).model;
    const without = update(held, state([session(0, 'api'), ...sessions.slice(1)]), now).model;
    expect(play(without, up)).toMatchObject({ commands: [], model: { notice: { text: 'that thread is gone' } } });
  });

  test('on what is gone when the button is released does nothing', () => {
    const place = shown();
    const there = click(place, '3 docs').model;
    const held = play(there, { kind: 'press', ...at(there, '3 docs') }).model;
    const killed = update(held, state(sessions.toSpliced(2, 1), sessions[0], { cursor: '$2' }), now).model;
    expect(killed).toMatchObject({ cursor: expect.stringContaining('$3'), hold: { kind: 'click' } });
    expect(play({ ...killed, reported: killed.cursor }, up).commands).toEqual([]);
    const dialog = key(place, 'a');
    for (const wanted of ['1 yes', 'later']) {
      const pressed = play(dialog, { kind: 'press', ...at(dialog, wanted) }).model;
      const withdrawn = update(pressed, state(sessions), now).model;
      expect(withdrawn).toMatchObject({ mode: { name: 'list' }, hold: { kind: 'click' } });
      expect(play(withdrawn, up).commands).toEqual([]);
    }
  });

  test('on a log entry shows all of it, and any other one closes it', () => {
    const open = click(shown(), '[ci]').model;
    expect(text(open).join(' ').replaceAll(/ +/g, ' ')).toContain('longer than the sidebar is wide, by far');
    expect(text(open).join(' ')).toContain('2023-11-14 22:13');
    expect(play(open, { kind: 'press', column: 9, row: 20 }, up).model.mode).toEqual({ name: 'list' });
    expect(key(open, 'escape').mode).toEqual({ name: 'list' });
  });

  test('on a question opens it; in a dialog it chooses, another one answers', () => {
    const open = click(shown(), 'Ship it?').model;
    expect(open.mode).toEqual({ name: 'ask', id: 'q', choice: 0 });
    const chosen = click(open, '2 no');
    expect(chosen).toMatchObject({ commands: [], model: { mode: { choice: 1 } } });
    expect(click(chosen.model, '2 no').commands).toEqual([{ name: 'ask.answer', ask: 'q', choice: 1 }]);
  });

  test('takes ports, themes and what was found in the same way', () => {
    expect(click(key(shown(), 'o'), '1 :3000').commands).toEqual([{ name: 'port.open', port: 3000 }]);
    const themes = click(key(shown(), 't'), ' nord').model;
    expect(click(themes, ' nord').commands).toEqual([{ name: 'theme.set', theme: 'nord' }]);
    const hits = ['/', 'd', 'o', 'c', 's'].reduce(key, shown());
    expect(click(hits, ' docs').commands).toMatchObject([{ name: 'session.switch', session: '$2' }]);
  });

  test('on a key in the footer does what the key does', () => {
    expect(click(shown(), 'answer').model.mode).toMatchObject({ name: 'ask' });
    expect(click(key(shown(), 'x'), 'kill').commands).toMatchObject([{ name: 'session.kill', session: '$0' }]);
    expect(click(key(shown(), 'x'), 'cancel')).toMatchObject({ commands: [], model: { mode: { name: 'list' } } });
  });

  test('beside a dialog leaves the list alone', () => {
    const asking = key(shown(), 'x');
    expect(click(asking, '3 docs').model).toMatchObject({ cursor: asking.cursor, mode: asking.mode });
  });
});

describe('a session that is dragged', () => {
  const model = shown();
  const order = (step: Step) => step.commands.filter(({ name }) => name === 'session.move');

  test('moves once, by the distance, when it is let go of', () => {
    const held = drag(model, '3 docs', at(model, '2 web').row, at(model, '1 api').row);
    expect(order(held)).toEqual([]);
    expect(text(held.model)[at(model, '1 api').row]).toMatch(/^↑/);
    expect(text(held.model).at(-1)).toBe(' place 1  Esc cancel');
    expect(order(play(held.model, up))).toEqual([{ name: 'session.move', session: '$2', by: -2 }]);
    expect(play(held.model, up).model.hold).toBeNull();
  });

  test('lands below the last row of the one that it is dragged down to', () => {
    const held = drag(model, '1 api', at(model, '3 docs').row);
    expect(text(held.model)[at(model, '3 docs').row + 1]).toBe('↓  main');
    expect(order(play(held.model, up))).toEqual([{ name: 'session.move', session: '$0', by: 2 }]);
  });

  test('that leaves the list lands at its end', () => {
    expect(order(play(drag(model, '2 web', 29).model, up))).toEqual([{ name: 'session.move', session: '$1', by: 2 }]);
    expect(order(play(drag(model, '2 web', 0).model, up))).toEqual([{ name: 'session.move', session: '$1', by: -1 }]);
  });

  test('is dragged further than the list shows by moving on beyond its end', () => {
    const many = shown(
      Array.from({ length: 40 }, (_, index) => session(index, `s${index}`)),
      [],
    );
    const { end } = listRows(many);
    const drawn = text(many).filter((line) => /^.\d+ +s\d/.test(line)).length;
    const below = drag(many, '2  s1', end, end + 1, end, end + 1);
    expect(below.model.top).toBeGreaterThan(0);
    expect(order(play(below.model, up))).toEqual([{ name: 'session.move', session: '$1', by: drawn + 2 }]);
    const back = play(
      below.model,
      ...Array.from({ length: 30 }, (_, n) => ({ kind: 'drag' as const, column: 3, row: n % 2 })),
    );
    expect(back.model.top).toBe(0);
    expect(order(play(back.model, up))).toEqual([{ name: 'session.move', session: '$1', by: -1 }]);
  });

  test('and comes back to its place stays there', () => {
    const { row } = at(model, '2 web');
    const step = play(drag(model, '2 web', row + 1, row).model, up);
    expect(step).toMatchObject({ commands: [], model: { hold: null } });
  });

  test.each<[string, (model: Model) => Model]>([
    ['Escape', (model) => key(model, 'escape')],
    ['another button', (model) => play(model, { kind: 'other', column: 3, row: 5 }).model],
    ['the wheel', (model) => play(model, { kind: 'wheel-up', column: 3, row: 5 }).model],
    ['a time without a word', (model) => update(model, { type: 'ticked' }, now + holdMillisMax).model],
    ['another size', (model) => update(model, { type: 'resized', size: { columns: 30, rows: 30 } }, now).model],
    ['another session', (model) => update(model, state(sessions, sessions[1]), now).model],
  ])('is forgotten with %s', (_, event) => {
    const free = event(drag(model, '3 docs', at(model, '2 web').row).model);
    expect(free.hold).toBeNull();
    expect(order(play(free, up))).toEqual([]);
  });

  test('is forgotten by the next press when the release was lost', () => {
    const lost = drag(model, '3 docs', at(model, '2 web').row).model;
    expect(click(lost, '4 infra')).toMatchObject({ model: { hold: null } });
    expect(order(click(lost, '4 infra'))).toEqual([]);
  });

  test('is looked after by a timer of its own where nothing else ticks', () => {
    const quiet = shown([session(0, 'api'), session(1, 'web')], []);
    expect(nextTickMs(quiet)).toBeNull();
    expect(nextTickMs(drag(quiet, '2 web', 2).model)).toBe(holdMillisMax);
  });

  test('and is gone by then moves nothing', () => {
    const held = drag(model, '3 docs', at(model, '2 web').row).model;
    const gone = update(held, state(sessions.slice(0, 2)), now).model;
    expect(order(play(gone, up))).toEqual([]);
  });
});

describe('the border of the panel', () => {
  const model = shown();
  const { list, panel } = layout(model);
  const border = 2 + list;
  const held = (...rows: number[]) =>
    play(
      model,
      { kind: 'press', column: 9, row: border },
      ...rows.map((row) => ({ kind: 'drag' as const, column: 9, row })),
    ).model;

  test('is dragged, and the height written once', () => {
    const higher = held(border - 1);
    expect(layout(higher).panel).toBe(panel + 1);
    const { model: free, commands } = play(higher, up);
    expect(commands).toEqual([{ name: 'panel.resize', rows: panel + 1 }]);
    expect(layout(free).panel).toBe(panel + 1);
    const settings = { ...settingsDefault, panelRows: panel + 1 };
    const written = update(free, { type: 'settings', settings }, now).model;
    expect(written.panelRows).toBeNull();
    expect(layout(written).panel).toBe(panel + 1);
  });

  test('goes back when the daemon cannot write it', () => {
    const { model: free } = play(held(border + 3), up);
    expect(layout(free).panel).toBe(panel - 3);
    expect(layout(update(free, { type: 'error', message: 'no' }, now).model).panel).toBe(panel);
  });

  test('closes the panel at the end, and opens it from there', () => {
    const { model: closed, commands } = play(held(28, 29), up);
    expect(commands).toEqual([{ name: 'panel.resize', rows: 0 }]);
    expect(layout(closed).panel).toBe(0);
    const open = play(closed, { kind: 'press', column: 1, row: 28 }, { kind: 'drag', column: 1, row: 22 }, up);
    expect(open.commands).toEqual([{ name: 'panel.resize', rows: 5 }]);
    expect(text(open.model)[22]).toMatch(/^─/);
  });

  test('takes no row from the list that it would leave empty, and writes what is drawn', () => {
    const { model: free, commands } = play(held(0), up);
    expect(layout(free).list).toBe(listHeight(free));
    expect(commands).toEqual([{ name: 'panel.resize', rows: layout(free).panel }]);
  });

  test('that is only clicked stays', () => {
    expect(play(held(), up)).toMatchObject({ commands: [], model: { panelRows: null } });
  });
});
