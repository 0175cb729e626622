import { drawnWith } from '../protocol/glyphs.ts';
import type { Settings } from '../protocol/settings.ts';
import { type Palette, type PaletteKey, paletteKeys, themeExtendedDefault, themeNames } from '../protocol/theme.ts';
import { fixed, indexOf, mix, type Rgb, readable, rgb } from './colour.ts';
import type { Depth } from './depth.ts';
import { paletteOf } from './palettes.ts';
import type { Style } from './theme.ts';

/** The parameters of one SGR sequence; none leaves the terminal's own look. */
export type Sgr = readonly number[];

/** How everything is drawn. */
export interface Look {
  /** Of every cell, before what its style says; empty without a background of our own. */
  base: Sgr;
  styles: Readonly<Record<Style, Sgr>>;
  /** The same for what is less certain, or may be out of date. */
  faded: Readonly<Record<Style, Sgr>>;
  glyphs: (text: string) => string;
}

export const textContrastMin = 4.5;
export const dimContrastMin = 3;
/** The cursor's row is bold as well. */
const selectionContrastMin = 1.2;
const fadedShare = 0.4;

const bold = 1;
const dim = 2;
const inverse = 7;

const red = 31;
const green = 32;
const yellow = 33;
const blue = 34;
const magenta = 35;
const gray = 90;

/** What a style takes from a palette; those with a `!` are bold. The cursor's row has a background of its own. */
const inks: Readonly<Record<Exclude<Style, 'cursor'>, PaletteKey | `${PaletteKey}!`>> = {
  plain: 'text',
  strong: 'text!',
  faint: 'dim',
  here: 'blue!',
  key: 'text!',
  danger: 'red!',
  'tone-neutral': 'dim',
  'tone-info': 'blue',
  'tone-success': 'green',
  'tone-warn': 'yellow',
  'tone-error': 'red',
  'notify-neutral': 'text!',
  'notify-info': 'blue!',
  'notify-success': 'green!',
  'notify-warn': 'yellow!',
  'notify-error': 'red!',
  'state-idle': 'text',
  'state-running': 'yellow',
  'state-waiting': 'blue',
  'state-done': 'green',
  'state-error': 'red',
  'state-interrupted': 'peach',
  'state-unknown': 'dim',
};

/**
 * How a theme looks in a terminal with so many colours. `name` takes the place of the theme that is set. With 16 colours
 * every theme is `auto`: what these are nobody can know.
 */
export function lookOf(settings: Pick<Settings, 'theme' | 'themes' | 'glyphs'>, depth: Depth, name?: string): Look {
  const palette = depth === 'none' || depth === '16' ? null : paletteFor(settings, name ?? settings.theme.name);
  const glyphs = drawnWith(settings.glyphs);
  return palette === null || depth === 'none' || depth === '16'
    ? { ...terminalLook(depth), glyphs }
    : { ...paletteLook(palette, depth), glyphs };
}

/** Null for `auto` without colours of its own. A theme that is not there any more counts as `auto`. */
function paletteFor({ theme, themes }: Pick<Settings, 'theme' | 'themes'>, name: string): Palette | null {
  const own = themes.find((one) => one.name === name);
  const wanted = own === undefined ? name : (own.extends ?? themeExtendedDefault);
  const builtIn = themeNames.find((known) => known === wanted) ?? 'auto';
  const parts = [theme.palette, own?.palette ?? {}];
  const isOwn = parts.some((part) => Object.keys(part).length > 0);
  if (builtIn === 'auto' && !isOwn) return null;
  const full = paletteOf(builtIn === 'auto' ? themeExtendedDefault : builtIn);
  return fromEach(paletteKeys, (key) => parts.find((part) => part[key] !== undefined)?.[key] ?? full[key]);
}

/**
 * The terminal's default colours and its sixteen follow its dark and light by themselves; there is no peach among them.
 * Without colours weight stays.
 */
function terminalLook(depth: Depth): Omit<Look, 'glyphs'> {
  const hue = depth === 'none' ? () => [] : (...parameters: number[]) => parameters;
  const styles = {
    plain: [],
    strong: [bold],
    faint: [dim],
    here: [bold, ...hue(blue)],
    cursor: [inverse],
    key: [bold],
    danger: [bold, ...hue(red)],
    'tone-neutral': hue(gray),
    'tone-info': hue(blue),
    'tone-success': hue(green),
    'tone-warn': hue(yellow),
    'tone-error': hue(red),
    'notify-neutral': [bold],
    'notify-info': [bold, ...hue(blue)],
    'notify-success': [bold, ...hue(green)],
    'notify-warn': [bold, ...hue(yellow)],
    'notify-error': [bold, ...hue(red)],
    'state-idle': [],
    'state-running': hue(yellow),
    'state-waiting': hue(blue),
    'state-done': hue(green),
    'state-error': hue(red),
    'state-interrupted': hue(magenta),
    'state-unknown': [dim],
  };
  return { base: [], styles, faded: eachStyle((style) => [dim, ...styles[style]]) };
}

/** On the theme's own background, because only there anything can be promised of contrasts. */
function paletteLook(palette: Palette, depth: '256' | 'truecolor'): Omit<Look, 'glyphs'> {
  const snap = depth === '256' ? (colour: Rgb) => fixed(indexOf(colour)) : (colour: Rgb) => colour;
  const parameters = (ground: 38 | 48, colour: Rgb): number[] =>
    depth === '256' ? [ground, 5, indexOf(colour)] : [ground, 2, ...colour];
  const base = snap(rgb(palette.base));
  const selection = readable(rgb(palette.selection), base, selectionContrastMin, snap);
  const inkOf = (style: Exclude<Style, 'cursor'>) => {
    const [key, isBold] = [inks[style].replace('!', '') as PaletteKey, inks[style].endsWith('!')];
    const colour = readable(rgb(palette[key]), base, key === 'dim' ? dimContrastMin : textContrastMin, snap);
    return { colour, weight: isBold ? [bold] : [] };
  };
  const cursorText = readable(rgb(palette.text), selection, textContrastMin, snap);
  const cursorDim = readable(mix(cursorText, selection, fadedShare), selection, dimContrastMin, snap);
  const cursor = (colour: Rgb) => [bold, ...parameters(38, colour), ...parameters(48, selection)];
  return {
    base: parameters(48, base),
    styles: eachStyle((style) => {
      if (style === 'cursor') return cursor(cursorText);
      const { colour, weight } = inkOf(style);
      return [...weight, ...parameters(38, colour)];
    }),
    faded: eachStyle((style) => {
      if (style === 'cursor') return cursor(cursorDim);
      const { colour, weight } = inkOf(style);
      return [...weight, ...parameters(38, readable(mix(colour, base, fadedShare), base, dimContrastMin, snap))];
    }),
  };
}

function eachStyle(sgr: (style: Style) => Sgr): Record<Style, Sgr> {
  return fromEach([...(Object.keys(inks) as (keyof typeof inks)[]), 'cursor'], sgr);
}

function fromEach<Key extends string, Value>(keys: readonly Key[], value: (key: Key) => Value): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;
}
