import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { initialState, type State, sessionKey, visitedSessionsMax } from '../../../src/core/state.ts';
import { snapshot, you } from '../../../src/core/view.ts';
import { logEntriesMax } from '../../../src/protocol/metadata.ts';
import { Snapshot } from '../../../src/protocol/state.ts';
import { git, topology } from '../../support/states.ts';

const server = fc.constantFrom('/tmp/one', '/tmp/two');
const names = ['a', 'b', 'c', 'd'];
const session = fc.nat(3).map((index) => `$${index}`);
const client = fc.constantFrom('tty0', 'tty1');
const dir = fc.constantFrom('/x', '/y', '/z');
const panes = fc.constantFrom('work', '*work', 'slot', 'live', '*live');

const listed = fc
  .record({
    sessions: fc.subarray(names, { minLength: 1 }),
    windows: fc.array(fc.array(panes, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
    clients: fc.dictionary(client, fc.nat(), { maxKeys: 2 }),
  })
  .map(({ sessions, windows, clients }) =>
    topology({
      sessions: Object.fromEntries(sessions.map((name) => [name, [`@${names.indexOf(name)}`]])),
      windows: Object.fromEntries(windows.map((words, index) => [`@${index}`, words])) as never,
      clients: Object.fromEntries(
        Object.entries(clients).map(([name, at]) => [name, sessions[at % sessions.length] ?? 'a']),
      ),
    }),
  );

const expires = fc.option(fc.nat({ max: 100 }));
const push = { key: fc.tuple(server, session).map(([at, id]) => sessionKey(at, id)) };
const event: fc.Arbitrary<Event> = fc.oneof(
  { arbitrary: fc.record({ type: fc.constant('tmux.listed' as const), server, topology: listed }), weight: 4 },
  fc.record({ type: fc.constant('tmux.gone' as const), server }),
  fc.record({
    type: fc.constant('directories.seen' as const),
    server,
    dirs: fc.array(fc.tuple(session, dir)).map((all) => new Map(all)),
  }),
  fc.record({
    type: fc.constant('git.seen' as const),
    dir,
    git: fc.constantFrom(git(), git({ branch: 'topic', dirty: true, ahead: 1 }), null),
  }),
  fc.record({
    type: fc.constant('ports.listed' as const),
    ports: fc.array(
      fc.record({ server, pane: fc.constantFrom('%11', '%12'), port: fc.nat(), program: fc.string(), pid: fc.nat() }),
      { maxLength: 4 },
    ),
  }),
  fc.record({ type: fc.constant('sidebars.toggled' as const), server, shown: fc.boolean() }),
  fc.record({ type: fc.constant('focus.wanted' as const), server, client }),
  fc.record({ type: fc.constant('cursor.moved' as const), server, client, session }),
  fc.record({
    type: fc.constant('config.read' as const),
    config: fc.constantFrom({ width: 30, position: null }, { width: null, position: 'right' as const }),
  }),
  fc.record({
    type: fc.constant('status.pushed' as const),
    ...push,
    push: fc.constantFrom({ text: 'x' }, { text: null }, { text: 'x', tone: 'warn' as const }),
    expires,
  }),
  fc.record({
    type: fc.constant('progress.pushed' as const),
    ...push,
    push: fc.constantFrom({ current: 1 }, { percent: 0.5, label: 'l' }, { clear: true }),
    expires,
  }),
  fc.record({
    type: fc.constant('log.pushed' as const),
    ...push,
    push: fc.constantFrom({ message: 'm' }, { message: 'n', source: '' }),
    at: fc.nat(),
    notify: fc.boolean(),
  }),
  fc.record({ type: fc.constant('log.cleared' as const), ...push }),
  fc.record({
    type: fc.constant('thread.reported' as const),
    ...push,
    push: fc.constantFrom(
      { agent: 'a', state: 'running' as const },
      { agent: 'a', state: 'waiting' as const, thread: 't' },
      { agent: 'a', clear: true },
    ),
    pane: fc.constantFrom('%1', null),
    owner: fc.constantFrom({ pid: 7, start: '1' }, null),
    at: fc.nat({ max: 100 }),
    expires,
  }),
  fc.record({
    type: fc.constant('processes.ended' as const),
    processes: fc.constantFrom([{ pid: 7, start: '1' }], [{ pid: 7, start: '2' }]),
  }),
  fc.record({
    type: fc.constant('ask.opened' as const),
    ask: fc.record({
      id: fc.constant('i'),
      server,
      session,
      question: fc.constant('q'),
      choices: fc.constant<string[]>(['yes']),
      since: fc.constant(1),
      expires: fc.constant(2),
    }),
  }),
  fc.record({
    type: fc.constant('ask.ended' as const),
    id: fc.constant('i'),
    answer: fc.constant(null),
    by: fc.constant(null),
  }),
  fc.record({ type: fc.constant('clock.ticked' as const), now: fc.nat({ max: 100 }) }),
);

function whose(fact: Event): string | null {
  if (fact.type === 'ask.opened') return sessionKey(fact.ask.server, fact.ask.session);
  return 'key' in fact ? fact.key : null;
}

/** Pushes are for sessions that were found; the rest may be late or wrong. */
function mayHappen(state: State, fact: Event): boolean {
  const wanted = whose(fact);
  if (wanted === null) return true;
  return [...state.servers].some(([at, { topology: known }]) =>
    known.sessions.some(({ id }) => sessionKey(at, id) === wanted),
  );
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const part of value instanceof Map ? value.values() : Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}

test('whatever happens in whatever order: nothing is left of the dead, and a fact told twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let state = frozen(initialState);
      for (const fact of events) {
        if (!mayHappen(state, fact)) continue;
        const before = state;
        const copy = structuredClone(state);
        state = frozen(reduce(state, frozen(fact)));
        expect(before).toEqual(copy);
        if (state !== before) expect(state, 'a new state is another one').not.toEqual(before);
        if (fact.type !== 'log.pushed') expect(reduce(state, fact), `${fact.type} again`).toBe(state);
        check(state);
      }
    }),
    { numRuns: 400 },
  );
});

function check(state: State): void {
  const alive = new Set<string>();
  const dirs = new Set<string>();
  for (const [id, known] of state.servers) {
    const sessions = known.topology.sessions.map((one) => one.id);
    for (const one of sessions) alive.add(sessionKey(id, one));
    for (const [one, at] of known.dirs) {
      expect(sessions).toContain(one);
      dirs.add(at);
    }
    expect([...known.clients.keys()]).toEqual(known.topology.clients.map((one) => one.name));
    for (const { name, session: current } of known.topology.clients) {
      const remembered = known.clients.get(name);
      expect(sessions).toContain(remembered?.cursor);
      expect(remembered?.visited.at(-1)).toBe(current);
      expect(new Set(remembered?.visited).size).toBe(remembered?.visited.length);
      expect(remembered?.visited.length).toBeLessThanOrEqual(visitedSessionsMax);
    }
    if (known.focusWanted !== null) expect(known.clients.has(known.focusWanted)).toBe(true);
  }
  for (const [key, { logs }] of state.metadata) {
    expect(alive).toContain(key);
    expect(logs.length).toBeLessThanOrEqual(logEntriesMax);
  }
  for (const key of [...state.expiries.keys(), ...state.threads.keys()]) expect(alive).toContain(key);
  for (const ask of state.asks) expect(alive).toContain(sessionKey(ask.server, ask.session));
  for (const at of state.repositories.keys()) expect(dirs).toContain(at);
  for (const { server: at } of state.ports) expect(state.servers.has(at)).toBe(true);
  // The state is frozen: a reader that wrote would throw.
  const view = snapshot(state);
  expect(Snapshot.parse(view)).toEqual(view);
  for (const id of state.servers.keys()) you(state, { server: id, pane: '%00' });
}
