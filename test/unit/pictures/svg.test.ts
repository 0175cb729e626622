import { expect, test } from 'vitest';
import { paletteOf } from '../../../src/sidebar/palettes.ts';
import { surfaceOf } from '../../pictures/colours.ts';
import { svgOf } from '../../pictures/svg.ts';
import type { Cell } from '../../support/screen.ts';

const surface = surfaceOf(paletteOf('catppuccin-mocha'));
const plain: Cell = {
  char: ' ',
  fg: null,
  bg: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};
const row = (text: string, look: Partial<Cell> = {}): Cell[] => [...text].map((char) => ({ ...plain, ...look, char }));
const drawn = (...grid: Cell[][]) =>
  svgOf([{ grid, surface }], 'a test')
    .split('\n')
    .filter((line) => /^<(?:text|g transform="translate\([\d.]+ [\d.]+\)"><|rect x)/.test(line));

test('text stands at its place with its length, in its look', () => {
  expect(
    drawn(row(' a  b c'), [...row('<&>', { bold: true }), ...row('x', { fg: '#010203', underline: true })]),
  ).toEqual([
    '<text x="8.4" y="14" textLength="8.4" lengthAdjust="spacingAndGlyphs" fill="#cdd6f4">a</text>',
    '<text x="33.6" y="14" textLength="25.2" lengthAdjust="spacingAndGlyphs" fill="#cdd6f4">b c</text>',
    '<text x="0" y="33" textLength="25.2" lengthAdjust="spacingAndGlyphs" fill="#cdd6f4" font-weight="bold">&lt;&amp;&gt;</text>',
    '<text x="25.2" y="33" textLength="8.4" lengthAdjust="spacingAndGlyphs" fill="#010203" text-decoration="underline">x</text>',
  ]);
});

test('colours are the surface’s, the palette’s or their own; inverse and dim are worked out', () => {
  const colours = (look: Partial<Cell>) =>
    drawn(row('x', look)).map((line) => [...line.matchAll(/fill="(.*?)"/g)].map(([, fill]) => fill));
  expect(colours({ fg: 1 })).toEqual([['#f38ba8']]);
  expect(colours({ fg: 208, bg: 232 })).toEqual([['#080808'], ['#ff8700']]);
  expect(colours({ inverse: true })).toEqual([['#cdd6f4'], ['#1e1e2e']]);
  expect(colours({ dim: true, fg: '#ffffff', bg: '#000000' })).toEqual([['#000000'], ['#8c8c8c']]);
});

test('a wide character has two cells, and what is not ASCII moves nobody', () => {
  const wide = [...row('a漢'), { ...plain, char: '' }, ...row('b◉c')];
  expect(drawn(wide).map((line) => /x="([\d.]+)".*textLength="([\d.]+)".*>(.)</.exec(line)?.slice(1))).toEqual([
    ['0', '8.4', 'a'],
    ['8.4', '16.8', '漢'],
    ['25.2', '8.4', 'b'],
    ['33.6', '8.4', '◉'],
    ['42', '8.4', 'c'],
  ]);
});

test('lines and blocks fill their cells', () => {
  expect(drawn(row('──│'))).toEqual([
    '<g transform="translate(0 0)"><path d="M0 9.5H16.8" stroke="#cdd6f4" fill="none"/></g>',
    '<g transform="translate(16.8 0)"><path d="M4.2 0V9.5M4.2 9.5V19" stroke="#cdd6f4" fill="none"/></g>',
  ]);
  expect(drawn(row('██░'))).toEqual([
    '<g transform="translate(0 0)"><rect width="16.8" height="19" fill="#cdd6f4"/></g>',
    '<g transform="translate(16.8 0)"><rect width="8.4" height="19" fill="#cdd6f4" opacity="0.25"/></g>',
  ]);
});

test('windows stand in rows', () => {
  const one = { grid: [row('ab')], surface, caption: 'dark & deep' };
  const svg = svgOf([one, one, one], 'themes', 2);
  expect([...svg.matchAll(/<g transform="translate\(([\d.]+ [\d.]+)\)">$/gm)].map(([, place]) => place)).toEqual([
    '1 1',
    '14 14',
    '63.8 1',
    '14 14',
    '1 92',
    '14 14',
  ]);
  expect(svg).toContain('>dark &amp; deep</text>');
  expect(svg).toContain('viewBox="0 0 109.6 166"');
});
