import { join } from 'node:path';
import { copied } from './copied.ts';
import { directory } from './integration.ts';

export const amp = copied({
  name: 'amp',
  title: 'Amp',
  gives: 'its states at all; without it only that it runs, unless it is old enough to keep its threads in files',
  piece: 'amp-plugin.ts',
  configDir: ({ env }) => directory(env, null, '.config', 'amp'),
  file: join('plugins', 'opensessions.ts'),
});
