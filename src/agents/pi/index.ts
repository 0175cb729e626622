import type { Adapter } from '../adapter.ts';
import { runs } from '../names.ts';
import { agent } from './evidence.ts';
import { variables } from './paths.ts';
import { screen } from './screen.ts';
import { watchPi } from './watch.ts';

/**
 * Pi (`@mariozechner/pi-coding-agent` 0.73, `@earendil-works/pi-coding-agent` 0.74). It is `node` for the first second, then
 * it names itself `pi` and its arguments are gone.
 */
export const pi: Adapter = {
  agent,
  variables,
  matches: (process) => runs(process, ['pi'], ['/pi-coding-agent/dist/cli.js']),
  watch: watchPi,
  screen,
  // Dialogs of other extensions are told to nobody.
  looksAlways: true,
};
