import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceJson, partsOf, wholeJson } from '../../../src/daemon/snapshot-parts.ts';
import { applied, Changes, changeKey } from '../../../src/protocol/changes.ts';
import { Snapshot, type You } from '../../../src/protocol/state.ts';

const you: You = { server: null, client: null, session: null, cursor: null, visible: true, mouse: false };

const none = fc.constant<never[]>([]);

/** Sessions of two servers that share ids, in any order. */
const sessions = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('$1', '$2', '$3', '$10'),
    server: fc.constantFrom('/a', '/b'),
    name: fc.string({ maxLength: 3 }),
    dir: fc.option(fc.constantFrom('/home', '/tmp')),
    branch: fc.constant(null),
    git: fc.constant(null),
    ports: none,
    windows: none,
    metadata: fc.record({ status: fc.constant(null), progress: fc.constant(null), logs: none }),
    threads: none,
  }),
  { selector: changeKey },
);
const snapshots: fc.Arbitrary<Snapshot> = fc.record({
  sessions,
  clients: none,
  asks: none,
  list: fc.record({
    filter: fc.constantFrom('all' as const, 'waiting' as const),
    hidden: none,
    showsHidden: fc.boolean(),
    excluded: fc.constant([]),
    folded: fc.constant([]),
  }),
});

test('all pieces together are the snapshot', () => {
  fc.assert(
    fc.property(snapshots, (snapshot) => {
      expect(Snapshot.parse(JSON.parse(wholeJson(partsOf(snapshot))))).toEqual(snapshot);
    }),
  );
});

test('what differs, applied to the one before, is the one after; nothing is said when nothing differs', () => {
  fc.assert(
    fc.property(snapshots, snapshots, (before, after) => {
      const difference = differenceJson(partsOf(before), partsOf(after));
      if (difference === null) {
        expect(after).toEqual(before);
        return;
      }
      const text = `{"type":"changes","seq":1,${difference},"you":${JSON.stringify(you)}}`;
      expect(applied(before, Changes.parse(JSON.parse(text)))).toEqual(after);
    }),
  );
  fc.assert(
    fc.property(snapshots, (snapshot) => {
      expect(differenceJson(partsOf(snapshot), partsOf(structuredClone(snapshot)))).toBe(null);
    }),
  );
});

test('only the session that changed is told, and the others stay the same objects', () => {
  const [before] = fc.sample(
    snapshots.filter((one) => one.sessions.length > 2),
    1,
  );
  if (before === undefined) throw new Error('no sample');
  const [first, ...others] = before.sessions;
  if (first === undefined) throw new Error('no session');
  const after = { ...before, sessions: [{ ...first, name: 'renamed' }, ...others] };
  const said = JSON.parse(`{${differenceJson(partsOf(before), partsOf(after))}}`);
  expect(said).toEqual({ sessions: [{ ...first, name: 'renamed' }] });
  const now = applied(before, { type: 'changes', seq: 1, you, ...said });
  expect(now.sessions.slice(1).every((session, index) => session === others[index])).toBe(true);
});
