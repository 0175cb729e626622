import { repositoryOf } from '../protocol/blocks.ts';
import type { Command, Origin } from '../protocol/command.ts';
import type { ConfigSet } from '../protocol/config.ts';
import { filterAfter, listed } from '../protocol/listed.ts';
import { widthMax, widthMin } from '../protocol/place.ts';
import type { TmuxAction } from './action.ts';
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import { noRoom } from './room.ts';
import { placement, type ServerState, type State } from './state.ts';
import { kill, switchTo, windowOf } from './switch.ts';
import { type TmuxClient, type TmuxWindow, visibleWindow, windowOfPane } from './topology.ts';
import { listPrefs, sessions as sessionsOf } from './view.ts';
import { nextStep } from './walk.ts';
import { backToWork, placeOfWork } from './worked.ts';

/** What a command comes to: facts to record first, then what tmux must do, or why it cannot be done. */
export type Plan = { ok: true; events: Event[]; effects: Effect[] } | { ok: false; reason: string };

/** Pure: a command, where it comes from, and the state give what is to do. */
export function plan(state: State, command: Command, origin: Origin): Plan {
  if (command.name === 'refresh') return done([], [{ type: 'refresh' }]);
  if (command.name === 'quit') return done([], [{ type: 'quit' }]);
  if (command.name === 'ask.answer') {
    const ask = state.asks.find(({ id }) => id === command.ask);
    if (ask === undefined) return refused('no such question: it was answered, withdrawn or timed out');
    const answer = ask.choices[command.choice];
    if (answer === undefined) return refused(`no choice ${command.choice}: there are ${ask.choices.length}, from 0`);
    return done([], [{ type: 'ask.answer', id: ask.id, answer }]);
  }
  if (command.name === 'thread.dismiss')
    return done([{ type: 'thread.dismissed', agent: command.agent, thread: command.thread }], []);
  if (command.name === 'panel.resize') return written({ key: 'detailPanelHeight', value: command.rows });
  if (command.name === 'theme.set') return written({ key: 'theme', value: command.theme });
  if (command.name === 'list.filter')
    return done([{ type: 'list.filtered', filter: command.filter ?? filterAfter(state.list.filter) }], []);
  if (command.name === 'list.reveal')
    return done([{ type: 'list.revealed', shows: command.shows ?? !state.list.showsHidden }], []);
  if (command.name === 'list.fold') {
    const { repository, folded } = command;
    const isKnown = [...state.repositories.values()].some((git) => repositoryOf({ git }) === repository);
    return isKnown
      ? done([{ type: 'list.folded', repository, folded }], [])
      : refused(`no session is in ${repository}`);
  }
  if (command.name === 'server.announce') {
    if (origin.server === undefined)
      return refused('server.announce needs a server: the part of $TMUX before the first comma');
    return done([], [{ type: 'server.attach', server: origin.server }]);
  }
  const where = find(state, origin);
  if (where === undefined)
    return refused('no tmux server is known: run this inside tmux, or open the sidebar there first');
  const { id, server, client } = where;
  const visible = client === undefined ? undefined : windowOf(server, visibleWindow(server.topology, client));
  const sequence = (actions: TmuxAction[]): Plan => done([], [{ type: 'tmux.sequence', server: id, actions }]);

  switch (command.name) {
    case 'sidebar.show':
    case 'sidebar.toggle': {
      const shown = command.name === 'sidebar.show' || !server.shown;
      const event: Event = { type: 'sidebars.toggled', server: id, shown };
      const why = shown ? noRoom(visible, placement(state, server).width) : null;
      return client === undefined || why === null ? done([event], []) : told(id, client, why, [event]);
    }
    case 'sidebar.resize': {
      const { width } = placement(state, server);
      const wanted = Math.min(widthMax, Math.max(widthMin, width + command.by));
      return wanted === width
        ? refused(`the sidebar has ${widthMin} to ${widthMax} columns`)
        : written({ key: 'sidebarWidth', value: wanted });
    }
    case 'sidebar.width': {
      const wanted = Math.min(widthMax, Math.max(widthMin, command.columns));
      // The look that follows gives it the width that it had.
      return wanted === placement(state, server).width ? done([], []) : written({ key: 'sidebarWidth', value: wanted });
    }
    case 'sidebar.focus': {
      if (command.back === true && visible?.panes.some(({ role, active }) => active && role === 'live'))
        return sequence(backToWork(visible, server.worked.get(visible.id)));
      const shown: Event = { type: 'sidebars.toggled', server: id, shown: true };
      if (client === undefined) return done([shown], []);
      const why = noRoom(visible, placement(state, server).width);
      // Nothing is wanted for later: the focus would jump when the window gets wider.
      if (why !== null) return told(id, client, why, [shown]);
      return done([shown, { type: 'focus.wanted', server: id, client: client.name }], []);
    }
    case 'work.focus':
      return visible === undefined ? done([], []) : sequence(backToWork(visible, server.worked.get(visible.id)));
    case 'session.switch':
      if (client === undefined) return refused('no tmux client is attached that could switch');
      if (!hasSession(server, command.session)) return refused(`no session ${command.session}`);
      return sequence(switchTo(server, client, command.session, command.focus));
    case 'session.switchIndex': {
      if (client === undefined) return refused('no tmux client is attached that could switch');
      const sessions = listed(sessionsOf(state, id, server), state.asks, listPrefs(state));
      const session = sessions[command.index - 1];
      if (session === undefined)
        return refused(`no session ${command.index}: there ${sessions.length === 1 ? 'is' : 'are'} ${sessions.length}`);
      return sequence(switchTo(server, client, session.id, 'work'));
    }
    case 'pane.focus': {
      if (client === undefined) return refused('no tmux client is attached that could go there');
      const window = windowOfPane(server.topology, command.pane);
      const target = window?.panes.find(({ id, role }) => id === command.pane && role === 'work');
      const session = sessionWith(server, client, window?.id);
      if (window === undefined || target === undefined || session === undefined)
        return refused(`no pane ${command.pane}`);
      return sequence(switchTo(server, client, session, 'work', { window, pane: target.id }));
    }
    case 'window.focus': {
      if (client === undefined) return refused('no tmux client is attached that could go there');
      const window = windowOf(server, command.window);
      const isLinked = server.topology.sessions.some(
        ({ id, windows }) => id === command.session && windows.some((link) => link.window === command.window),
      );
      const pane = window === undefined ? undefined : placeOfWork(window, server.worked.get(window.id));
      if (window === undefined || pane === undefined || !isLinked)
        return refused(`no window ${command.window} in session ${command.session}`);
      return sequence(switchTo(server, client, command.session, 'work', { window, pane: pane.id }));
    }
    case 'attention.next': {
      if (client === undefined) return refused('no tmux client is attached that could go there');
      const { to, walk, why } = nextStep(state, id, server, client);
      const event: Event = { type: 'walk.stepped', server: id, client: client.name, walk };
      if (to === null) return told(id, client, why ?? '', [event]);
      const window = to.pane === null ? undefined : windowOfPane(server.topology, to.pane);
      const session = sessionWith(server, client, window?.id) ?? to.session;
      const exactly = window === undefined || to.pane === null ? undefined : { window, pane: to.pane };
      const actions = switchTo(server, client, session, to.focus, exactly);
      return done(
        [{ ...event, walk: walk === null ? null : { ...walk, session } }],
        [{ type: 'tmux.sequence', server: id, actions }],
      );
    }
    case 'session.move':
    case 'session.hide': {
      const { session } = command;
      if (!hasSession(server, session)) return refused(`no session ${session}`);
      const event: Event =
        command.name === 'session.move'
          ? { type: 'session.moved', server: id, session, by: command.by, group: command.group === true }
          : { type: 'session.hidden', server: id, session, hidden: command.hidden };
      return done([event], []);
    }
    case 'session.pick':
      if (client === undefined) return refused('no tmux client is attached that could show a popup');
      return done([], [{ type: 'popup.open', server: id, client: client.name }]);
    case 'session.create': {
      const dir = command.dir ?? (client === undefined ? undefined : server.dirs.get(client.session));
      return done(
        [],
        [{ type: 'session.create', server: id, client: client?.name ?? null, name: command.session, dir }],
      );
    }
    case 'session.rename':
      if (!hasSession(server, command.session)) return refused(`no session ${command.session}`);
      return sequence([{ type: 'session.rename', session: command.session, name: command.to }]);
    case 'session.kill':
      if (!hasSession(server, command.session)) return refused(`no session ${command.session}`);
      return sequence(kill(server, command.session, neighbour(state, id, server, command.session)));
    case 'port.open': {
      const address = `http://localhost:${command.port}`;
      return done(
        [],
        [{ type: 'address.open', address, server: id, client: client?.name ?? null, session: client?.session ?? null }],
      );
    }
    case 'cursor.move':
      if (client === undefined) return done([], []);
      return done([{ type: 'cursor.moved', server: id, client: client.name, session: command.session }], []);
    case 'layout.even':
      return visible === undefined ? done([], []) : sequence([even(visible, placement(state, server))]);
    default:
      return command satisfies never;
  }
}

/** Id of the session that stands below another one in the list, else above it; one that is not listed where there is no other. */
function neighbour(state: State, id: string, server: ServerState, session: string): string | undefined {
  const all = sessionsOf(state, id, server);
  const shown = listed(all, state.asks, listPrefs(state));
  const index = shown.findIndex((one) => one.id === session);
  const beside = index < 0 ? shown[0] : (shown[index + 1] ?? shown[index - 1]);
  return (beside ?? all.find((one) => one.id !== session))?.id;
}

function done(events: Event[], effects: Effect[]): { ok: true; events: Event[]; effects: Effect[] } {
  return { ok: true, events, effects };
}

function written(option: ConfigSet): Plan {
  return done([], [{ type: 'config.set', option }]);
}

/** For a person who may have no sidebar before them. */
function told(server: string, client: TmuxClient, text: string, events: Event[]): Plan {
  return done(events, [
    { type: 'tmux.sequence', server, actions: [{ type: 'client.message', client: client.name, text }] },
  ]);
}

function refused(reason: string): Plan {
  return { ok: false, reason };
}

interface Where {
  id: string;
  server: ServerState;
  client: TmuxClient | undefined;
}

/**
 * The server that is meant (the only one, when none is named) and the client: the named one, and no other when that is gone;
 * else the one that looks at the pane, else the latest.
 */
function find(state: State, { server: id, client: name, pane }: Origin): Where | undefined {
  const entry =
    id === undefined
      ? state.servers.size === 1
        ? [...state.servers][0]
        : undefined
      : ([id, state.servers.get(id)] as const);
  if (entry?.[1] === undefined) return undefined;
  const [key, server] = entry;
  const { topology } = server;
  const window = pane === undefined ? undefined : windowOfPane(topology, pane)?.id;
  const client =
    name === undefined
      ? (topology.clients.find((one) => window !== undefined && visibleWindow(topology, one) === window) ??
        topology.clients[0])
      : topology.clients.find((one) => one.name === name);
  return { id: key, server, client };
}

function hasSession({ topology }: ServerState, id: string): boolean {
  return topology.sessions.some((session) => session.id === id);
}

/** The session through which a client best reaches a window: its own, else the first that shows it. */
function sessionWith({ topology }: ServerState, client: TmuxClient, window: string | undefined): string | undefined {
  const holding = topology.sessions.filter(({ windows }) => windows.some((link) => link.window === window));
  return (holding.find(({ id }) => id === client.session) ?? holding[0])?.id;
}

/** Work panes side by side with equal widths; the sidebar, an outermost column, keeps its own. */
function even(window: TmuxWindow, { width, position }: { width: number; position: 'left' | 'right' }): TmuxAction {
  const ours = window.panes.find((pane) => pane.role !== 'work');
  const work = window.panes.filter((pane) => pane.role === 'work');
  const space = window.width - (ours === undefined ? 0 : width + 1) - (work.length - 1);
  const share = (index: number) =>
    Math.floor((space * (index + 1)) / work.length) - Math.floor((space * index) / work.length);
  const columns = work.map((pane, index) => ({ pane: pane.id, width: share(index) }));
  const ourColumn = ours === undefined ? [] : [{ pane: ours.id, width }];
  return {
    type: 'layout.even',
    window: window.id,
    // From the left; the last column takes what is left.
    panes: (position === 'left' ? [...ourColumn, ...columns] : [...columns, ...ourColumn]).slice(0, -1),
  };
}
