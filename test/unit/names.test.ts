import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { widthDefault, widthMax, widthMin } from '../../src/protocol/place.ts';
import * as names from '../../src/tmux/names.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const scripts = [
  'opensessions.tmux',
  ...readdirSync(join(root, 'scripts'))
    .filter((file) => file.endsWith('.sh') || file === 'opensessions' || file === 'with-node')
    .map((file) => join('scripts', file)),
].filter((file) => existsSync(join(root, file)));

/** Variables that scripts set to a plain word, by name, with every value they are given. */
const variables = new Map<string, Set<string>>();
for (const script of scripts) {
  for (const [, name = '', value = ''] of readFileSync(join(root, script), 'utf8').matchAll(
    /(?<=^|^[a-z_]+=\S* |^[a-z_]+=\S* [a-z_]+=\S* )([a-z_]+)=['"]?([\w@-]+)['"]?(?=\s|$)/gm,
  )) {
    variables.set(name, (variables.get(name) ?? new Set()).add(value));
  }
}

test.runIf(scripts.length > 0).each([
  ['pane_option', names.paneOption],
  ['stash_session', names.stashSession],
  ['bell_channel', names.bellChannel],
  ['hook_index', `${names.hookIndex}`],
  ['request_variable', names.requestVariable],
  ['number_variable', names.numberVariable],
  ['width_option', names.widthOption],
  ['position_option', names.positionOption],
  ['saved_rename_format_option', names.savedRenameFormatOption],
  ['port_variable', names.portVariable],
  ['saved_port_variable', names.savedPortVariable],
  ['layout_option', names.layoutOption],
  ['restoring_variable', names.restoringVariable],
  ['default_width', `${widthDefault}`],
  ['width_min', `${widthMin}`],
  ['width_max', `${widthMax}`],
])('%s is the same in the shell scripts', (name, value) => {
  expect([...(variables.get(name) ?? [])], `${name} in ${scripts.join(', ')}`).toEqual([value]);
});
