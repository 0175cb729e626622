import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/world.ts';
import type { Row } from './figure.ts';
import { cli } from './figures/cli.ts';
import { wholeDay } from './figures/day.ts';
import { engine } from './figures/engine.ts';
import { evidence } from './figures/evidence.ts';
import { idle } from './figures/idle.ts';
import { memory } from './figures/memory.ts';
import { push } from './figures/push.ts';
import { quiet } from './figures/quiet.ts';
import { running } from './figures/running.ts';
import { scale } from './figures/scale.ts';
import { start } from './figures/start.ts';
import { status } from './figures/status.ts';
import { switching } from './figures/switch.ts';
import { toggle } from './figures/toggle.ts';
import { transcripts } from './figures/transcripts.ts';
import { record } from './history.ts';
import { table } from './table.ts';

const figures = [
  ...[memory, switching, start, toggle, status, push, cli, evidence, transcripts],
  ...[idle, quiet, running, engine, scale, wholeDay],
];
const usage = `usage: npm run bench -- [--only <name>]… [--windows 3,27] [--n 30] [--floors] [--day 0.01] [--record] [--json]

  --only     ${figures.map(({ name }) => name).join(', ')}; default all
  --windows  numbers of tmux windows; default 3,27
  --n        repetitions of what is quick, a fifth for what is slow; default 30
  --floors   only what the product is compared with, no build needed
  --day      how much of a day the figure "day" lives: 1 is a million events; default 0.01
  --record   append the rows to test/bench/history.jsonl
  --json     one JSON array of rows instead of a table`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    windows: { type: 'string', default: '3,27' },
    n: { type: 'string', default: '30' },
    floors: { type: 'boolean', default: false },
    day: { type: 'string', default: '0.01' },
    record: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const settings = {
  windows: values.windows.split(',').map(Number),
  n: Number(values.n),
  floorsOnly: values.floors,
  dayShare: Number(values.day),
};
const chosen = figures.filter(({ name }) => values.only?.includes(name) ?? true);
const wrong =
  [...settings.windows, settings.n].some((value) => !Number.isInteger(value) || value < 1) || !(settings.dayShare > 0);
if (values.help || wrong || chosen.length < (values.only?.length ?? 1)) {
  console.error(usage);
  process.exit(values.help ? 0 : 2);
}
if (!settings.floorsOnly && !existsSync(join(projectRoot, 'dist', 'main.js'))) {
  console.error('there is no dist/main.js to measure: run `npm run build` first');
  process.exit(1);
}

const rows: Row[] = [];
for (const figure of chosen) {
  try {
    rows.push(...(await figure.measure(settings)));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${figure.name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}
if (values.record) record(rows);
console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));
