import { expect, test } from 'vitest';
import type { Kept } from '../../../src/core/agents.ts';
import type { Evidence } from '../../../src/core/evidence.ts';
import { doneMillis, recordMillis, resolve } from '../../../src/core/resolve.ts';
import { began, known, says } from './agents-support.ts';

const kept = (one: Evidence, more: Partial<Kept> = {}): Kept => ({ ...one, withdrawn: false, failed: false, ...more });

/** State and certainty `at` milliseconds after the start of the process. */
function stateOf(evidence: readonly (Evidence | Kept)[], at: number, ended: number | null = null): string | null {
  const processes = [known(1, ended === null ? null : began + ended)];
  const all = evidence.map((one) => ('withdrawn' in one ? one : kept(one)));
  const found = resolve({ evidence: all, bound: processes, processes }, began + at);
  return found === null ? null : `${found.state} ${found.certainty}`;
}

const cases: [
  what: string,
  evidence: (Evidence | Kept)[],
  at: number,
  ended: number | null,
  expected: string | null,
][] = [
  ['a process and nothing else', [], 5000, null, 'unknown presence'],
  ['a process that ended and nothing else', [], 5000, 4000, null],
  ['a dialog that was only seen, and its process ended', [says('screen', 'waiting', 100)], 5000, 4000, null],
  [
    'a turn that was only seen, and its process ended',
    [says('screen', 'running', 100)],
    5000,
    4000,
    'interrupted inferred',
  ],
  ['idle, and no turn has ended', [says('registry', 'idle', 100)], 5000, null, 'idle exact'],
  [
    'the registry knows that it waits',
    [says('registry', 'waiting', 100), says('transcript', 'running', 90)],
    5000,
    null,
    'waiting exact',
  ],
  ['a transcript alone cannot see a question', [says('transcript', 'running', 90)], 5000, null, 'running inferred'],
  [
    'the transcript says how the turn ended',
    [says('registry', 'idle', 300), says('transcript', 'error', 290)],
    5000,
    null,
    'error exact',
  ],
  ['done', [says('registry', 'idle', 300), says('transcript', 'done', 350)], 5000, null, 'done exact'],
  [
    'done is held back',
    [says('registry', 'idle', 300), says('transcript', 'done', 350)],
    350 + doneMillis - 1,
    null,
    'running exact',
  ],
  [
    'Esc before the first token: nothing is written',
    [says('registry', 'idle', 300), says('transcript', 'running', 100)],
    300 + recordMillis,
    null,
    'interrupted exact',
  ],
  [
    'the record may still come',
    [says('registry', 'idle', 300), says('transcript', 'running', 100)],
    300 + recordMillis - 1,
    null,
    'running exact',
  ],
  [
    'an old end is no news of this process',
    [says('registry', 'idle', 100), says('transcript', 'done', -60_000)],
    5000,
    null,
    'idle exact',
  ],
  ['nor is an old open turn', [says('transcript', 'running', -60_000)], 5000, null, 'idle inferred'],
  [
    'the screen raises to waiting',
    [says('transcript', 'running', 100), says('screen', 'waiting', 900)],
    5000,
    null,
    'waiting inferred',
  ],
  [
    'an older question does not',
    [says('registry', 'running', 1000), says('screen', 'waiting', 900)],
    5000,
    null,
    'running exact',
  ],
  [
    'a guess of the database never does',
    [says('plugin', 'running', 100), says('database', 'waiting', 900)],
    5000,
    null,
    'running exact',
  ],
  [
    'a guess of the database that the screen refutes',
    [says('database', 'waiting', 900), says('screen', 'present', 500)],
    5000,
    null,
    'running inferred',
  ],
  ['the database alone may', [says('database', 'waiting', 900)], 5000, null, 'waiting inferred'],
  [
    'the screen never lowers',
    [says('registry', 'waiting', 100), says('screen', 'running', 900)],
    5000,
    null,
    'waiting exact',
  ],
  [
    'a turn that is not written yet',
    [says('transcript', 'done', 100), says('screen', 'running', 900)],
    5000,
    null,
    'running inferred',
  ],
  [
    'a turn of this process after one of an older',
    [says('transcript', 'done', -60_000), says('screen', 'running', 900)],
    5000,
    null,
    'running inferred',
  ],
  [
    'a screen that is older than the end',
    [says('transcript', 'done', 1000), says('screen', 'running', 900)],
    5000,
    null,
    'done exact',
  ],
  [
    'a record that says nothing',
    [says('plugin', 'idle', 100), says('database', 'present', 200)],
    5000,
    null,
    'idle exact',
  ],
  ['a title alone', [says('title', 'running', 100)], 5000, null, 'running inferred'],
  [
    'a hook heard of the question first',
    [says('registry', 'running', 100), says('hook', 'waiting', 150)],
    5000,
    null,
    'waiting exact',
  ],
  [
    'a stop that a hook heard does not end what the registry says',
    [says('registry', 'running', 100), says('hook', 'done', 150)],
    5000,
    null,
    'running exact',
  ],
  [
    'killed in a turn',
    [says('registry', 'running', 100), says('transcript', 'running', 90)],
    5000,
    2000,
    'interrupted exact',
  ],
  [
    'killed in a later turn than the transcript knows',
    [says('registry', 'running', 900), says('transcript', 'done', 90)],
    5000,
    2000,
    'interrupted exact',
  ],
  ['killed just now', [says('registry', 'running', 100)], 2000 + recordMillis - 1, 2000, 'running exact'],
  ['quit after a turn', [says('registry', 'idle', 300), says('transcript', 'done', 290)], 5000, 2000, 'done exact'],
  ['quit before any', [says('registry', 'idle', 300)], 5000, 2000, null],
  [
    'its registry file is gone, and a turn that was broken off stays so',
    [kept(says('registry', 'idle', 300), { withdrawn: true }), says('transcript', 'running', 100)],
    5000,
    null,
    'interrupted exact',
  ],
  [
    'its registry file is gone, it lives on',
    [kept(says('registry', 'running', 100), { withdrawn: true }), says('transcript', 'done', 90)],
    5000,
    null,
    'done exact',
  ],
  [
    'a failed look is less certain',
    [kept(says('registry', 'running', 100), { failed: true })],
    5000,
    null,
    'running inferred',
  ],
  [
    'what had until now is over',
    [says('push', 'running', 100, { expires: began + 4000 }), says('transcript', 'done', 90)],
    5000,
    null,
    'done exact',
  ],
];

test.each(cases)('%s', (_, evidence, at, ended, expected) => {
  expect(stateOf(evidence, at, ended)).toBe(expected);
  expect(stateOf(evidence.toReversed(), at, ended)).toBe(expected);
});

test('what is held back says until when', () => {
  const processes = [known(1)];
  const evidence = [kept(says('registry', 'idle', 300)), kept(says('transcript', 'done', 350))];
  expect(resolve({ evidence, bound: processes, processes }, began + 400)?.due).toBe(began + 350 + doneMillis);
  expect(resolve({ evidence, bound: processes, processes }, began + 900)?.due).toBeNull();
});

test('how a turn of a process that is dead ended is no news of the one that has its thread now', () => {
  const [first, second] = [known(1, began + 2000), { ...known(2), startedAt: began + 60_000 }];
  const evidence = [kept(says('registry', 'running', 100)), kept(says('database', 'interrupted', 150))];
  const resumed = { evidence, bound: [second], processes: [first, second] };
  expect(resolve(resumed, began + 90_000)?.state).toBe('idle');
  const kill = { evidence, bound: [first], processes: [first] };
  expect(resolve(kill, began + 90_000)?.state).toBe('interrupted');
});
