import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseThread } from '../../../../src/agents/amp/parse.ts';
import { fixture } from '../../../support/agents/recording.ts';

const { expected } = JSON.parse(fixture('amp/index.json')) as { expected: Record<string, string> };
const files = readdirSync(new URL('../../../fixtures/agents/amp/', import.meta.url)).filter((name) => /^T-/.test(name));

test('every fixture has an expected state', () => {
  expect(files.map((name) => name.replace('.json', '')).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.entries(expected))('%s: %s', (id, state) => {
  expect(parseThread(fixture(`amp/${id}.json`))).toMatchObject({
    id,
    cwd: '/home/dev/api',
    claim: state === 'tool-running' ? 'running' : state,
  });
});

test('names, model, since when, and what it does or waits for', () => {
  expect(parseThread(fixture('amp/T-019b9d03-62e3-772f-9780-000000000003.json'))).toMatchObject({
    title: 'Finished turn',
    prompt: 'do it',
    model: 'claude-opus-4-5-20251101',
    at: Date.parse('2026-01-08T09:50:08.494Z'),
  });
  const detailOf = (n: number) => parseThread(fixture(`amp/T-019b9d03-62e3-772f-9780-00000000000${n}.json`))?.detail;
  expect([4, 5, 8].map(detailOf)).toEqual(['Bash: sleep 30', 'Bash: rm -rf build', 'Overloaded']);
});

test('half a file and other files are no thread', () => {
  const whole = fixture('amp/T-019b9d03-62e3-772f-9780-000000000005.json').trim();
  fc.assert(fc.property(fc.nat(whole.length - 1), (cut) => parseThread(whole.slice(0, cut)) === null));
  fc.assert(fc.property(fc.json(), (json) => parseThread(json) === null));
  expect(parseThread('{"id":"T-../../etc/passwd"}')).toBeNull();
});

test('what is in a thread may be anything', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (messages, env) => {
      const thread = parseThread(JSON.stringify({ id: 'T-019b9d03-62e3', messages, env }));
      expect(thread?.claim).toBeDefined();
    }),
  );
});
