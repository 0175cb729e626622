import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { plan } from '../../../src/core/plan.ts';
import { type State, sessionKey } from '../../../src/core/state.ts';
import type { Origin } from '../../../src/protocol/command.ts';
import { later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { home: ['@1'], a: ['@2', '@3'], b: ['@4'] },
  windows: {
    '@1': ['live', 'work', '*work'],
    '@2': ['slot', '*work'],
    '@3': ['slot', '*work', 'work'],
    '@4': ['slot', '*work'],
  },
  clients: { tty: 'home' },
} as const satisfies ServerSketch;
const origin: Origin = { server, client: 'tty' };
const home = '%12';
const inA = '%32';
const inB = '%41';

function waits(session: string, thread: string, at: number, pane: string | null): Event {
  const push = { agent: 'aider', thread, state: 'waiting' as const };
  return { type: 'thread.reported', key: sessionKey(server, session), push, pane, owner: null, at, expires: null };
}

function over(session: string, thread: string): Event {
  const push = { agent: 'aider', thread, clear: true };
  return {
    type: 'thread.reported',
    key: sessionKey(server, session),
    push,
    pane: null,
    owner: null,
    at: 99,
    expires: null,
  };
}

function asked(session: string, since: number): Event {
  const ask = { id: 'q', server, session, question: 'ship?', choices: ['yes'], since, expires: 1e9 };
  return { type: 'ask.opened', ask };
}

/** Windows with another current window and active pane, and the client there: what tmux lists once it has gone there. */
function at(session: 'home' | 'a' | 'b', pane: string): Event {
  const sessions = { ...sketch.sessions, a: pane === inA ? (['@3', '@2'] as const) : sketch.sessions.a };
  const windows = {
    ...sketch.windows,
    '@3': pane === inA ? (['slot', 'work', '*work'] as const) : sketch.windows['@3'],
  };
  return {
    type: 'tmux.listed',
    server,
    topology: topology({ ...sketch, sessions, windows, clients: { tty: session } }),
  };
}

/** The pane or session that a press leads to, or what it says, and the state after it. */
function press(state: State): { to: string; state: State } {
  const planned = plan(state, { name: 'attention.next' }, origin);
  if (!planned.ok) throw new Error(planned.reason);
  const [effect] = planned.effects;
  const actions = effect?.type === 'tmux.sequence' ? effect.actions : [];
  const said = actions.find((action) => action.type === 'client.message')?.text;
  const session = actions.find((action) => action.type === 'client.switch')?.session;
  const pane = actions.findLast((action) => action.type === 'pane.select')?.pane;
  const window = actions.find((action) => action.type === 'window.select')?.window;
  const to = said ?? [session, window, pane].filter((part) => part !== undefined).join(' ');
  return { to, state: later(state, ...planned.events) };
}

describe('the next that needs me', () => {
  const two = serving(sketch, waits('$2', 'young', 20, inB), waits('$1', 'old', 10, inA));

  test('is what has waited longest, exactly; then the next; then the pane where it all began', () => {
    const first = press(two);
    expect(first.to).toBe(`$1 @3 ${inA}`);
    const second = press(later(first.state, at('a', inA), over('$1', 'old')));
    expect(second.to).toBe('$2');
    const third = press(later(second.state, at('b', inB), over('$2', 'young')));
    expect(third.to).toBe('$0');
    expect(later(third.state, at('home', home)).servers.get(server)?.clients.get('tty')?.walk).toBeNull();
    expect(press(later(third.state, at('home', home))).to).toBe('nobody waits');
  });

  test('is gone to once, also when it is left without an answer', () => {
    const first = press(two);
    const second = press(later(first.state, at('a', inA)));
    expect(second.to).toBe('$2');
    const third = press(later(second.state, at('b', inB)));
    expect(third.to).toBe('$0');
    expect(press(later(third.state, at('home', home))).to).toBe(`$1 @3 ${inA}`);
  });

  test('is gone to again when it waits anew', () => {
    const first = press(two);
    const again = later(first.state, at('b', inB), at('a', inA), over('$1', 'old'), waits('$1', 'old', 30, '%21'));
    expect(press(later(again, over('$2', 'young'))).to).toBe('@2');
  });

  test('begins anew for who left for another session', () => {
    const one = serving(sketch, waits('$1', 'old', 10, inA));
    const left = later(press(one).state, at('a', inA), over('$1', 'old'), at('b', inB));
    expect(press(left).to).toBe('nobody waits');
    const anew = press(later(left, waits('$1', 'old', 50, inA)));
    const back = press(later(anew.state, at('a', inA)));
    expect(back.to).toBe('$2');
  });

  test('is nothing where only the pane before me waits, and nothing that runs outside tmux', () => {
    const here = serving(sketch, waits('$0', 'mine', 10, home));
    expect(press(here).to).toBe('only this one waits');
    expect(press(serving(sketch)).to).toBe('nobody waits');
  });

  test('goes home to the session when the pane is gone, and says so when both are', () => {
    const first = press(serving(sketch, waits('$2', 'only', 10, inB)));
    const windows = { ...sketch.windows, '@1': ['live', '*work'] as const };
    const moved = { ...sketch, clients: { tty: 'b' } };
    const paneGone = topology({ ...moved, windows });
    expect(press(later(first.state, { type: 'tmux.listed', server, topology: paneGone })).to).toBe('$0');
    const whole = topology(moved);
    const sessionGone = {
      ...whole,
      sessions: whole.sessions.slice(1),
      windows: new Map([...whole.windows].filter(([id]) => id !== '@1')),
    };
    const gone = press(later(first.state, { type: 'tmux.listed', server, topology: sessionGone }));
    expect(gone.to).toBe('nobody else waits, and where you came from is gone');
  });

  test('is a question as well, in whose session the sidebar has the focus', () => {
    const state = serving(sketch, asked('$2', 5), waits('$1', 'old', 10, inA));
    const first = press(state);
    expect(first.to).toBe('$2 %10');
    expect(press(later(first.state, at('b', inB))).to).toBe(`$1 @3 ${inA}`);
  });

  test('is each client’s own', () => {
    const both = serving({ ...sketch, clients: { tty: 'home', other: 'b' } }, waits('$1', 'old', 10, inA));
    const { state } = press(both);
    expect(state.servers.get(server)?.clients.get('tty')?.walk).not.toBeNull();
    expect(state.servers.get(server)?.clients.get('other')?.walk).toBeNull();
  });
});
