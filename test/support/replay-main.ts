import { parseArgs } from 'node:util';
import { spansOf } from './replay/compare.ts';
import { readRecording } from './replay/recording.ts';
import { replay } from './replay/replay.ts';
import { World } from './world.ts';

// node test/support/replay-main.ts <folder> <scenario> [--agent claude] [--speed 4] [--integrated]
// Prints what the sidebar's daemon says of a recording: milliseconds of the recording, state, certainty, name, detail.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { agent: { type: 'string' }, speed: { type: 'string' }, integrated: { type: 'boolean' } },
});
const [folder = '', scenario = ''] = positionals;
const recording = readRecording(folder, scenario, values.agent);
await using world = await World.create({ cols: 120, rows: 50 });
const speed = Number(values.speed ?? 1);
const [shown = []] = await replay(world, [recording], { speed, integrated: values.integrated ?? false });
for (const { t, id, thread } of shown) {
  const what =
    thread === null ? 'gone' : `${thread.state} ${thread.certainty} ${thread.name ?? ''} ${thread.detail ?? ''}`;
  process.stdout.write(`${Math.round(t).toString().padStart(7)} ${id.padEnd(45)} ${what}\n`);
}
const end = recording.steps.at(-1)?.t ?? 0;
const spans = spansOf(shown, end).map(({ from, state }) => `${Math.max(0, Math.round(from))} ${state}`);
process.stdout.write(`${spans.join(', ')}\n`);
