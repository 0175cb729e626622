import type { Adapter } from './adapter.ts';
import { amp } from './amp/index.ts';
import { claude } from './claude/index.ts';
import { codex } from './codex/index.ts';
import { kilo, openCode } from './opencode/index.ts';
import { others } from './others.ts';
import { pi } from './pi/index.ts';

/** Every agent that is known. A process belongs to the first that knows it. */
export const adapters: readonly Adapter[] = [claude, codex, openCode, kilo, pi, amp, ...others];
