import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Argv, literalFormat, literalTimeFormat } from '../../src/tmux/quote.ts';
import { openLine } from '../support/control.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

/** What means something to tmux, its formats, strftime or a shell; `RUN` is replaced by a command that leaves a file. */
const traps = [
  ...'"\'\\$~;{}#%`&|<>()[]*?!=:.,-_^ \t\n\r\x01\x07\x1b\x7f\x9b',
  ...[
    '~root',
    '~/x',
    '$HOME',
    '$\x7bHOME}',
    '$(RUN)',
    '`RUN`',
    '#(RUN)',
    '#{pid}',
    '#{e|+:1,2}',
    '#S',
    '#[',
    '##[fg=red]',
    '##',
    '#,',
    '#}',
  ],
  ...[
    '%H',
    '%%',
    '%if 1',
    '%1',
    '\\;',
    '\\n',
    '\\101',
    '\\u0041',
    '\\$',
    ' ; ',
    '{ RUN }',
    '; run-shell "RUN"',
    '\n',
    '\r\n',
    '\x1b[31m',
  ],
  ...['é', '漢', '🙂', '👩‍👩‍👧', 'שלום', '\u202e', '\u2028', '\u0085', '\ufeff'],
];
const trapsAnd = (unit: 'binary' | 'grapheme-ascii') =>
  fc
    .array(fc.oneof(fc.constantFrom(...traps), fc.string({ unit, maxLength: 5 })), { maxLength: 8 })
    .map((parts) => parts.join('').replaceAll('\0', ''));
/** Anything. */
const hostile = trapsAnd('binary');
/** What tmux can print in one line, and keeps in a name: no controls, no character that its tables do not know yet. */
const oneLine = trapsAnd('grapheme-ascii')
  .map((text) => text.replace(/[\p{C}\u2028\u2029\\]/gu, ''))
  .filter((text) => text !== '');

/** tmux leaves a `##[` to whoever draws styles: drawn, it is `#[`. */
const drawable = (text: string) => text.replace(/(#+)(?=\[)/g, '$1$1');

const runs = { numRuns: 150 };

test('every string arrives in tmux as it was, and none of it is carried out', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  const { arm, executed } = bait(world);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        hostile.filter((text) => text !== ''),
        { minLength: 1, maxLength: 8 },
      ),
      async (texts) => {
        const armed = texts.map(arm);
        count += 1;
        const files = armed.map((_, index) => join(world.root, `${count}-${index}`));
        // In one line, so that no string can run into the next command.
        await line.run(...armed.map((text, index): Argv => ['set-buffer', '-b', `b${index}`, '--', text]));
        await line.run(...files.map((file, index): Argv => ['save-buffer', '-b', `b${index}`, file]));
        expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(armed);
      },
    ),
    runs,
  );
  expect(await executed(line)).toBe(false);
});

test('an empty string is an argument, too', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  await line.run(['set-option', '-g', '@empty', ''], ['set-option', '-g', '@after', 'x']);
  expect(await line.run(['show-options', '-g', '@empty'])).toEqual([["@empty ''"]]);
});

test('a NUL is refused, because tmux has no string that holds it', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  expect(() => line.run(['display-message', '-p', 'a\0b'])).toThrow(RangeError);
  expect(await line.run(['display-message', '-p', 'on'])).toEqual([['on']]);
});

test('text in a message is shown and not expanded', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  const { arm, executed } = bait(world);
  await fc.assert(
    fc.asyncProperty(oneLine.map(arm), async (text) => {
      expect(await line.run(['display-message', '-p', '--', literalTimeFormat(text)])).toEqual([[drawable(text)]]);
    }),
    runs,
  );
  expect(await executed(line)).toBe(false);
});

test('a session gets the name that was meant, as tmux writes names', async () => {
  await using world = await World.create();
  await using line = await openLine(world);
  const { arm, executed } = bait(world);
  await fc.assert(
    fc.asyncProperty(oneLine.map(arm), async (name) => {
      const [[id = ''] = []] = await line.run([
        'new-session',
        '-d',
        '-P',
        '-F',
        '#{session_id}',
        '-s',
        literalFormat(name),
        'exec cat',
      ]);
      const answer = await line.run(['display-message', '-p', '-t', id, '#{session_name}'], ['kill-session', '-t', id]);
      const rewrites = [name, name.replace(/[.:]/g, '_')].flatMap((one) => [
        one,
        one.replace(/\$(?=[A-Za-z_{])/g, '\\$'),
      ]);
      expect(rewrites.map((one) => [[one], []])).toContainEqual(answer);
    }),
    runs,
  );
  expect(await executed(line)).toBe(false);
});

/** A command that leaves a file when anybody carries it out, in the place of `RUN`. */
function bait(world: World): {
  arm: (text: string) => string;
  executed: (line: { run: (argv: Argv) => Promise<unknown> }) => Promise<boolean>;
} {
  const file = join(world.root, 'executed');
  const proof = join(world.root, 'proof');
  return {
    arm: (text) => text.replaceAll('RUN', `touch ${file}`),
    async executed(line) {
      // What runs in a format runs a moment later: a command that does run, and later, says when to look.
      await line.run(['display-message', '-p', `#(touch ${proof})`]);
      await until(() => existsSync(proof), 'the proof that a command in a format runs');
      return existsSync(file);
    },
  };
}
