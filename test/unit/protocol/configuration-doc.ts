import * as z from 'zod/mini';
import { ConfigFile } from '../../../src/protocol/config.ts';
import { rowFields, rowLineCharactersMax, rowLinesMax, rowsDefault } from '../../../src/protocol/rows.ts';
import { paletteKeys, themeNames } from '../../../src/protocol/theme.ts';
import { type Binding, keyLabel, keymap } from '../../../src/sidebar/keymap.ts';
import { intents } from '../../../src/sidebar/remap.ts';

const lineCharactersMax = 120;

interface Schema {
  description?: string;
  default?: unknown;
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  anyOf?: Schema[];
  items?: Schema;
}

/** `docs/reference/config.schema.json`. */
export function configSchema(): string {
  const schema = z.toJSONSchema(ConfigFile, { io: 'input' });
  const text = JSON.stringify({ ...schema, title: 'opensessions config.json' }, null, 2);
  // As the formatter writes it: lists on one line where they fit.
  return `${text.replace(/^(.*)\[\n([^[\]{}]*?)\n *\]/gm, (whole, before: string, items: string) => {
    const line = `${before}[${items.trim().replace(/\n */g, ' ')}]`;
    return line.length < lineCharactersMax ? line : whole;
  })}\n`;
}

/** `docs/reference/configuration.md`, from the schema and the key table. */
export function configurationDoc(): string {
  const { properties } = JSON.parse(configSchema()) as { properties: Record<string, Schema> };
  const rows = Object.entries(properties)
    .filter(([key]) => key !== '$schema')
    .map(([key, schema]) => [`\`${key}\``, shapeOf(schema), defaultOf(key, schema), schema.description ?? '']);
  return [
    before,
    ...table(['option', 'value', 'default', ''], rows),
    '',
    rowsIntro,
    ...table(
      ['field', 'shows'],
      Object.entries(rowFields).map(([name, shows]) => [`\`{${name}}\``, shows]),
    ),
    '',
    rowsExamples,
    themes,
    keys,
    ...table(
      ['name', 'keys', 'does'],
      intents().map((intent) => {
        const bindings = keymap.filter((binding) => binding.mode === 'list' && binding.intent === intent);
        return [
          `\`${intent}\``,
          bindings.map(keysOf).join(', '),
          bindings.map(({ explanation }) => explanation).join(' '),
        ];
      }),
    ),
    '',
    after,
  ].join('\n');
}

/** A list of lines has its own section. */
function defaultOf(key: string, schema: Schema): string {
  if (schema.default === undefined) return '';
  return key === 'rows' ? 'see there' : `\`${JSON.stringify(schema.default)}\``;
}

function keysOf(binding: Binding): string {
  return `\`${keyLabel(binding, '` `')}\``;
}

function shapeOf(schema: Schema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(shapeOf).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`"${value}"\``).join(', ');
  if (schema.type === 'integer') return `${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'array') return 'list of texts';
  return { boolean: '`true` or `false`', string: 'text', object: 'object' }[schema.type ?? ''] ?? '';
}

/** Padded, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...[head, ...escaped].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...escaped.map(line)];
}

const before = `# Configuration

<!-- Made from src/protocol/config.ts. After a change there: vitest run --project unit -u -->

Everything works without any. The environment beats \`config.json\`, that beats tmux options, those beat the defaults.

## config.json

\`$XDG_CONFIG_HOME/opensessions/config.json\`, by default \`~/.config/opensessions/config.json\`. Comments and trailing commas are
understood. It is read again whenever it changes; \`port\` counts when the daemon starts. A file with an error is named in the
sidebar's last lines, by \`opensessions doctor\` and in the daemon's log, with what is wrong; the last good one stays in force.
Unknown options are ignored; \`doctor\` and the log name them. [config.schema.json](config.schema.json) is its JSON Schema.

\`<\`, \`>\`, \`+\`, \`-\` and the theme picker write one option each, in one step; comments, order and blanks stay as they are. A
link stays a link. A file with an error is not written.

\`\`\`json
{ "theme": "tokyo-night", "sidebarWidth": 30, "sidebarPosition": "right", "keys": { "kill": "X", "down": ["j", "C-n"] } }
\`\`\`
`;

const rowsIntro = `### Rows

\`rows\` are the lines of a session in the list, ${rowLinesMax} at most and ${rowLineCharactersMax} characters each. Without it they are

\`\`\`json
${JSON.stringify({ rows: rowsDefault }, null, 2)}
\`\`\`

A line is made of words with blanks between them. A word is text, fields or both: \`[{branch}]\`. It is not drawn while its
fields have nothing to say; nor is a line, but for the first, which has the cursor. A line without fields is always drawn, so
\`""\` is an empty one. What stands behind \`{>}\` goes to the right end.

Nothing wraps. Where there is too little room, what is on the right goes first, other than the state; then words go, the last
one first; then texts are cut. Below 20 columns \`{since}\` is left out, below 16 \`{state}\`, below 8 \`{index}\`.
`;

const rowsExamples = `One line for each session, without numbers:

\`\`\`json
{ "rows": ["{name} {branch} {dirty} {>} {work} {state}"] }
\`\`\`

The state on the left, the directory, and which agent does what:

\`\`\`json
{ "rows": ["{index} {state} {name} {>} {since}", "{dir} {>} {ports}", "{agent} {thread}", "{question}"] }
\`\`\`
`;

const themes = `### Themes

${themeNames.map((name) => `\`${name}\``).join(', ')}.

\`auto\` draws in the terminal's own sixteen colours on its own background, so it is dark or light with the terminal. The others
have a background of their own, and their colours are made lighter or darker until text has a contrast of 4.5 on it and
dim text 3. \`COLORTERM\` (\`truecolor\`, \`24bit\`) gives them in full, else they are the nearest of 256 colours; in a terminal
of 16 colours they look like \`auto\`. \`NO_COLOR\` leaves bold, faint and inverse. A state always has a sign as well.

A theme of your own is an object here, or a file \`themes/<name>.json\` beside \`config.json\` with the same in it, at most 64 of
them: \`extends\` is the theme that it is made from (\`catppuccin-mocha\` when missing), \`palette\` has some of
${paletteKeys.map((key) => `\`${key}\``).join(', ')}, each as \`#rrggbb\` or \`#rgb\`. \`base\` is the background, \`selection\` that of the cursor's row, \`dim\` what matters less.
A palette in \`config.json\` is laid over whichever theme is chosen.

\`\`\`json
{ "theme": { "extends": "nord", "palette": { "base": "#000000" } } }
\`\`\`
`;

const keys = `### Keys

\`keys\` gives other keys to what the session list can do. A key is a character, or \`Enter\`, \`Tab\`, \`BTab\`, \`Esc\`, \`BSpace\`,
\`Space\`, \`Up\`, \`Down\`, \`Left\`, \`Right\`, or \`C-\` and a letter. The keys from before are then free. A key with two
meanings is an error, and the keys from before stay. Digits and the keys in dialogs cannot be changed; \`down\` and \`up\`
scroll the help as well.
`;

const after = `## tmux options

Global options (\`set -g\` in \`tmux.conf\`). The keys are read when the plugin is loaded, width and position at the next
thing that happens in tmux.

| option                           |                                                                       | default             |
| -------------------------------- | --------------------------------------------------------------------- | ------------------- |
| \`@opensessions-width\`            | columns, 20 to 60; beyond that the nearest of the two                 | \`26\`                |
| \`@opensessions-position\`         | \`left\` or \`right\`                                                     | \`left\`              |
| \`@opensessions-prefix-key\`       | key after the prefix that opens our key table                         | \`o\`                 |
| \`@opensessions-focus-global-key\` | key that opens and focuses the sidebar without the prefix, like \`M-s\` | none                |
| \`@opensessions-index-keys\`       | keys in our table for session 1, 2, …; taken are \`s t p e n c\`        | \`1 2 3 4 5 6 7 8 9\` |
| \`@opensessions-node\`             | Node to run on                                                        | found by itself     |

Other options whose names begin with \`@opensessions\` are ours: they keep what has to be restored.

### Status line

\`\`\`tmux
set -g status-right '#{E:@opensessions-status} %H:%M'
\`\`\`

shows what the agents of all sessions are up to, like \`◉2 ✗1 ⠹3 ✓1\`: how many wait (questions as well), have failed, were
interrupted, run, are done. What has ended counts while it is news (\`●\` in the sidebar). It is empty when there is nothing to say, and has no colours: put styles around it. \`glyphs\` of the config counts here, too. No process runs for it.

The daemon writes \`@opensessions-status\` only while the global \`status-left\`, \`status-right\`,
\`status-format[0]\` or \`[1]\` names it itself, only when the text changes, and at most once a second, because tmux then
redraws its clients. It looks for the name at the next thing that happens in tmux. \`quit\` and \`uninstall\` take it away.

## Environment

| variable                                                                                  | read by  |                                                                                                                                                                                           |
| ----------------------------------------------------------------------------------------- | -------- | ----------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------- |
| \`OPENSESSIONS_PORT\`                                                                       | daemon   | TCP port on 127.0.0.1; beats \`port\`; default 7391; 0 takes any free one. When it is taken, another one is used. The daemon sets it in tmux's global environment when its port is not 7391 |
| \`OPENSESSIONS_SOCKET\`                                                                     | all      | absolute path of the daemon's unix socket, see [files](files.md)                                                                                                                          |
| \`OPENSESSIONS_LINGER_MS\`                                                                  | daemon   | how long a daemon in the background stays when the last tmux server and the last client are gone; default 30000                                                                           |
| \`OPENSESSIONS_TMUX\`                                                                       | all      | tmux program; default \`tmux\` from the \`PATH\`                                                                                                                                              |
| \`OPENSESSIONS_NODE\`                                                                       | launcher | Node program; beats \`@opensessions-node\`                                                                                                                                                  |
| \`NO_COLOR\`                                                                                | sidebar  | no colours                                                                                                                                                                                |
| \`COLORTERM\`, \`TERM\`                                                                       | sidebar  | how many colours there are, see [themes](#themes)                                                                                                                                         |
| \`XDG_CONFIG_HOME\`, \`XDG_STATE_HOME\`, \`XDG_CACHE_HOME\`, \`XDG_DATA_HOME\`, \`XDG_RUNTIME_DIR\` | all      | where [files](files.md) lie; empty or relative counts as unset                                                                                                                            |

A number that makes no sense is named in the daemon's log, and the default is taken.
`;
