import { clientsOn, keyOf, type Model, sessionsOf } from '../model.ts';
import { drawable, tail, width } from '../text.ts';
import { type Line, line, span, wrap } from './line.ts';
import { sessionName } from './row.ts';

/** What an open question or prompt says, in place of the detail panel; empty when none is open. */
export function dialog(model: Model): Line[] {
  const { mode, size } = model;
  switch (mode.name) {
    case 'confirm-kill':
      return killQuestion(model, mode.target);
    case 'confirm-quit':
      return [
        line(span(' Quit opensessions?', 'danger')),
        ...wrap('Every sidebar closes and the daemon ends. Your sessions stay.', size.columns),
      ];
    case 'new-session':
      return [
        line(span(' New session', 'strong')),
        promptLine(mode.text, size.columns),
        ...wrap('name, /path or ~/path; empty: automatic', size.columns),
      ];
    case 'list':
    case 'help':
      return [];
    default:
      return mode satisfies never;
  }
}

function killQuestion(model: Model, target: string): Line[] {
  const sessions = sessionsOf(model);
  const session = sessions.find((session) => keyOf(session) === target);
  if (session === undefined) return [];
  const panes = session.windows.reduce((sum, { panes }) => sum + panes.length, 0);
  const facts = [
    counted(session.windows.length, 'window'),
    counted(panes, 'pane'),
    `${counted(clientsOn(model, session), 'client')} attached`,
  ];
  const isLast = sessions.filter(({ server }) => server === session.server).length === 1;
  return [
    line(span(` Kill ${sessionName(session)}?`, 'danger')),
    ...wrap(facts.join(', '), model.size.columns),
    ...(isLast ? wrap('last session: this ends the tmux server', model.size.columns, 'danger') : []),
  ];
}

/** The end of the text is what is being typed: it stays in view. */
function promptLine(text: string, columns: number): Line {
  const shown = tail(drawable(`.${text}.`).slice(1, -1), columns - width(' > ') - 1);
  return line(span(' > ', 'key'), span(shown), span(' ', 'cursor'));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
