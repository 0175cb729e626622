import * as z from 'zod/mini';
import { askIdCharactersMax, choicesMax } from './ask.ts';
import { ListFilter } from './listed.ts';
import { panelRowsMax, widthMax } from './place.ts';
import { PaneId } from './target.ts';
import { ThemeName } from './theme.ts';

const idBytesMax = 32;
const nameCharactersMax = 256;
const pathCharactersMax = 4096;
const placesMax = 10_000;
const columnsMax = 10_000;
const idCharactersMax = 1000;
export const portMax = 65_535;

const sessionId = z.string().check(z.regex(/^\$\d+$/, 'must be a session id like $3'), z.maxLength(idBytesMax));
const windowId = z.string().check(z.regex(/^@\d+$/, 'must be a window id like @3'), z.maxLength(idBytesMax));
/** No program can be given a NUL in an argument. */
const noNul = () => z.regex(/^[^\0]*$/, 'must not hold a NUL');
const path = z.string().check(z.regex(/^\//, 'must be an absolute path'), noNul(), z.maxLength(pathCharactersMax));

const noted = z.string().check(z.minLength(1), z.maxLength(idCharactersMax));

/** Where a command comes from; what is missing is found out from the rest. */
export const Origin = z.object({
  /** Socket path of the tmux server, the part of `$TMUX` before the first comma. */
  server: z.optional(path),
  /** Name of the tmux client. */
  client: z.optional(z.string().check(noNul(), z.maxLength(pathCharactersMax))),
  /** `$TMUX_PANE`. */
  pane: z.optional(PaneId),
});
export type Origin = z.infer<typeof Origin>;

/** A request, in the imperative. Everything that acts is one of these. */
export const Command = z.discriminatedUnion('name', [
  /** A tmux server is there (the origin's `server`): attach to it, install hooks, remember it. */
  z.object({ name: z.literal('server.announce') }),
  /** Open the sidebar in all windows of the server. */
  z.object({ name: z.literal('sidebar.show') }),
  /** Open it if it is closed, close it if it is open. */
  z.object({ name: z.literal('sidebar.toggle') }),
  /** Open it if need be and give it the client's focus. With `back`, a focus that is there goes back to where it was. */
  z.object({ name: z.literal('sidebar.focus'), back: z.optional(z.boolean()) }),
  /** Give the focus back to the work pane beside the sidebar. */
  z.object({ name: z.literal('work.focus') }),
  /** Switch the client to a session; the focus is on its work pane, or stays in the sidebar. */
  z.object({ name: z.literal('session.switch'), session: sessionId, focus: z.enum(['work', 'sidebar']) }),
  /** Switch to the n-th visible session, from 1. */
  z.object({ name: z.literal('session.switchIndex'), index: z.number().check(z.int(), z.gte(1), z.lte(10_000)) }),
  /** Move a session in the list by some places, up where negative; among those of its repository where they stand together. */
  z.object({
    name: z.literal('session.move'),
    session: sessionId,
    by: z.number().check(z.int(), z.gte(-placesMax), z.lte(placesMax)),
    /** With all that stand together with it: those of its repository. */
    group: z.optional(z.boolean()),
  }),
  /** Leave a session out of the list, or list it again. */
  z.object({ name: z.literal('session.hide'), session: sessionId, hidden: z.boolean() }),
  /** List some sessions only, or all; without a filter the next one, so that each press of a key counts. */
  z.object({ name: z.literal('list.filter'), filter: z.optional(ListFilter) }),
  /** Make one line of the sessions of a repository (`git.worktreeOf`, else `git.root`), or list each again. */
  z.object({ name: z.literal('list.fold'), repository: path, folded: z.boolean() }),
  /** List the hidden sessions as well, or not; when it is missing, the other way. */
  z.object({ name: z.literal('list.reveal'), shows: z.optional(z.boolean()) }),
  /** Open the sessionizer in a popup on the client. */
  z.object({ name: z.literal('session.pick') }),
  /** Create a session and switch to it. Without a name tmux chooses one; without a directory it is the client's session's. */
  z.object({
    name: z.literal('session.create'),
    session: z.optional(z.string().check(z.minLength(1), noNul(), z.maxLength(nameCharactersMax))),
    dir: z.optional(path),
  }),
  /** Give a session another name; tmux makes `_` of `.` and `:` in it. */
  z.object({
    name: z.literal('session.rename'),
    session: sessionId,
    to: z.string().check(z.minLength(1), noNul(), z.maxLength(nameCharactersMax)),
  }),
  /** Kill a session; its clients land on the session that they visited before. */
  z.object({ name: z.literal('session.kill'), session: sessionId }),
  /** Go to a window of a session, to the work pane that was used last in it. */
  z.object({ name: z.literal('window.focus'), session: sessionId, window: windowId }),
  /** Go to a work pane, whichever session and window it is in. */
  z.object({ name: z.literal('pane.focus'), pane: PaneId }),
  /** Go to what has waited longest for a person, then to the next; when none is left, back to where the walk began. */
  z.object({ name: z.literal('attention.next') }),
  /** How a watched thread ended is no news any more. */
  z.object({ name: z.literal('thread.dismiss'), agent: noted, thread: noted }),
  /** Open `http://localhost:<port>` in the client's browser; where there is none, the address goes to its clipboard. */
  z.object({ name: z.literal('port.open'), port: z.number().check(z.int(), z.gte(1), z.lte(portMax)) }),
  z.object({ name: z.literal('cursor.move'), session: sessionId }),
  /** even-horizontal for the work panes of the client's window; the sidebar keeps its width. */
  z.object({ name: z.literal('layout.even') }),
  /** Make the sidebar wider or narrower by so many columns, within its limits; written into the config. */
  z.object({ name: z.literal('sidebar.resize'), by: z.number().check(z.int(), z.gte(-widthMax), z.lte(widthMax)) }),
  /** Columns of the sidebar, within its limits; written into the config. */
  z.object({ name: z.literal('sidebar.width'), columns: z.number().check(z.int(), z.gte(0), z.lte(columnsMax)) }),
  /** Rows of the detail panel; written into the config. */
  z.object({ name: z.literal('panel.resize'), rows: z.number().check(z.int(), z.gte(0), z.lte(panelRowsMax)) }),
  /** Written into the config. */
  z.object({ name: z.literal('theme.set'), theme: ThemeName }),
  /** Answer an open question with one of its choices, from 0. */
  z.object({
    name: z.literal('ask.answer'),
    ask: z.string().check(z.minLength(1), z.maxLength(askIdCharactersMax)),
    choice: z.number().check(z.int(), z.gte(0), z.lt(choicesMax)),
  }),
  /** Ask tmux and the disk again. */
  z.object({ name: z.literal('refresh') }),
  /** Take everything of ours out of tmux, but the key bindings, and end. */
  z.object({ name: z.literal('quit') }),
]);
export type Command = z.infer<typeof Command>;

/** `POST /command` (token, or unix socket) */
export const CommandRequest = z.object({ origin: z.optional(Origin), command: Command });
export type CommandRequest = z.infer<typeof CommandRequest>;
