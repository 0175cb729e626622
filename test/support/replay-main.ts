import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { deviations, latencies, spansOf } from './replay/compare.ts';
import { readRecording } from './replay/recording.ts';
import { replay } from './replay/replay.ts';
import { toleranceOf, truths } from './replay/truth/index.ts';
import { World } from './world.ts';

// node test/support/replay-main.ts <folder> <scenario>… [--agent claude] [--speed 4] [--integrated] [--strict]
// Prints what the daemon tells of recordings, which are played at once: first a line of JSON for each change, then a table of
// states. Times are milliseconds of the recording. Where it is known what was true, what was wrong or late is told as well;
// with --strict that is a failure.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    agent: { type: 'string' },
    speed: { type: 'string' },
    integrated: { type: 'boolean' },
    strict: { type: 'boolean' },
  },
});
const [folder = '', ...scenarios] = positionals;
if (scenarios.length === 0) {
  process.stderr.write('Which recording? replay-main.ts <folder> <scenario>…\n');
  process.exit(2);
}
const recordings = scenarios.map((scenario) => readRecording(resolve(folder), scenario, values.agent));
const speed = Number(values.speed ?? 1);
await using world = await World.create({ cols: 120, rows: 50 });
const all = await replay(world, recordings, { speed, integrated: values.integrated ?? false });
const print = (text: string) => process.stdout.write(`${text}\n`);

recordings.forEach(({ scenario }, index) => {
  for (const { t, id, thread } of all[index] ?? [])
    print(JSON.stringify({ scenario, t: Math.round(t), thread: id, state: thread?.state ?? null, ...told(thread) }));
});
recordings.forEach(({ scenario, steps }, index) => {
  const shown = all[index] ?? [];
  const name = join(basename(resolve(folder)), scenario);
  const truth = truths[name];
  print(`\n${name}`);
  const spans = spansOf(shown, truth?.end ?? steps.at(-1)?.t ?? 0);
  // A row takes the place of another in one moment, in two messages.
  for (const { from, state } of spans.filter(({ from, to }) => to - from > 2))
    print(`${(Number.isFinite(from) ? `${Math.round(from)}` : '').padStart(9)}  ${state}`);
  if (truth === undefined) return;
  const options = { end: truth.end, speed, tolerance: toleranceOf(truth, values.integrated ?? false) };
  print(`           late by ${latencies(shown, truth.states, options).join(', ')} ms`);
  const wrong = deviations(shown, truth.states, options);
  for (const line of wrong) print(`  WRONG    ${line}`);
  if (values.strict && wrong.length > 0) process.exitCode = 1;
});

function told(thread: (typeof all)[number][number]['thread']) {
  if (thread === null) return {};
  const { name, detail, certainty, since, unseen, subagents, background } = thread;
  return { certainty, since, name, detail, unseen, subagents, background };
}
