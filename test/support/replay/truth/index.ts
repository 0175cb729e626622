import type { Expected, Tolerance } from '../compare.ts';
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
}

/** By folder and scenario: `claude/simple`. Times are milliseconds of the recording. */
export type Truths = Readonly<Record<string, Truth>>;

export const truths: Truths = { ...claude, ...codex, ...openCode, ...pi, ...amp };
