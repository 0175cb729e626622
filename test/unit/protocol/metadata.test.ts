import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LogPush,
  labelGraphemesMax,
  messageGraphemesMax,
  ProgressPush,
  StatusPush,
  sourceGraphemesMax,
  statusGraphemesMax,
} from '../../../src/protocol/metadata.ts';
import { anyString } from '../../support/any-string.ts';

const session = 'api';
const family = '👩‍👩‍👧';
const count = (text: string) => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length;

const fields = [
  ['status', statusGraphemesMax, (text: string) => StatusPush.parse({ session, text }).text],
  ['label', labelGraphemesMax, (text: string) => ProgressPush.parse({ session, label: text }).label],
  ['message', messageGraphemesMax, (text: string) => LogPush.parse({ session, message: text }).message],
  ['source', sourceGraphemesMax, (text: string) => LogPush.parse({ session, message: 'm', source: text }).source],
] as const;

describe.each(fields)('%s', (_, graphemesMax, parse) => {
  test.each(['a', 'é', '漢', family, 'e\u0301'])('holds its limit of %j, and cuts one more with a mark', (one) => {
    expect(parse(one.repeat(graphemesMax))).toBe(one.repeat(graphemesMax));
    expect(parse(one.repeat(graphemesMax + 1))).toBe(`${one.repeat(graphemesMax - 1)}…`);
  });

  test('holds its limit where one character is as long as a book', () => {
    expect(parse(`a${'\u0301'.repeat(50_000)}`)).toBe('…');
    expect(parse(`ab${'\u0301'.repeat(50_000)}`)).toBe('a…');
  });

  test('is one harmless line', () => {
    expect(parse('a\r\n\tb\x1b[31m\x1b]0;x\x07\u202ec\u200b ')).toBe('a bc');
  });

  test('is never longer, never has a control, and stays as it is when it comes again', () => {
    fc.assert(
      fc.property(anyString({ minLength: 1, maxLength: graphemesMax * 2 }), (given) => {
        const text = parse(`x${given}`) ?? '';
        expect(count(text)).toBeLessThanOrEqual(graphemesMax);
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(parse(text)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });
});

test('a message that is nothing but tricks is none', () => {
  for (const message of ['', ' ', '\x1b[31m', '\u200b\u202e\n'])
    expect(LogPush.safeParse({ session, message }).success).toBe(false);
});

test('a status may be cleared', () => {
  expect(StatusPush.parse({ session, text: null }).text).toBe(null);
  expect(StatusPush.parse({ session, text: '' }).text).toBe('');
  expect(StatusPush.safeParse({ session }).success).toBe(false);
});

test.each([
  [{ percent: 0 }, true],
  [{ percent: 1 }, true],
  [{ percent: 1.01 }, false],
  [{ percent: -0.1 }, false],
  [{ percent: Number.NaN }, false],
  [{ percent: '0.5' }, false],
  [{ current: 3, total: 10 }, true],
  [{ current: 3 }, true],
  [{ total: 10 }, false],
  [{ current: -1 }, false],
  [{ current: Number.POSITIVE_INFINITY }, false],
  [{ label: 'x' }, true],
  [{ clear: true }, true],
  [{ clear: false }, false],
  [{}, false],
])('progress %j: %s', (push, accepted) => {
  expect(ProgressPush.safeParse({ session, ...push }).success).toBe(accepted);
});

test('a session must be named, and a tone known', () => {
  expect(StatusPush.safeParse({ session: '', text: 'x' }).success).toBe(false);
  expect(StatusPush.safeParse({ text: 'x' }).success).toBe(false);
  expect(StatusPush.safeParse({ session, text: 'x', tone: 'loud' }).success).toBe(false);
  expect(StatusPush.parse({ session, text: 'x', tone: 'warn', extra: 1 })).toEqual({
    session,
    text: 'x',
    tone: 'warn',
  });
});
