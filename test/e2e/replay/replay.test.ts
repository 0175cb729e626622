import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { disorder } from '../../support/replay/compare.ts';
import { readRecording } from '../../support/replay/recording.ts';
import { replay } from '../../support/replay/replay.ts';
import { toleranceOf, truths } from '../../support/replay/truth/index.ts';
import { projectRoot, World } from '../../support/world.ts';

const fixtures = join(projectRoot, 'test', 'fixtures', 'agents');
/** The longest recordings are of OpenCode, and it has no brief states. */
const speeds: Readonly<Record<string, number>> = { opencode: 1.5 };
/** Recordings that share a world. All worlds play at the same time. */
const groups: readonly (readonly string[])[] = [
  ['claude', 'claude-2.1.329', 'pi-0.74.2'],
  ['codex', 'pi', 'amp'],
  ['opencode'],
];

test.concurrent.each(
  groups.flatMap((folders) => [
    { folders: folders.join(', '), way: 'as it is', integrated: false },
    { folders: folders.join(', '), way: 'with our integration', integrated: true },
  ]),
)('$folders $way: each state comes in its turn, and no other', async ({ folders, integrated }) => {
  const names = Object.keys(truths).filter((name) => folders.split(', ').includes(dirname(name)));
  const recordings = names.map((name) =>
    readRecording(join(fixtures, dirname(name)), name.slice(dirname(name).length + 1)),
  );
  const speed = speeds[folders] ?? 1;
  await using world = await World.create({ cols: 120, rows: 50 });
  const shown = await replay(world, recordings, { speed, integrated });
  const wrong = names.map((name, index) => {
    const truth = truths[name];
    if (truth === undefined) throw new Error(`nothing is known of ${name}`);
    return [
      name,
      disorder(shown[index] ?? [], truth.states, { ...truth, speed, tolerance: toleranceOf(truth, integrated) }),
    ];
  });
  expect(Object.fromEntries(wrong)).toEqual(Object.fromEntries(names.map((name) => [name, []])));
});
