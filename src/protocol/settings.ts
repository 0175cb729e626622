import * as z from 'zod/mini';
import { RowTemplate, rowsDefault, rowTemplate } from './rows.ts';
import { PalettePart, ThemeFile } from './theme.ts';

export const userThemesMax = 64;

/** What a sidebar needs of the configuration, worked out. */
export const Settings = z.object({
  theme: z.object({
    /** Of a built-in theme, or of one of `themes`. */
    name: z.string(),
    /** Colours that the config gives itself. */
    palette: PalettePart,
  }),
  /** The user's own, from their files. */
  themes: z.array(z.extend(ThemeFile, { name: z.string() })),
  glyphs: z.enum(['unicode', 'nerd', 'ascii']),
  reducedMotion: z.boolean(),
  /** Name of what they do to the keys that are to do it. */
  keys: z.record(z.string(), z.array(z.string())),
  /** What a session's row shows. A daemon from before there was a choice says nothing of it. */
  rows: z._default(RowTemplate, rowTemplate(rowsDefault)),
  /** Rows of the detail panel; null leaves it to the sidebar. */
  panelRows: z.nullable(z.number()),
  /** What is wrong with the files now, in one line that names the file; the rest is as it was when it was right. */
  problem: z.nullable(z.string()),
});
export type Settings = z.infer<typeof Settings>;
export type Glyphs = Settings['glyphs'];

export const settingsDefault: Settings = {
  theme: { name: 'auto', palette: {} },
  themes: [],
  glyphs: 'unicode',
  reducedMotion: false,
  keys: {},
  rows: rowTemplate(rowsDefault),
  panelRows: null,
  problem: null,
};
