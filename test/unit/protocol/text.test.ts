import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, cut } from '../../../src/protocol/text.ts';
import { text } from '../sidebar/arbitrary.ts';

const graphemes = (text: string) => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)];

describe('clean', () => {
  test.each([
    ['a colour', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a colour in one byte', '\u009b31mred', 'red'],
    ['a window title', '\u001b]0;title\u0007text', 'text'],
    ['a clipboard write that ends in ST', '\u001b]52;c;aGk=\u001b\\text', 'text'],
    ['an unfinished title', 'text\u001b]0;tit', 'text'],
    ['a device string', '\u001bPq#0\u001b\\text', 'text'],
    ['a terminal reset', '\u001bctext', 'text'],
    ['lines and tabs', 'one\r\n\ttwo\u2028three', 'one two three'],
    ['a bell, a backspace, a NUL', 'a\u0007b\u0008c\u0000', 'abc'],
    ['a direction override', 'exe.\u202egpj', 'exe.gpj'],
    ['direction isolates', '\u2066a\u2069', 'a'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd\u3164e', 'abcde'],
    ['hidden tags', 'a\u{e0041}\u{e0042}', 'a'],
    ['hidden variation selectors', 'a\u{e0101}\u{e0142}', 'a'],
    ['invisible format controls', 'a\u034f\u{1d173}\u{1bca0}\u180bb', 'ab'],
    ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
    ['blanks around', '  a b  ', 'a b'],
    ['a selector that selects nothing', 'a\ufe0f', 'a'],
    ['a replacement character', 'a\ufffd', 'a\ufffd'],
    ['noncharacters', 'a\uffff\u{1fffe}', 'a'],
    ['a joined emoji', '👨‍👩‍👧 and ❤️‍🔥', '👨‍👩‍👧 and ❤️‍🔥'],
    ['a joiner that joins nothing', 'a\u200db', 'ab'],
    ['right-to-left text', 'سلام שלום', 'سلام שלום'],
    ['combining marks', 'e\u0301', 'e\u0301'],
  ])('%s', (_, given, expected) => expect(clean(given)).toBe(expected));

  test('leaves no control, and nothing invisible but what shapes an emoji', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(clean(given)).not.toMatch(/\p{Control}|(?![\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u);
      }),
      { numRuns: 2000 },
    );
  });

  test('has nothing to do the second time', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(clean(clean(given))).toBe(clean(given));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('cut', () => {
  test('keeps what fits, and never splits a character', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('👨‍👩‍👧👨‍👩‍👧', 2)).toBe('👨‍👩‍👧👨‍👩‍👧');
    expect(cut('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2)).toBe('👨‍👩‍👧…');
    expect(cut('', 1)).toBe('');
  });

  test('is at most that long, and a beginning of the text', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (given, max) => {
        const shorter = cut(given, max);
        expect(graphemes(shorter).length).toBeLessThanOrEqual(max);
        if (shorter === given) return;
        expect(given.startsWith(shorter.slice(0, -1))).toBe(true);
        expect(shorter.endsWith('…')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
