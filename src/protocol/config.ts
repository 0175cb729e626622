import * as z from 'zod/mini';
import { globCharactersMax, globsMax } from './glob.ts';
import { panelRowsMax, widthDefault, widthMax, widthMin } from './place.ts';
import { rowLineCharactersMax, rowLineFault, rowLinesMax, rowsDefault } from './rows.ts';
import { ThemeFile, ThemeName } from './theme.ts';

const wordCharactersMax = 100;
const entriesMax = 200;
const keysOfIntentMax = 8;
export const portMax = 65_535;

const word = () => z.string().check(z.minLength(1), z.maxLength(wordCharactersMax));
const glob = () => z.string().check(z.minLength(1), z.maxLength(globCharactersMax));
const keyList = z.union([word(), z.array(word()).check(z.maxLength(keysOfIntentMax))]);

/** What is said of an option in the published schema and in the reference. */
interface About {
  description: string;
  default?: unknown;
}

function option<Schema extends z.ZodMiniType>(schema: Schema, about: About) {
  z.globalRegistry.add(schema, { ...about });
  return z.optional(schema);
}

/** Names the line in which something is wrong. */
const rowLinesCheck = z.superRefine<string[]>((lines, context) => {
  for (const [index, line] of lines.entries()) {
    const fault = rowLineFault(line, index === 0);
    if (fault !== null) context.issues.push({ code: 'custom', message: fault, path: [index], input: line });
  }
});

/** `config.json`. Every option may be missing; unknown ones are left alone. */
export const ConfigFile = z.object({
  $schema: option(z.string(), { description: 'For editors: where the JSON Schema of this file is.' }),
  theme: option(z.union([ThemeName, ThemeFile]), {
    description:
      'Name of a theme, of a file `themes/<name>.json` beside this one, or an object with `extends` and `palette`.',
    default: 'auto',
  }),
  sidebarWidth: option(z.number().check(z.int(), z.gte(widthMin), z.lte(widthMax)), {
    description: `Columns. Without it the tmux option \`@opensessions-width\` counts, else ${widthDefault}. \`<\`, \`>\` and a drag of its border write it.`,
  }),
  sidebarPosition: option(z.enum(['left', 'right']), {
    description: 'Side of the window. Without it the tmux option `@opensessions-position` counts, else `left`.',
  }),
  detailPanelHeight: option(z.number().check(z.int(), z.gte(0), z.lte(panelRowsMax)), {
    description:
      'Rows of the detail panel, at most; without it as many as it has to say. `+`, `-` and dragging its border write it. The list keeps 6 rows.',
  }),
  glyphs: option(z.enum(['unicode', 'nerd', 'ascii']), {
    description: 'What states, bars and marks are drawn with. `nerd` needs a Nerd Font.',
    default: 'unicode',
  }),
  reducedMotion: option(z.boolean(), {
    description: 'Nothing turns, and times count in minutes only, so that nothing moves every second.',
    default: false,
  }),
  keys: option(z.record(word(), keyList).check(z.refine((keys) => Object.keys(keys).length <= entriesMax)), {
    description:
      'Other keys for the session list: the name of what they do, and one key or a list of them; an empty list takes it away.',
  }),
  port: option(z.number().check(z.int(), z.gte(0), z.lte(portMax)), {
    description:
      'TCP port on 127.0.0.1; 0 takes any free one. Read when the daemon starts; `OPENSESSIONS_PORT` beats it.',
    default: 7391,
  }),
  mux: option(z.enum(['tmux']), { description: 'Accepted; there is only this one.', default: 'tmux' }),
  sessionFilter: option(z.union([glob(), z.array(glob()).check(z.maxLength(globsMax))]), {
    description:
      'Sessions that are listed and numbered, by name: a pattern or several, `*` for any text and `?` for one character; a `!` in front leaves them out. What waits there still counts, and the keys `/` and `!` find it.',
  }),
  rows: option(
    z
      .array(z.string().check(z.maxLength(rowLineCharactersMax)))
      .check(z.minLength(1), z.maxLength(rowLinesMax), rowLinesCheck),
    { description: 'What a session shows: its lines, see [rows](#rows).', default: rowsDefault },
  ),
  notifications: option(z.boolean(), {
    description: 'What `/notify` says is shown as a message of tmux to those who look at another session.',
    default: true,
  }),
  plugins: option(z.array(word()).check(z.maxLength(entriesMax)), {
    description:
      'Accepted, loads nothing; `doctor` says so. What a module would watch, any program can tell with `opensessions agent` or `POST /agent`.',
  }),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** What we write ourselves. */
export type ConfigSet =
  | { key: 'sidebarWidth'; value: number }
  | { key: 'detailPanelHeight'; value: number }
  | { key: 'theme'; value: string };
