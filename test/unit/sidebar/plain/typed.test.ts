import { expect, test } from 'vitest';
import { createLines, typedCharactersMax } from '../../../../src/sidebar/plain/lines.ts';
import { helpLines, typed } from '../../../../src/sidebar/plain/typed.ts';
import { plainView } from '../../../../src/sidebar/plain/view.ts';
import { ask, server, session, snapshot } from '../../../screen/support/states.ts';

const you = { server, client: null, session: '$1', cursor: null, visible: true, mouse: false };
const sessions = [session(1, 'api'), session(2, 'web')];
const ship = ask('q1', 1, 'Ship it?', ['yes', 'not today']);
const which = ask('q2', 2, 'Which one?', ['a', 'b', '1']);
const none = plainView(snapshot(sessions), you);
const one = plainView(snapshot(sessions, sessions[0], [ship]), you);
const two = plainView(snapshot(sessions, sessions[0], [ship, which]), you);

const answer = (id: string, choice: number) => ({ do: 'send', command: { name: 'ask.answer', ask: id, choice } });
const says = (...lines: unknown[]) => ({ do: 'say', lines });

test.each<[line: string, view: typeof none, result: object]>([
  ['2', none, { do: 'send', command: { name: 'session.switch', session: '$2', focus: 'work' } }],
  [' 2 \u0007', none, { do: 'send', command: { name: 'session.switch', session: '$2', focus: 'work' } }],
  ['1', none, says('already in api')],
  ['3', none, says('no session 3: there are 2')],
  ['0', none, says('no session 0: there are 2')],
  ['!', none, says('nobody waits for you')],
  ['!', one, { do: 'send', command: { name: 'attention.next' } }],
  ['a 2', none, says('no question is open')],
  ['a 2', one, answer('q1', 1)],
  ['a Not  Today', one, answer('q1', 1)],
  ['a 3', one, says('no such choice: Ship it? Answers: 1 yes, 2 not today')],
  ['a', one, says('question 1: Ship it? Answers: 1 yes, 2 not today')],
  ['a 2', two, says('several questions are open: a QUESTION CHOICE', expect.any(String), expect.any(String))],
  ['a 2 2', two, answer('q2', 1)],
  // A choice that is called 1 is meant before the first one.
  ['a 2 1', two, answer('q2', 2)],
  ['a 9 1', two, says('several questions are open: a QUESTION CHOICE', expect.any(String), expect.any(String))],
  ['l', none, { do: 'list' }],
  ['?', none, says(...helpLines)],
  ['q', none, { do: 'leave' }],
  ['', none, says()],
  ['rm -rf /', none, says('not understood; ? says what can be typed')],
])('%j', (line, view, result) => {
  expect(typed(line, view)).toEqual(result);
});

test('of two tmux servers nothing is switched by number', () => {
  const other = { ...session(1, 'far'), server: '/tmp/other' };
  const view = plainView(snapshot([...sessions, other]), { ...you, server: null, session: null });
  expect(typed('2', view)).toEqual(says('several tmux servers: do it inside one'));
});

test('lines come in whatever pieces, and a line without end is not kept', () => {
  const lines = createLines();
  expect([lines('1\r'), lines('\nl\n!'), lines('\n')]).toEqual([[], ['1', 'l'], ['!']]);
  for (let index = 0; index < 100; index += 1) expect(lines('x'.repeat(typedCharactersMax))).toEqual([]);
  expect(lines('\n')).toEqual(['x'.repeat(typedCharactersMax)]);
});
