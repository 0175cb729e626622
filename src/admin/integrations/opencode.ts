import { join } from 'node:path';
import { copied } from './copied.ts';
import { directory, type Integration, type Place } from './integration.ts';

const piece = 'opencode-plugin.js';
const file = join('plugin', 'opensessions.js');
const gives =
  'all states at once, and what it waits for; without it they follow from its database, and waiting is a guess';
const configDir = (name: string) => (place: Place) => join(directory(place.env, 'XDG_CONFIG_HOME', '.config'), name);

export const opencode: Integration = copied({
  ...{ name: 'opencode', title: 'OpenCode', gives, piece, file },
  configDir: configDir('opencode'),
});

/** The same program under another name. */
export const kilo: Integration = copied({
  ...{ name: 'kilo', title: 'Kilo', gives, piece, file },
  configDir: configDir('kilo'),
});
