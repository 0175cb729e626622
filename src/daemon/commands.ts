import type { Effect } from '../core/effect.ts';
import type { Event } from '../core/event.ts';
import { plan } from '../core/plan.ts';
import { Command, type Origin } from '../protocol/command.ts';
import type { ConfigSet } from '../protocol/config.ts';
import type { OpenAddress } from './addresses.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

/** Facts of ours alone, which need no look at tmux. */
const ours: ReadonlySet<Event['type']> = new Set(['cursor.moved', 'walk.stepped', 'session.moved', 'session.hidden']);

/** A command that cannot be done; `message` says why, in one line for a person. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** Carries out a command; resolves when tmux has done it. @throws CommandRefused; TmuxError; TmuxGone */
export type RunCommand = (command: Command, origin: Origin) => Promise<void>;

export interface CommandsOptions {
  store: Store;
  servers: Servers;
  /** Somebody chose an answer to a question. */
  answer: (ask: string, answer: string) => void;
  /** Writes an option into the config file. @throws Error */
  setOption: (option: ConfigSet) => void;
  openAddress: OpenAddress;
  /** Opens the sessionizer on a client. @throws TmuxError */
  openPopup: (server: string, client: string) => Promise<void>;
  /** A session was made in this directory. */
  onCreated: (dir: string) => void;
  refresh: () => Promise<void>;
  quit: () => void;
}

export function commands({
  store,
  servers,
  answer,
  setOption,
  openAddress,
  openPopup,
  onCreated,
  refresh,
  quit,
}: CommandsOptions): RunCommand {
  async function run(command: Command, origin: Origin): Promise<void> {
    // Whoever asks from inside a tmux server makes it known by that.
    if (origin.server !== undefined && servers.get(origin.server) === undefined) await servers.announce(origin.server);
    const planned = plan(store.state(), command, origin);
    if (!planned.ok) throw new CommandRefused(planned.reason);
    for (const event of planned.events) store.dispatch(event);
    for (const effect of planned.effects) await perform(effect, origin);
    const changed = new Set(
      planned.events.flatMap((event) => ('server' in event && !ours.has(event.type) ? [event.server] : [])),
    );
    for (const server of changed) await servers.wake(server);
  }

  async function perform(effect: Effect, origin: Origin): Promise<void> {
    switch (effect.type) {
      case 'server.attach':
        return servers.announce(effect.server);
      case 'tmux.sequence':
        return servers.sequence(effect.server, effect.actions);
      case 'session.create': {
        const session = await servers.get(effect.server)?.createSession(effect.name, effect.dir);
        if (effect.dir !== undefined) onCreated(effect.dir);
        // The new session has its slot before the client goes there: its first draw has the sidebar in it.
        await servers.wake(effect.server);
        if (session === undefined || effect.client === null) return;
        // Who asked may have left meanwhile; another client is not to be taken there instead.
        if (!store.state().servers.get(effect.server)?.clients.has(effect.client)) return;
        return run(
          { name: 'session.switch', session, focus: 'work' },
          { ...origin, server: effect.server, client: effect.client },
        );
      }
      case 'popup.open':
        return openPopup(effect.server, effect.client);
      case 'ask.answer':
        return answer(effect.id, effect.answer);
      case 'config.set':
        return setOption(effect.option);
      case 'address.open':
        return openAddress(effect);
      case 'refresh':
        return refresh();
      case 'quit':
        return quit();
      default:
        return effect satisfies never;
    }
  }

  return run;
}

/** A key binding's request, `verb argument… client`, as a command. Null for what is none. */
export function parseRequest(request: string): { command: Command; client: string } | null {
  const [verb, ...rest] = request.trim().split(' ');
  const client = rest.pop() ?? '';
  const named = {
    focus: 'sidebar.focus',
    back: 'work.focus',
    toggle: 'sidebar.toggle',
    even: 'layout.even',
    next: 'attention.next',
    sessionizer: 'session.pick',
    switch: 'session.switchIndex',
    width: 'sidebar.width',
  }[verb ?? ''];
  const parsed = Command.safeParse({ name: named, index: Number(rest[0]), columns: Number(rest[0]) });
  return parsed.success ? { command: parsed.data, client } : null;
}
