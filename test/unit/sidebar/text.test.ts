import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cutEnd, cutMiddle, drawable, tilde, width } from '../../../src/sidebar/text.ts';
import { text } from './arbitrary.ts';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['abcd', 1, '…'],
  ['abcd', 0, ''],
  ['漢字漢字', 5, '漢字…'],
  ['漢字漢字', 4, '漢…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
])('cutEnd %j to %i', (given, cells, expected) => expect(cutEnd(given, cells)).toBe(expected));

test.each([
  ['~/code/api', 10, '~/code/api'],
  ['~/code/customers/api', 11, '~/cod…s/api'],
  ['漢字漢字漢字', 6, '漢…字'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('cutMiddle %j to %i', (given, cells, expected) => expect(cutMiddle(given, cells)).toBe(expected));

test.each([
  ['/home/me', '~'],
  ['/home/me/code', '~/code'],
  ['/home/meg', '/home/meg'],
  ['/', '/'],
])('tilde %j', (given, expected) => expect(tilde(given, '/home/me')).toBe(expected));

test('without a home there is no tilde', () => {
  expect(tilde('/code', '')).toBe('/code');
  expect(tilde('/code', '/')).toBe('/code');
});

test.each([
  ['what terminals disagree on is made simple', '❤️ 👨‍👩‍👧 👍🏽 1️⃣ 🏳️‍🌈', '❤ 👨 👍 1 🏳'],
  ['flags stay', '🇩🇪', '🇩🇪'],
  ['Thai AM is taken apart', 'กำ', 'ก\u0e4d\u0e32'],
  ['controls go', 'a\u001b[2Jb\u0007', 'ab'],
])('%s', (_, given, expected) => expect(drawable(given)).toBe(expected));

test('a cut text is never too wide, and whole when it fits', () => {
  fc.assert(
    fc.property(text.map(drawable), fc.nat({ max: 40 }), (given, cells) => {
      for (const cut of [cutEnd, cutMiddle]) {
        expect(stringWidth(cut(given, cells))).toBeLessThanOrEqual(cells);
        if (stringWidth(given) <= cells) expect(cut(given, cells)).toBe(given);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a width is the same asked again, and once more texts were measured than are kept', () => {
  const wide = '漢字 ▌● ┌─┐';
  expect([width(wide), width(wide)]).toEqual([stringWidth(wide), stringWidth(wide)]);
  for (let count = 0; count < 5000; count += 1) width(`━${count}`);
  expect(width(wide)).toBe(stringWidth(wide));
});

test('making a text drawable twice changes nothing more', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(drawable(drawable(given))).toBe(drawable(given));
    }),
    { numRuns: 1000 },
  );
});
