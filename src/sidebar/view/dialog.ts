import { letterOf } from '../choice.ts';
import { allSessionsOf, keyOf, type Model, openAsk } from '../model.ts';
import { type Prompt, promptProblem } from '../prompt.ts';
import { drawable } from '../text.ts';
import { stateGlyphs } from '../theme.ts';
import { themeChoices } from '../themes.ts';
import { aimedAt } from './aimed-at.ts';
import { killQuestion } from './kill-question.ts';
import { begun, blank, hang, type Line, line, span, spread, wrap } from './line.ts';
import { promptLine } from './prompt-line.ts';
import { sessionName } from './session-name.ts';

const headRowsMin = 2;
const themeRowsMax = 10;

/** What an open question or prompt says in at most `rows`, in place of the detail panel; empty when none is open. */
export function dialog(model: Model, rows = Number.POSITIVE_INFINITY): Line[] {
  const { mode, size } = model;
  switch (mode.name) {
    case 'confirm-kill':
      return killQuestion(model, mode.target, rows);
    case 'confirm-quit':
      return [
        line(span(' Quit opensessions?', 'danger')),
        ...wrap('Every sidebar closes and the daemon ends. Your sessions stay.', size.columns),
      ];
    case 'new-session':
      return [
        line(span(' New session', 'strong')),
        promptLine(mode.text, size.columns),
        ...promptHint(model, mode, 'name, /path or ~/path; empty: automatic'),
      ];
    case 'rename': {
      const session = allSessionsOf(model).find((one) => keyOf(one) === mode.target);
      return [
        line(span(` Rename ${session === undefined ? '' : sessionName(session)}`, 'strong')),
        promptLine(mode.text, size.columns),
        ...promptHint(model, mode, 'tmux makes _ of . and :'),
      ];
    }
    case 'ask':
      return askDialog(model, mode.choice, rows);
    case 'themes':
      return themeDialog(model, mode.choice, rows);
    case 'ports':
      return portsDialog(model, mode.session, mode.choice, rows);
    case 'list':
    case 'find':
    case 'help':
    case 'explain':
    case 'entry':
      return [];
    default:
      return mode satisfies never;
  }
}

/** What is wrong with the text, in place of what may be typed. */
function promptHint(model: Model, mode: Prompt, hint: string): Line[] {
  const problem = promptProblem(model, mode);
  return problem === null ? wrap(hint, model.size.columns) : wrap(problem, model.size.columns, 'danger');
}

/** Where there is little room the choices have it, and the cursor's is always in view. */
function askDialog(model: Model, cursor: number, rows: number): Line[] {
  const ask = openAsk(model);
  if (ask === undefined) return [];
  const { columns } = model.size;
  const session = allSessionsOf(model).find(({ server, id }) => server === ask.server && id === ask.session);
  const asker = session === undefined ? ask.session : sessionName(session);
  const head = [
    line(span(' '), span(stateGlyphs.waiting, 'state-waiting'), span(` ${asker}`, 'strong'), span(' asks', 'faint')),
    ...wrap(drawable(ask.question), columns),
  ];
  const choices = ask.choices.map((_, index) =>
    aimedAt(choiceLines(ask.choices, index, index === cursor, columns), { kind: 'choice', index }),
  );
  const choiceRows = choices.flat().length;
  const headRows = Math.min(head.length, Math.max(rows - choiceRows, Math.min(headRowsMin, rows - 1)));
  const room = rows - headRows;
  const start = choices.slice(0, cursor).flat().length;
  const end = start + (choices[cursor]?.length ?? 0);
  const top = Math.min(start, Math.max(0, end - room));
  return [...begun(head, headRows), ...choices.flat().slice(top, top + room)];
}

/** So few that most of the list stays in view: that is what a theme is chosen by. */
function themeDialog(model: Model, choice: number, rows: number): Line[] {
  const names = themeChoices(model);
  const head =
    rows < headRowsMin
      ? []
      : [spread([span(' Theme', 'strong')], [span(`${choice + 1}/${names.length} `, 'faint')], model.size.columns)];
  const room = Math.min(rows, themeRowsMax) - head.length;
  const top = Math.max(0, Math.min(choice - Math.floor(room / 2), names.length - room));
  const shown = names.slice(top, top + room).map((name, index): Line => {
    const isCursor = top + index === choice;
    const target = { kind: 'choice', index: top + index } as const;
    return { ...line(span(' '), span(drawable(name))), target, ...(isCursor ? { fill: 'cursor' } : {}) };
  });
  return [...head, ...shown];
}

function portsDialog(model: Model, key: string, cursor: number, rows: number): Line[] {
  const session = allSessionsOf(model).find((one) => keyOf(one) === key);
  if (session === undefined) return [];
  const head = [line(span(' Open a port of ', 'faint'), span(sessionName(session), 'strong'))];
  const choices = session.ports.map(({ port, program }, index): Line => {
    const spans = [span(' '), span(`${index + 1} `, 'key'), span(`:${port}`), span(` ${drawable(program)}`, 'faint')];
    return { spans, target: { kind: 'choice', index }, ...(index === cursor ? { fill: 'cursor' } : {}) };
  });
  const room = Math.max(1, rows - head.length);
  const top = Math.max(0, Math.min(cursor - room + 1, choices.length - room));
  return [...head, ...choices.slice(top, top + room)].slice(-rows);
}

/** Number and text; the letter that answers as well is bold. */
function choiceLines(choices: readonly string[], index: number, isCursor: boolean, columns: number): Line[] {
  const text = drawable(choices[index] ?? '');
  const letter = letterOf(choices, index) === null ? '' : (/^./u.exec(text)?.[0] ?? '');
  const [first = blank, ...others] = hang([span(' '), span(`${index + 1} `, 'key')], text, columns);
  const [gutter, number, words = span('')] = first.spans;
  const start = [gutter, number, span(letter, 'key'), span(words.text.slice(letter.length))];
  return [{ spans: start.filter((part) => part !== undefined) }, ...others].map((line) =>
    isCursor ? { ...line, fill: 'cursor' } : line,
  );
}
