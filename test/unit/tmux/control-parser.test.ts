import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ControlEvent, controlParser } from '../../../src/tmux/control-parser.ts';

function parse(lines: readonly string[]): ControlEvent[] {
  const events: ControlEvent[] = [];
  const feed = controlParser((event) => events.push(event));
  for (const line of lines) feed(line);
  return events;
}

test('answers and notifications, as tmux 3.3a prints them', () => {
  const recorded = [
    '%begin 1363006971 1 0',
    '%end 1363006971 1 0',
    '%session-changed $1 a name',
    '%begin 1363006971 2 1',
    '%0: work',
    '%end 1363006971 2 1',
    '%begin 1363006972 3 1',
    "can't find pane: %9",
    '%error 1363006972 3 1',
    '%sessions-changed',
    '%exit',
  ];
  expect(parse(recorded)).toEqual([
    { type: 'notification', name: 'session-changed', rest: '$1 a name' },
    { type: 'answer', ok: true, lines: ['%0: work'] },
    { type: 'answer', ok: false, lines: ["can't find pane: %9"] },
    { type: 'notification', name: 'sessions-changed', rest: '' },
    { type: 'notification', name: 'exit', rest: '' },
  ]);
});

test("a block of a hook is nobody's answer, whatever it holds", () => {
  expect(parse(['%begin 5 7 0', '%end 5 8 1', '%exit', '%error 5 7 0', '%begin 5 8 1', '%end 5 8 1'])).toEqual([
    { type: 'answer', ok: true, lines: [] },
  ]);
});

test.each([
  '%end 5 8 1',
  '%end 6 7 1',
  '%end 5 7 0',
  '%error 5 7',
  ' %end 5 7 1',
  '%end 5 7 1 ',
  '%begin 5 7 1',
  '%exit',
  '',
])('inside an answer %j is a line like any other', (line) => {
  expect(parse(['%begin 5 7 1', line, '%end 5 7 1'])).toEqual([{ type: 'answer', ok: true, lines: [line] }]);
});

test('what is no protocol is passed over', () => {
  expect(parse(['', 'hello', '\x1bP1000p', '% x'])).toEqual([]);
});

test('any lines come back in the answer that held them', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('%end 1 1 1', '%begin 1 2 1', '%error 1 3 1', '%exit'));
  fc.assert(
    fc.property(fc.array(fc.array(line), { maxLength: 5 }), (answers) => {
      const guards = answers.map((_, index) => `1700000000 ${1000 + index} 1`);
      const stream = answers.flatMap((lines, index) => [`%begin ${guards[index]}`, ...lines, `%end ${guards[index]}`]);
      expect(parse(stream)).toEqual(answers.map((lines) => ({ type: 'answer', ok: true, lines })));
    }),
  );
});
