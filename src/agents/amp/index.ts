import type { Adapter } from '../adapter.ts';
import { runs } from '../names.ts';
import { agent } from './evidence.ts';
import { variables } from './paths.ts';
import { watchAmp } from './watch.ts';

/** Amp (`@ampcode/cli`, before that `@sourcegraph/amp`): a binary of its own, older ones a script of Node. */
export const amp: Adapter = {
  agent,
  variables,
  matches: (process) => runs(process, ['amp'], ['/@sourcegraph/amp/', '/@ampcode/cli/']),
  watch: watchAmp,
};
