import { join } from 'node:path';
import { copied } from './copied.ts';
import { directory } from './integration.ts';

export const pi = copied({
  name: 'pi',
  title: 'Pi',
  gives: 'all states at once, and which thread is in which pane; without it they follow from its files and its screen',
  piece: 'pi-extension.ts',
  configDir: ({ env }) => directory(env, 'PI_CODING_AGENT_DIR', '.pi', 'agent'),
  file: join('extensions', 'opensessions.ts'),
});
