import { type Listing, livePanes, type Pane, visibleWindows, type Window, workPanes } from './listing.ts';

/** The width that is configured when nothing is. */
const sidebarColumns = 26;
/** The documented least room for work. */
const workColumnsMin = 10;

/** What tmux calls a window by itself in a walk; the latter just after a pane began. */
const programs = ['cat', 'tmux'];

/** What the walk knows at a moment at which the daemon has nothing more to do. */
export interface Moment {
  /** Before the step. */
  before: Listing;
  /** Right after it, before the daemon could do anything. */
  at: Listing;
  /** Now. */
  now: Listing;
  /** The sidebars are to be seen. */
  shown: boolean;
  /** The step may have ended work panes. */
  kills: boolean;
}

/** How many run. */
export interface Processes {
  daemons: number;
  sidebars: number;
  controlLines: number;
}

/** What is not as it should be; empty is what one wants. */
export function faults(moment: Moment): string[] {
  return [...inWindows(moment), ...ofTheUser(moment)];
}

function inWindows({ now, shown }: Moment): string[] {
  const visible = visibleWindows(now);
  return [...now.windows.values()].flatMap((window) => {
    const ours = window.panes.filter(({ mark }) => mark !== '');
    const found: string[] = [];
    if (ours.length > 1) found.push(`${ours.length} panes of ours`);
    if (ours.length === window.panes.length) found.push('no work pane is left');
    if (window.panes.some(({ mark, pid }) => mark === '' && pid === 0)) found.push('a pane of nobody');
    const [own] = ours;
    if (shown) found.push(...inWindow(window, own, visible.has(window.id)));
    else if (own !== undefined && !window.zoomed) found.push(`${own.id} is still shown`);
    return found.map((text) => `${window.id} (${window.layout}): ${text}`);
  });
}

function inWindow(window: Window, own: Pane | undefined, isVisible: boolean): string[] {
  if (window.width < sidebarColumns + 1 + workColumnsMin)
    return own === undefined || window.zoomed || !isVisible ? [] : [`${own.id} takes the room of the work`];
  if (own === undefined) return ['no sidebar'];
  const found: string[] = [];
  if (isVisible && (own.mark !== 'live' || own.pid === 0)) found.push(`${own.id} is not live`);
  if (!window.zoomed && !own.leftColumn) found.push(`${own.id} is not the left column`);
  if (!window.zoomed && own.width !== sidebarColumns) found.push(`${own.id} has ${own.width} columns`);
  if (own.mark === 'slot' && own.active && !window.zoomed) found.push(`the slot ${own.id} has the focus`);
  return found;
}

/** What only the user may change. */
function ofTheUser({ before, at, now, kills }: Moment): string[] {
  const found: string[] = [];
  const left = [...workPanes(at), ...at.strangersInStash];
  const [was, is] = [left.toSorted().join(), workPanes(now).toSorted().join()];
  if (was !== is) found.push(`the work panes ${was} have become ${is}`);
  const lost = kills ? [] : workPanes(before).filter((id) => !left.includes(id));
  if (lost.length > 0) found.push(`the work panes ${lost.join()} are gone`);
  for (const { session, window, current } of at.links) {
    const there = now.links.filter((one) => one.session === session && one.window === window);
    if (current && there.length > 0 && !there.some((one) => one.current))
      found.push(`${window} is no longer the current window of ${session}`);
  }
  const livesOn = (id: string) => now.sessions.some((session) => session.id === id);
  for (const { name, session } of at.clients.filter((client) => livesOn(client.session))) {
    const there = now.clients.find((client) => client.name === name);
    if (there === undefined) found.push(`the client ${name} has been detached`);
    else if (session !== there.session) found.push(`the client ${name} has left ${session}`);
  }
  if (now.clients.some(({ session }) => session === now.stash)) found.push('a client rests on the stash');
  if (now.strangersInStash.length > 0) found.push(`${now.strangersInStash.join()} in the stash`);
  for (const { id, name } of at.sessions) {
    const there = now.sessions.find((session) => session.id === id);
    if (there !== undefined && there.name !== name) found.push(`the session ${name} is called ${there.name}`);
  }
  return [...found, ...[...at.windows.values()].flatMap((window) => ofWindow(window, now.windows.get(window.id)))];
}

function ofWindow(at: Window, now: Window | undefined): string[] {
  if (now === undefined) return [];
  const found: string[] = [];
  const [was, is] = [at, now].map(({ panes }) => panes.find(({ active }) => active));
  if (was?.mark === '' && was.id !== is?.id) found.push(`the focus went from ${was.id} to ${is?.id}`);
  if (was?.mark === '' && at.zoomed !== now.zoomed) found.push(at.zoomed ? 'is no longer zoomed' : 'has become zoomed');
  if (at.name !== now.name && ![at.name, now.name].every((name) => programs.includes(name)))
    found.push(`was called ${at.name}, is called ${now.name}`);
  return found.map((text) => `${at.id}: ${text}`);
}

/** No process of ours beyond one for each visible window, the daemon and its lines. */
export function ofProcesses(now: Listing, { daemons, sidebars, controlLines }: Processes): string[] {
  const found: string[] = [];
  // One may be parked, or be kept where nobody looks.
  const sidebarsMax = Math.max(1, visibleWindows(now).size);
  if (sidebars > sidebarsMax) found.push(`${sidebars} sidebars run for ${visibleWindows(now).size} visible windows`);
  if (sidebars < livePanes(now).length) found.push(`${livePanes(now).length} live panes, ${sidebars} sidebars`);
  if (daemons !== 1) found.push(`${daemons} daemons`);
  if (controlLines !== 2) found.push(`${controlLines} control lines`);
  return found;
}
