import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { drawnWith } from '../../../src/protocol/glyphs.ts';
import { type Settings, settingsDefault } from '../../../src/protocol/settings.ts';
import { paletteKeys, themeNames } from '../../../src/protocol/theme.ts';
import { contrast, fixed, indexOf, type Rgb, rgb } from '../../../src/sidebar/colour.ts';
import { type Depth, depthOf } from '../../../src/sidebar/depth.ts';
import { dimContrastMin, type Look, lookOf, type Sgr, textContrastMin } from '../../../src/sidebar/look.ts';
import type { Style } from '../../../src/sidebar/theme.ts';

const coloured = themeNames.filter((name) => name !== 'auto');
const depths = ['256', 'truecolor'] as const;
const dimStyles: readonly Style[] = ['faint', 'tone-neutral', 'state-unknown'];

/** The colour that a sequence sets for text (38) or background (48). */
function colourIn(sgr: Sgr, ground: 38 | 48): Rgb {
  let found: Rgb | undefined;
  for (let at = 0; at < sgr.length; at += 1) {
    const [parameter, kind, red = 0, green = 0, blue = 0] = sgr.slice(at);
    if (parameter !== 38 && parameter !== 48) continue;
    if (parameter === ground) found = kind === 5 ? fixed(red) : [red, green, blue];
    at += kind === 5 ? 2 : 4;
  }
  if (found === undefined) throw new Error(`no ${ground} in ${sgr}`);
  return found;
}

function contrastOf(look: Look, sgr: Sgr): number {
  const drawn = [...look.base, ...sgr];
  return contrast(colourIn(drawn, 38), colourIn(drawn, 48));
}

const colour = fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.nat({ max: 255 })).map((rgb) => hex(rgb));

function unreadable(look: Look): string[] {
  const plain = Object.entries(look.styles).map(([style, sgr]) => ({
    style,
    contrast: contrastOf(look, sgr),
    min: dimStyles.some((dim) => dim === style) ? dimContrastMin : textContrastMin,
  }));
  const faded = Object.entries(look.faded).map(([style, sgr]) => ({
    style: `faded ${style}`,
    contrast: contrastOf(look, sgr),
    min: dimContrastMin,
  }));
  return [...plain, ...faded]
    .filter(({ contrast, min }) => contrast < min)
    .map(({ style, contrast }) => `${style} ${contrast.toFixed(2)}`);
}

describe.each(depths)('with %s', (depth) => {
  test.each(coloured)('%s can be read in every style', (name) => {
    const look = lookOf(settingsDefault, depth, name);
    expect(unreadable(look)).toEqual([]);
    const { cursor, plain } = look.styles;
    expect(contrast(colourIn(cursor, 48), colourIn(look.base, 48))).toBeGreaterThan(1.1);
    expect([...cursor]).toContain(1);
    expect([...plain]).not.toContain(1);
  });

  test('so can any of them with any colours of a user, from the config, a file, or both', () => {
    const part = fc.record(Object.fromEntries(paletteKeys.map((key) => [key, colour])), { requiredKeys: [] });
    fc.assert(
      fc.property(part, part, fc.constantFrom(undefined, ...themeNames), (palette, own, base) => {
        fc.pre(Object.keys(palette).length + Object.keys(own).length > 0);
        const mine = { name: 'mine', palette: own, ...(base === undefined ? {} : { extends: base }) };
        const settings = { ...settingsDefault, themes: [mine], theme: { name: 'mine', palette } };
        expect(unreadable(lookOf(settings, depth))).toEqual([]);
        if (base === undefined) return;
        fc.pre(base !== 'auto' || Object.keys(palette).length > 0);
        expect(unreadable(lookOf({ ...settings, theme: { name: base, palette } }, depth))).toEqual([]);
      }),
    );
  });

  test('so can any theme that somebody makes', () => {
    const palettes = fc.record(Object.fromEntries(paletteKeys.map((key) => [key, colour])));
    fc.assert(
      fc.property(palettes, (palette) => {
        const settings = { ...settingsDefault, theme: { name: 'auto', palette } };
        expect(unreadable(lookOf(settings, depth))).toEqual([]);
      }),
    );
  });
});

const hex = (colour: Rgb) => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const sgrsOf = ({ base, styles, faded }: Look) => [base, ...Object.values(styles), ...Object.values(faded)];
const weights = [1, 2, 7];

test('there are 18 themes, each with its own looks', () => {
  expect(coloured).toHaveLength(18);
  const looks = coloured.map((name) => JSON.stringify(lookOf(settingsDefault, 'truecolor', name)));
  expect(new Set(looks).size).toBe(18);
});

test.each(['auto', ...coloured])('without colours %s has only weights, and states are told by their glyphs', (name) => {
  for (const sgr of sgrsOf(lookOf(settingsDefault, 'none', name)))
    for (const parameter of sgr) expect(weights).toContain(parameter);
});

test('with 16 colours every theme is that of the terminal', () => {
  for (const name of coloured) {
    const sgrs = sgrsOf(lookOf(settingsDefault, '16', name));
    expect(sgrs).toEqual(sgrsOf(lookOf(settingsDefault, '16', 'auto')));
    expect(sgrs.flat()).not.toContain(38);
    expect(sgrs.flat()).not.toContain(48);
  }
});

test.each(['16', '256', 'truecolor'] as const)(
  "of %s colours auto has the terminal's own only, so it is dark or light with it",
  (depth) => {
    const parameters = sgrsOf(lookOf(settingsDefault, depth)).flat();
    expect(parameters).not.toContain(38);
    expect(parameters).not.toContain(48);
  },
);

test("auto leaves text and background as they are, and a user's colours are laid over a theme", () => {
  expect(lookOf(settingsDefault, 'truecolor')).toMatchObject({ base: [], styles: { plain: [] } });
  const themes: Settings['themes'] = [{ name: 'mine', extends: 'nord', palette: { base: '#000' } }];
  const of = (settings: Partial<Settings>) => lookOf({ ...settingsDefault, ...settings }, 'truecolor');
  expect(of({ themes, theme: { name: 'mine', palette: {} } }).base).toEqual([48, 2, 0, 0, 0]);
  expect(of({ theme: { name: 'nord', palette: { base: '#ffffff' } } }).base).toEqual([48, 2, 255, 255, 255]);
  expect(of({ theme: { name: 'gone', palette: {} } }).base).toEqual([]);
});

test('every fixed colour of 256 is its own nearest', () => {
  for (let index = 16; index < 256; index += 1) expect(fixed(indexOf(fixed(index)))).toEqual(fixed(index));
  expect(rgb('#f0a')).toEqual([255, 0, 170]);
});

test.each<[Record<string, string>, Depth]>([
  [{ TERM: 'xterm-256color' }, '256'],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
  [{ TERM: 'xterm-256color', COLORTERM: '24bit' }, 'truecolor'],
  [{ TERM: 'xterm-direct' }, 'truecolor'],
  [{ TERM: 'xterm-kitty' }, '256'],
  [{ TERM: 'screen', TMUX: '/tmp/x,1,0' }, '256'],
  [{ TERM: 'screen' }, '16'],
  [{ TERM: 'linux' }, '16'],
  [{ TERM: 'vt100' }, '16'],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
])('%j has %s', (env, depth) => {
  expect(depthOf(env)).toBe(depth);
});

test.each(['nerd', 'ascii'] as const)('every glyph of %s is as wide as the one that it replaces', (set) => {
  const ours = '◉⠹✓✗⚠●ℹ·↗▌─…█░▒▓↑↓←→';
  const drawn = drawnWith(set)(ours);
  expect([...drawn]).toHaveLength([...ours].length);
  for (const glyph of drawn) expect(stringWidth(glyph)).toBe(1);
  if (set === 'ascii') expect(drawn).toMatch(/^[ -~]*$/);
  expect(drawnWith('unicode')(ours)).toBe(ours);
});
