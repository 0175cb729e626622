import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
import { described, machine } from './machine.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { table } from './table.ts';

const figures = [
  ...[memory, switching, start, toggle, status, push, cli, evidence, transcripts],
  ...[idle, quiet, running, engine, scale, wholeDay],
];
const names = figures.map(({ name }) => name);

function options(): Options {
  try {
    const parsed = parseOptions(process.argv.slice(2), names);
    if (!parsed.help) return parsed;
    console.log(usage(names));
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage(names)}`);
    process.exit(2);
  }
}

const chosen = options();
if (!chosen.floorsOnly && !existsSync(join(projectRoot, 'dist', 'main.js'))) {
  console.error('there is no dist/main.js to measure: run `npm run build` first');
  process.exit(1);
}

const startedAtMs = performance.now();
const say = (text: string) =>
  console.error(`${`${Math.round((performance.now() - startedAtMs) / 1000)}`.padStart(5)} s  ${text}`);
const before = machine();
console.error(described(before));
const rows: Row[] = [];
for (const figure of figures.filter(({ name }) => chosen.figures.includes(name))) {
  say(figure.name);
  try {
    rows.push(...(await figure.measure({ ...chosen, say: (what) => say(`${figure.name}: ${what}`) })));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${figure.name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}
say(`done, load ${machine().load[0]}`);
if (chosen.record) record(rows, before);
console.log(chosen.json ? JSON.stringify(rows, null, 2) : table(rows));
