import type { Session, Thread } from '../../protocol/state.ts';
import { allSessionsOf, clientsOn, keyOf, type Model, type SessionKey } from '../model.ts';
import { drawable } from '../text.ts';
import { stateGlyphs } from '../theme.ts';
import { begun, clip, type Line, line, span, spread, wrap } from './line.ts';
import { sessionName } from './session-name.ts';

const agentsShown = 5;
const portsShown = 5;

/**
 * What dies with a session, most precious first: where there is little room the end is cut, never the name. Nothing of it
 * can be undone.
 */
export function killQuestion(model: Model, target: SessionKey, rows: number): Line[] {
  const sessions = allSessionsOf(model);
  const session = sessions.find((one) => keyOf(one) === target);
  if (session === undefined) return [];
  const { columns } = model.size;
  const isLast = sessions.filter(({ server }) => server === session.server).length === 1;
  const lines = [
    line(span(` Kill ${sessionName(session)}?`, 'danger')),
    ...(isLast ? wrap('last session: this ends the tmux server', columns, 'danger') : []),
    ...agentLines(session, columns),
    ...workLines(session, columns),
    ...wrap([...countsOf(model, session), ...portsOf(session)].join(', '), columns),
    ...wrap('This cannot be undone.', columns, 'faint'),
  ];
  return begun(lines, rows);
}

/** The agents there: those at work, which would be broken off, first. */
function agentLines({ threads }: Session, columns: number): Line[] {
  const here = threads.filter(({ outside }) => !outside);
  const busy = here.filter(isBusy);
  const shown = busy.slice(0, agentsShown).map(({ agent, name, state }) => {
    const who = [drawable(agent), drawable(name ?? '')].filter((part) => part !== '').join(' ');
    const left = [span(' '), span(stateGlyphs[state], `state-${state}`), span(` ${who}`)];
    // The glyph says it as well: where there is no room, the name matters more.
    return clip(spread(left, [span(`${state} `, 'faint')], columns), columns);
  });
  const others = here.length - shown.length;
  return others === 0
    ? shown
    : [
        ...shown,
        ...wrap(
          `${shown.length > 0 ? 'and ' : ''}${counted(others, 'agent')}${shown.length > 0 ? ' more' : ''}`,
          columns,
        ),
      ];
}

function isBusy({ state }: Thread): boolean {
  return state === 'running' || state === 'waiting';
}

/** What is in its working tree alone. It stays on the disk, and nobody has it in view any more. */
function workLines({ git }: Session, columns: number): Line[] {
  if (git === null) return [];
  const ahead = git.ahead ?? 0;
  const facts = [
    ...(git.dirty === true ? ['uncommitted work'] : []),
    ...(ahead > 0 ? [`${counted(ahead, 'commit')} not pushed`] : []),
    ...(git.operation === null ? [] : [`unfinished ${git.operation}`]),
  ];
  if (facts.length === 0) return [];
  const branch = git.branch === null ? '' : ` in ${drawable(git.branch)}`;
  return wrap(`${facts.join(', ')}${branch}`, columns, 'tone-warn');
}

function countsOf(model: Model, session: Session): string[] {
  const panes = session.windows.reduce((sum, one) => sum + one.panes.length, 0);
  return [
    counted(session.windows.length, 'window'),
    counted(panes, 'pane'),
    `${counted(clientsOn(model, session), 'client')} attached`,
  ];
}

function portsOf({ ports }: Session): string[] {
  const shown = ports.slice(0, portsShown).map(({ port, program }) => `${drawable(program)} :${port}`);
  return ports.length > shown.length ? [...shown, `${ports.length - shown.length} ports more`] : shown;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
