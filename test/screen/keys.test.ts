import { describe, expect, test } from 'vitest';
import type { Ask } from '../../src/protocol/ask.ts';
import type { Command } from '../../src/protocol/command.ts';
import { until } from '../support/until.ts';
import { type InProcess, openInProcess } from './support/in-process.ts';
import { ask, now, session, state } from './support/states.ts';

const sessions = ['api', 'web', 'docs'].map((name, index) => session(index, name));
const esc = '\u001b';

function opened(asks: readonly Ask[] = []): InProcess {
  const sidebar = openInProcess({ columns: 26, rows: 30 });
  sidebar.dispatch({ type: 'link', link: 'live' });
  sidebar.dispatch(state(sessions, sessions[0], {}, [...asks]));
  return sidebar;
}

/** What is asked for when a terminal sends these bytes. */
async function asked(bytes: string, asks: readonly Ask[] = []): Promise<Command[]> {
  const { commands, type } = opened(asks);
  type(bytes);
  return upToRefresh(commands, type);
}

/** What was asked for up to the refresh that is typed last. */
async function upToRefresh(commands: readonly Command[], type: InProcess['type']): Promise<Command[]> {
  type('r');
  const isLast = ({ name }: Command) => name === 'refresh';
  await until(() => commands.some(isLast), 'the refresh');
  return commands.filter((command) => !isLast(command));
}

const move = (id: string) => ({ name: 'cursor.move', session: id });
const goTo = (id: string, focus: 'work' | 'sidebar') => ({ name: 'session.switch', session: id, focus });

const answer = (ask: string, choice: number) => ({ name: 'ask.answer', ask, choice });
const questions = [
  ask('old', 1, 'Deploy?', ['yes', 'no', 'never', 'just look']),
  ask('new', 2, 'Which one?', ['a', 'b'], { since: now - 2000 }),
];

describe('keys', () => {
  test.each<[name: string, bytes: string, expected: object[]]>([
    ['j and down move down, to the end', `j${esc}[Bjj`, [move('$1'), move('$2')]],
    ['application-mode arrows are arrows', `${esc}OB${esc}OA`, [move('$1'), move('$0')]],
    ['k and up move up', `Gk${esc}[A`, [move('$2'), move('$1'), move('$0')]],
    ['g and G go to the ends', 'Gg', [move('$2'), move('$0')]],
    ['Enter goes to the session and its work pane', 'j\r', [move('$1'), goTo('$1', 'work')]],
    ['Tab goes on and stays', '\t', [goTo('$1', 'sidebar')]],
    ['a second Tab counts from where the first one goes', '\t\t', [goTo('$1', 'sidebar'), goTo('$2', 'sidebar')]],
    ['S-Tab goes back, over the end', `${esc}[Z`, [goTo('$2', 'sidebar')]],
    ['digits go by number', '3', [{ name: 'session.switchIndex', index: 3 }]],
    ['a digit without a session does nothing', '9', []],
    ['a paste anywhere else does nothing', `${esc}[200~xyjq${esc}[201~`, []],
    ['x and y kill', 'xy', [{ name: 'session.kill', session: '$0' }]],
    ['x and another key do not', 'xjx\r', []],
    ['d asks the same', 'jdy', [move('$1'), { name: 'session.kill', session: '$1' }]],
    ['q asks once', 'qy', [{ name: 'quit' }]],
    ['q and another key do nothing', 'qn', []],
    ['Ctrl-C is Esc: focus the work pane', '\u0003', [{ name: 'work.focus' }]],
    ['help takes no commands', '?jx\t1?', []],
    ['unknown keys, mouse and replies do nothing', `${esc}[24~${esc}[<0;1;1Mzß漢${esc}[?1;2c`, []],
  ])('%s', async (_, bytes, expected) => {
    expect(await asked(bytes)).toEqual(expected);
  });

  test.each<[name: string, bytes: string, expected: object[]]>([
    ['a opens the oldest question, 1 answers it', 'a1', [answer('old', 0)]],
    ['the letter of a choice answers, large or small', 'aY', [answer('old', 0)]],
    ['letters that two choices begin with do not, nor do those that move', 'anjkr\u0003', []],
    ['Enter takes the choice of the cursor', `aj${esc}[Bk\r`, [answer('old', 1)]],
    ['the cursor stops at both ends', 'akkjjjjjj\r', [answer('old', 3)]],
    ['a number without a choice does nothing', 'a9\u0003', []],
    ['Ctrl-C answers nothing', 'a\u0003y', []],
    ['a paste does not answer', `a${esc}[200~y1${esc}[201~\u0003`, []],
    ["the cursor's session goes first", 'Ga2', [move('$2'), answer('new', 1)]],
  ])('%s', async (_, bytes, expected) => {
    expect(await asked(bytes, questions)).toEqual(expected);
  });

  test.each<[name: string, bytes: string, expected: object[]]>([
    ['n asks for a name', 'nmy name\r', [{ name: 'session.create', session: 'my name' }]],
    ['n takes a path', 'n/tmp/x y\r', [{ name: 'session.create', dir: '/tmp/x y' }]],
    ['n with nothing leaves it to tmux', 'n\r', [{ name: 'session.create' }]],
    ['c does the same, and can be cancelled', `cabc${esc}[I\u0003`, []],
    ['the prompt can be corrected', 'nabé\u007f\u007fc\r', [{ name: 'session.create', session: 'ac' }]],
    ['and emptied', 'nabc\u0015x\r', [{ name: 'session.create', session: 'x' }]],
    ['keys are text in the prompt', 'njxq?1\r', [{ name: 'session.create', session: 'jxq?1' }]],
    ['a name that is taken is not asked for', 'napi\r\u0003', []],
    [
      'a paste is text in the prompt',
      `n${esc}[200~a\nb\u0007${esc}[201~\r`,
      [{ name: 'session.create', session: 'a b' }],
    ],
  ])('where there is no popup: %s', async (_, bytes, expected) => {
    const { commands, dispatch, type } = opened();
    type(bytes.slice(0, 1));
    await until(() => commands.some(({ name }) => name === 'session.pick'), 'the popup to be asked for');
    dispatch({ type: 'error', message: 'no room for a popup', command: 'session.pick' });
    type(bytes.slice(1));
    expect(await upToRefresh(commands, type)).toEqual([{ name: 'session.pick' }, ...expected]);
  });

  test('without a question a does nothing', async () => {
    expect(await asked('a1')).toEqual([{ name: 'session.switchIndex', index: 1 }]);
  });
});
