import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Move } from './move.ts';
import { move } from './moves.ts';
import { type Player, start } from './player.ts';
import { script } from './script.ts';

/** Walks in a run, by default for each of both seeds. */
const runs = Number(process.env['OPENSESSIONS_WALK_RUNS'] ?? 3);
const stepsMax = 60;
/** Of the daemon's log a failure shows the end. */
const logLinesMax = 20;
/** A failing walk is made shorter for so long at most. */
const shrinkMinutesMax = 10;
const { OPENSESSIONS_WALK_SEED: seed, OPENSESSIONS_WALK_PATH: path } = process.env;
const seeds = seed === undefined ? [20_261_121, Date.now() % 0x7fff_ffff] : [Number(seed)];

/** `hurried`: the next step comes before the daemon has done what is to do after this one. */
type Step = fc.AsyncCommand<object, Player>;

const step = fc.record({ move, hurried: fc.nat(4).map((n) => n === 0) }).map(
  ({ move, hurried }): Step => ({
    check: () => true,
    async run(_, player) {
      await player.make(move);
      if (!hurried || isCrash(move)) await player.settle();
    },
    toString: () => move.type,
  }),
);

function isCrash({ type }: Move): boolean {
  return type === 'kill-process';
}

test.for(seeds)(
  'whatever is done in tmux, the sidebars come in order and the work stays as it is (seed %d)',
  { timeout: (shrinkMinutesMax + 1) * 60_000 },
  async (seed) => {
    const steps = fc.commands([step], { maxCommands: stepsMax, size: 'max' });
    let made = 0;
    const walks = fc.asyncProperty(steps, async (commands) => {
      await using player = await start();
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: player }), commands);
        await player.settle();
        expect(player.log().filter((line) => line.includes('still not as it should be'))).toEqual([]);
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        const log = player.log().slice(-logLinesMax).join('\n');
        throw new Error(`${what}\n\n${log}\n${script(player.lines)}`, { cause: error });
      } finally {
        made += player.lines.filter((line) => line !== 'settle').length;
      }
    });
    await fc.assert(walks, {
      seed,
      numRuns: runs,
      // Else most walks are short.
      unbiased: true,
      endOnFailure: process.env['OPENSESSIONS_WALK_SHRINK'] === '0',
      ...(path === undefined ? {} : { path }),
      interruptAfterTimeLimit: shrinkMinutesMax * 60_000,
    });
    expect(made).toBeGreaterThan(0);
  },
);
