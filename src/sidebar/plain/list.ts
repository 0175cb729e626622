import type { Session } from '../../protocol/state.ts';
import { clean } from '../../protocol/text.ts';
import { keyOf } from '../model.ts';
import { asksIn, type PlainView, waitingCount } from './view.ts';
import { askWords, counted, isSaid, progressWords, statusWords, threadWords } from './words.ts';

/** All there is: a line for each session, below one that counts them. */
export function listLines(view: PlainView, now: number): string[] {
  const { all, listed } = view;
  const waiting = waitingCount(view);
  const count =
    listed.length === all.length
      ? counted(all.length, 'session')
      : `${listed.length} of ${counted(all.length, 'session')}`;
  const first = [
    count,
    waiting === 0 ? 'nobody waits for you' : `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for you`,
  ];
  return [`${first.join(', ')}.`, ...listed.map((session, index) => sessionLine(view, session, index + 1, now))];
}

function sessionLine(view: PlainView, session: Session, number: number, now: number): string {
  const { name, branch, threads, metadata } = session;
  const status = metadata.status === null ? '' : statusWords(metadata.status);
  const progress = metadata.progress === null ? '' : progressWords(metadata.progress);
  const said = [
    ...asksIn(view, session).map((ask) => `asks: ${askWords(ask)}`),
    ...threads.map((thread) => threadWords(thread, now)),
    isSaid(status) ? `status: ${status}` : '',
    isSaid(progress) ? `progress: ${progress}` : '',
    branch === null ? '' : `branch ${clean(branch)}`,
  ].filter(isSaid);
  const head = [`${number}. ${clean(name)}`, keyOf(session) === view.here ? 'current' : ''].filter(isSaid).join(', ');
  return said.length === 0 ? head : `${head}, ${said.join('; ')}`;
}
