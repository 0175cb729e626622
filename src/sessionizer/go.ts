import { type Answer, askStarting, detail } from '../client/request.ts';
import type { Command, Origin } from '../protocol/command.ts';
import type { Target } from './candidate.ts';
import { existing } from './directories.ts';
import { type Homed, nameFor, sessionOf } from './naming.ts';
import type { Item } from './picker.ts';

export interface Going {
  /** Path of the daemon's unix socket. */
  socket: string;
  /** Whose client goes. */
  origin: Origin;
  sessions: readonly Homed[];
  /** Where a session with a typed name is made; null leaves it to the daemon. */
  here: string | null;
}

/** Goes to what was chosen: the session, or a new one. @throws Error in one line for a person */
export async function goTo(item: Item, going: Going): Promise<void> {
  const answer = await send(going, await commandFor(item, going));
  if (answer.status >= 300) throw new Error(detail(answer.body));
}

async function commandFor(item: Item, { sessions, here }: Going): Promise<Command> {
  if (item.type === 'create')
    return { name: 'session.create', session: item.name, ...(here === null ? {} : { dir: here }) };
  const target: Target = item.type === 'open' ? { dir: item.dir } : item.hit.candidate.target;
  if ('session' in target) return { name: 'session.switch', session: target.session, focus: 'work' };
  const { dir } = target;
  const there = sessionOf(dir, sessions);
  if (there !== undefined) return { name: 'session.switch', session: there.id, focus: 'work' };
  // tmux would begin in the home directory, without a word.
  const found = await existing([dir]);
  if (found === null) throw new Error(`${dir} does not answer`);
  if (!found.has(dir)) throw new Error(`no directory ${dir}`);
  const names = sessions.map(({ name }) => name);
  return { name: 'session.create', session: nameFor(dir, names), dir };
}

function send({ socket, origin }: Going, command: Command): Promise<Answer> {
  return askStarting(socket, 'POST', '/command', { origin, command });
}
