/** Every name that we put into a tmux server. The shell scripts use the same ones; a test compares them. */

/** Pane option that marks a pane of ours: `slot` (no process) or `live` (runs the sidebar). */
export const paneOption = '@opensessions';
/** Session that holds what is not shown. Never listed, never a place to rest. */
export const stashSession = '_os_stash';
/** Channel of `wait-for` that hooks and keys ring. */
export const bellChannel = 'opensessions';
/** Our one index in tmux's hook arrays. */
export const hookIndex = 7391;
/**
 * Hidden global environment variable in which the key bindings leave their requests: `verb argument… client|`, oldest
 * first. Not an option: setting any option redraws every client (options_push_changes, tmux 3.2 to 3.7).
 */
export const requestVariable = 'OPENSESSIONS_REQUEST';
/** Hidden global environment variable: 1 while a person drags the border of the sidebar with the mouse. */
export const dragVariable = 'OPENSESSIONS_DRAG';
/** Hidden global environment variable: the windows that were resized since the last look, `@3|@5|`. */
export const resizedVariable = 'OPENSESSIONS_RESIZED';
/** Environment variable of the stash session: the unix socket of the daemon that serves this tmux server. */
export const socketVariable = 'OPENSESSIONS_SOCKET';
/** Title of each pane of ours: it stands in what tmux-resurrect saves, where nothing else tells them from others. */
export const paneTitle = 'opensessions sidebar';
/** Hidden global environment variables, the number of a session behind it: its id, for the key that goes there. */
export const numberVariable = 'OPENSESSIONS_NUMBER_';
/**
 * Hidden global environment variable while tmux-resurrect restores: the number of the newest pane that was there before. It
 * counts panes, so none of ours may come or go meanwhile.
 */
export const restoringVariable = 'OPENSESSIONS_RESTORING';
/** Session options by which the user configures us. */
export const widthOption = '@opensessions-width';
export const positionOption = '@opensessions-position';
/** The key behind tmux's prefix that leads to ours, and what it is without the option. */
export const prefixKeyOption = '@opensessions-prefix-key';
export const prefixKeyDefault = 'o';
/** Option that `#{E:…}` may name in a status line: how many agents are in which state. Written only where it is named. */
export const statusOption = '@opensessions-status';
/** Where the user's automatic-rename-format is kept while ours stands in its place. */
export const savedRenameFormatOption = '@opensessions-saved-automatic-rename-format';
/** Window option: the layout without our pane and the one with it, as they were when it came. */
export const layoutOption = '@opensessions-layout';
/** Hidden global environment variable: `=` and what the port variable said before we changed it. */
export const savedPortVariable = 'OPENSESSIONS_SAVED_PORT';
/** Global environment variable that names the port, set when it is not the default one. */
export const portVariable = 'OPENSESSIONS_PORT';
