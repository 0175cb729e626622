import { blind, type Expected, exact, inferred, type Tolerance } from '../compare.ts';
import { amp } from './amp.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { openCode } from './opencode.ts';
import { pi } from './pi.ts';

/** What was true during one recording, by its keys, its hooks and its own events; never by what the product says. */
export interface Truth {
  states: readonly Expected[];
  /** Before its person closes the agent. */
  end: number;
  /** Default: what the agent itself says at once. */
  tolerance?: Tolerance;
  /** Without our integration in the agent. Default the same. */
  asItIs?: Tolerance;
}

/** By folder and scenario: `claude/simple`. Times are milliseconds of the recording. */
export type Truths = Readonly<Record<string, Truth>>;

export const truths: Truths = {
  ...claude,
  ...codex,
  ...asItIs(openCode, inferred),
  ...asItIs(pi, blind),
  ...amp,
};

export function toleranceOf(truth: Truth, integrated: boolean): Tolerance {
  return (integrated ? undefined : truth.asItIs) ?? truth.tolerance ?? exact;
}

/** OpenCode's database tells less than its plugin. Pi's files tell of the first turn when it is over, and its screens were looked at rarely. */
function asItIs(all: Truths, tolerance: Tolerance): Truths {
  return Object.fromEntries(Object.entries(all).map(([name, truth]) => [name, { ...truth, asItIs: tolerance }]));
}
