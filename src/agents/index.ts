import type { Adapter } from './adapter.ts';
import { pi } from './pi/index.ts';

/** The agents that we know. Of a process that several know, the first one has it. */
export const adapters: readonly Adapter[] = [pi];
