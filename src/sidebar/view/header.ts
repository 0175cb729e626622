import { allSessionsOf, asksOf, type Model, sessionsOf } from '../model.ts';
import { meantSessionsOf } from '../narrowing.ts';
import { stateGlyphs } from '../theme.ts';
import { type Line, span, spread } from './line.ts';

/**
 * ` opensessions     5  ◉2`: our name, how many sessions there are once it is known, and how many questions and threads
 * wait for a person; with what is out of view when nothing else says so.
 */
export function header(model: Model, marks: string): Line {
  const count = model.snapshot === null ? '' : counts(sessionsOf(model).length, meantSessionsOf(model).length);
  const waiting = waitingCount(model);
  const right = [marks, count].filter((part) => part !== '').join(' ');
  return spread(
    [span(' '), span('opensessions', 'strong')],
    [
      span(`${right} `, 'faint'),
      ...(waiting === 0 ? [] : [span(` ${stateGlyphs.waiting}${waiting}`, 'state-waiting'), span(' ')]),
    ],
    model.size.columns,
  );
}

/** How many are listed, and of how many when some are not. */
function counts(shown: number, all: number): string {
  return shown === all ? `${all}` : `${shown}/${all}`;
}

/** Of all sessions: what waits in a hidden, folded or left out one counts as well. */
function waitingCount(model: Model): number {
  const threads = allSessionsOf(model).flatMap(({ threads }) => threads.filter(({ state }) => state === 'waiting'));
  return asksOf(model).length + threads.length;
}
