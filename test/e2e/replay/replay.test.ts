import { dirname, join } from 'node:path';
import { describe, test } from 'vitest';
import { disorder } from '../../support/replay/compare.ts';
import { readRecording } from '../../support/replay/recording.ts';
import { replay } from '../../support/replay/replay.ts';
import { toleranceOf, truths } from '../../support/replay/truth/index.ts';
import { projectRoot, World } from '../../support/world.ts';

const fixtures = join(projectRoot, 'test', 'fixtures', 'agents');
/** Recordings that share a world; the worlds play at the same time. OpenCode's and Pi's are the longest and have the least to hurry for. */
const groups = [
  { folders: ['claude', 'claude-2.1.329', 'pi-0.74.2'], speed: 1 },
  { folders: ['codex', 'amp'], speed: 1 },
  { folders: ['opencode', 'pi'], speed: 1.5 },
];
/** On a busy machine what is told at once may come in two pieces, or two things in one: what takes longer is no such thing. */
const slowMillis = 1000;
const ways = [
  { way: 'as it is', integrated: false },
  { way: 'with our integration', integrated: true },
];

// One way after the other: a daemon sees the whole machine, and the same thread twice is one row.
describe.each(ways)('$way', ({ integrated }) => {
  test.concurrent.for(groups)(
    '$folders.0 and others: each state comes in its turn, and no other',
    // In real time, which a busy machine does not keep: the stage itself is late then. What is wrong is wrong each time.
    { retry: 3 },
    async ({ folders, speed }, { expect }) => {
      const names = Object.keys(truths).filter((name) => folders.includes(dirname(name)));
      const recordings = names.map((name) => readRecording(join(fixtures, dirname(name)), scenarioOf(name)));
      await using world = await World.create({ cols: 120, rows: 50 });
      const shown = await replay(world, recordings, { speed, integrated });
      const wrong = names.map((name, index) => {
        const truth = truths[name];
        if (truth === undefined) throw new Error(`nothing is known of ${name}`);
        const own = toleranceOf(truth, integrated);
        const tolerance = { ...own, wrongMillis: slowMillis, missMillis: Math.max(slowMillis, own.missMillis) };
        const judging = { end: truth.end, speed, tolerance };
        return [name, disorder(shown[index] ?? [], truth.states, judging)];
      });
      expect(Object.fromEntries(wrong)).toEqual(Object.fromEntries(names.map((name) => [name, []])));
    },
  );
});

function scenarioOf(name: string): string {
  return name.slice(dirname(name).length + 1);
}
