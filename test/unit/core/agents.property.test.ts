import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import type { Claim, Evidence, Source } from '../../../src/core/evidence.ts';
import { listed, observed, process, says, stateAfter, threads, tick, watching } from './agents-support.ts';

const claim = fc.constantFrom<Claim | null>(
  'idle',
  'running',
  'waiting',
  'done',
  'error',
  'interrupted',
  'present',
  null,
);
const source = fc.constantFrom<Source>(
  'plugin',
  'registry',
  'protocol',
  'hook',
  'transcript',
  'database',
  'title',
  'screen',
);
const pid = fc.constantFrom(1, 2);

/** Statements of two processes and three threads, each with a time of its own, as sources number them. */
const statements = fc
  .array(fc.record({ source, claim, pid, thread: fc.constantFrom('T1', 'T2', 'T3', null), background: fc.nat(2) }), {
    maxLength: 20,
  })
  .map((all) =>
    all.map(({ source, claim, pid, thread, background }, index): Evidence => {
      const record = source === 'transcript' || source === 'database' || source === 'hook';
      const more = record
        ? { thread: thread ?? 'T1', subject: `${thread ?? 'T1'}.jsonl` }
        : { thread, subject: `pid:${pid}`, process: { pid, start: `${pid}0` } };
      return says(source, claim, 10 + 10 * index, { ...more, facts: { background } });
    }),
  );

const end = 100_000;

/** Each in an event of its own, the processes in between, all settled long after. */
function final(events: readonly Event[]) {
  return threads(stateAfter([...watching, ...events, tick(end)]));
}

test('order, doubling and delay of evidence never change the final state', () => {
  fc.assert(
    fc.property(
      statements.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
          fc.nat(40),
          fc.nat(3),
        ),
      ),
      ([all, shuffled, at, late]) => {
        const processes = listed(5, process(1), process(2));
        const straight = [processes, ...all.map((one) => observed(one.version, one))];
        const mixed: Event[] = shuffled.map((one, index) => observed(1000 * late + index, one));
        mixed.splice(at, 0, processes);
        expect(final(mixed)).toEqual(final(straight));
      },
    ),
    { numRuns: 500 },
  );
});

test('nothing but the end of its process or something newer ends a state', () => {
  const state = fc.constantFrom<Claim>('running', 'waiting');
  fc.assert(
    fc.property(state, statements, fc.array(fc.nat(100_000)), (claim, all, times) => {
      const newest = says('registry', claim, 10_000);
      const ticks = times.map((at) => tick(10_000 + at));
      const older = all.map((one) => observed(20_000, { ...one, thread: one.thread === null ? null : 'T1' }));
      const found = stateAfter([
        ...watching,
        listed(5, process(1), process(2)),
        observed(10_000, newest),
        ...older,
        ...ticks,
      ]);
      expect(threads(found).find(({ thread }) => thread === 'T1')?.state).toBe(claim);
    }),
    { numRuns: 300 },
  );
});

test('unknown is never shown as idle', () => {
  fc.assert(
    fc.property(statements, (all) => {
      const silent = all.map((one) => ({ ...one, claim: one.claim === 'present' ? one.claim : null }));
      const found = stateAfter([...watching, listed(5, process(1), process(2)), observed(500, ...silent), tick(end)]);
      expect(threads(found).filter(({ state }) => state !== 'unknown')).toEqual([]);
    }),
  );
});
