import type { Explanation, Signal } from '../../protocol/explain.ts';
import { allSessionsOf, keyOf, type Mode, type Model } from '../model.ts';
import { drawable } from '../text.ts';
import { stateGlyphs } from '../theme.ts';
import { elapsed } from './elapsed.ts';
import { blank, hang, type Line, line, span, wrap } from './line.ts';
import { sessionName } from './session-name.ts';

/** Why the threads of a session are shown as they are: each with its rule, and every signal, the decisive one marked. */
export function explanation(model: Model, { session: key, answer }: Extract<Mode, { name: 'explain' }>): Line[] {
  const { columns } = model.size;
  const session = allSessionsOf(model).find((one) => keyOf(one) === key);
  const title = line(span(` why ${session === undefined ? '' : sessionName(session)}`, 'strong'));
  if (answer === null) return [title, line(span(' asking…', 'faint'))];
  if (answer.explanations.length === 0) return [title, ...wrap('no agents here', columns, 'faint')];
  return [title, ...answer.explanations.flatMap((one) => [blank, ...paragraph(one, answer.now, columns)])];
}

function paragraph({ thread, rule, signals }: Explanation, now: number, columns: number): Line[] {
  const { agent, name, thread: id, state, since, certainty } = thread;
  const start = [span(' '), span(stateGlyphs[state], `state-${state}`), span(' ')];
  return [
    ...hang(start, `${drawable(agent)} ${drawable(name ?? id)}`, columns, 'strong'),
    ...wrap(`${state} ${elapsed(since, now)}, ${certainty}`, columns, `state-${state}`, 3),
    ...wrap(drawable(rule), columns, 'plain', 3),
    ...signals.flatMap((one) => signal(one, now, columns)),
  ];
}

function signal({ source, claim, detail, at, role, failed }: Signal, now: number, columns: number): Line[] {
  const decided = role === 'decided';
  const notes = [decided || role === 'outranked' ? '' : role, failed ? 'look failed' : ''].filter((one) => one !== '');
  const said = [source, elapsed(at, now), claim ?? '-', drawable(detail ?? ''), ...notes.map((one) => `(${one})`)];
  const mark = [span(' '), span(decided ? '▸' : ' ', 'key'), span(' ')];
  return hang(mark, said.filter((one) => one !== '').join(' '), columns, decided ? 'plain' : 'faint');
}
