import * as z from 'zod/mini';

/** The themes that come with us. `auto` has no colours of its own: it draws in the terminal's sixteen. */
export const themeNames = [
  'auto',
  'catppuccin-latte',
  'catppuccin-frappe',
  'catppuccin-macchiato',
  'catppuccin-mocha',
  'tokyo-night',
  'gruvbox-dark',
  'nord',
  'dracula',
  'github-dark',
  'one-dark',
  'kanagawa',
  'everforest',
  'material',
  'cobalt2',
  'flexoki',
  'ayu',
  'aura',
  'matrix',
] as const;
export type BuiltInTheme = (typeof themeNames)[number];

/** What a theme of a user's own is made from when it does not say so. */
export const themeExtendedDefault = 'catppuccin-mocha';

export const themeNameCharactersMax = 64;
/** A name is a file's name as well. */
export const ThemeName = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be letters, digits, dots, dashes'),
    z.maxLength(themeNameCharactersMax),
  );

const Colour = z.string().check(z.regex(/^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/, 'must be a colour like #1e1e2e'));

/** `base` is the background, `selection` that of the cursor's row, `dim` what is less important than `text`. */
export const paletteKeys = ['base', 'text', 'dim', 'selection', 'red', 'green', 'yellow', 'blue', 'peach'] as const;
export type PaletteKey = (typeof paletteKeys)[number];
/** Colours as `#rrggbb`. */
export type Palette = Readonly<Record<PaletteKey, string>>;

const colour = z.optional(Colour);
/** Some of a theme's colours. */
export const PalettePart = z.object({
  base: colour,
  text: colour,
  dim: colour,
  selection: colour,
  red: colour,
  green: colour,
  yellow: colour,
  blue: colour,
  peach: colour,
});
export type PalettePart = z.infer<typeof PalettePart>;

/** A theme in the config, or in a file of its own: a built-in one with other colours. */
export const ThemeFile = z.object({
  extends: z.optional(z.enum(themeNames)),
  palette: z.optional(PalettePart),
});
export type ThemeFile = z.infer<typeof ThemeFile>;
