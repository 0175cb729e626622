import type { Adapter } from './adapter.ts';
import { amp } from './amp/index.ts';
import { others } from './others.ts';
import { pi } from './pi/index.ts';

/** Every agent that is known, one line each. A process belongs to the first that knows it. */
export const adapters: readonly Adapter[] = [
  pi, //
  amp,
  ...others,
];
