import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCall } from '../../../src/cli/call.ts';
import { commandHelp, helpText } from '../../../src/cli/help.ts';
import { nearestOf } from '../../../src/cli/nearest.ts';
import { commands, find } from '../../../src/cli/table.ts';
import { commandLineDoc } from './command-line-doc.ts';

const terminalColumns = 120;

test('the reference is made from the table', async () => {
  await expect(commandLineDoc()).toMatchFileSnapshot(
    join(import.meta.dirname, '../../../docs/reference/command-line.md'),
  );
});

test('names are there once, and all help fits into a terminal', () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  for (const text of [helpText(), ...commands.map(commandHelp)])
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(terminalColumns);
});

test('every example of the table is a command line that its command takes', () => {
  const env = { HOME: '/home/someone', TMUX_PANE: '%1' };
  for (const command of commands) {
    for (const [line] of command.examples) {
      const { words } = shellWords(line);
      expect(words[0]).toBe(command.name);
      expect(() => parseCall(command, words.slice(1), env)).not.toThrow();
    }
  }
});

test('what every command but the roles, those of admin and the set-up does can be loaded', async () => {
  const elsewhere = ['sidebar', 'daemon', 'sessionizer', 'doctor', 'integrations', 'setup'];
  for (const { name, load } of commands) {
    expect(load === undefined).toBe(elsewhere.includes(name));
    if (load !== undefined) expect(await load()).toBeTypeOf('function');
  }
  expect(find('status')?.name).toBe('status');
});

test.each([
  ['statsu', 'status'],
  ['evnets', 'events'],
  ['quti', 'quit'],
  ['dance', undefined],
  ['x'.repeat(1000), undefined],
])('%s may mean %s', (typed, meant) => {
  expect(
    nearestOf(
      typed,
      commands.map(({ name }) => name),
    ),
  ).toBe(meant);
});

/** Words of a simple command line, up to what the shell would take from there. */
function shellWords(line: string): { words: string[] } {
  const own = line.split(/ (?:&&|\||>|<) /)[0] ?? '';
  return { words: [...own.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '') };
}
