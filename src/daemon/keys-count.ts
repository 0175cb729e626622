import type { Command } from '../protocol/command.ts';
import { CommandRefused, type RunCommand } from './commands.ts';

/** What a sidebar may ask for at any time: nobody would miss what these change. */
const harmless: ReadonlySet<Command['name']> = new Set(['server.announce', 'cursor.move', 'work.focus', 'refresh']);

/**
 * The same for sidebars. The commands of one that stands in a pane are its keys, and these count only while a client has its
 * focus there: any program in tmux can `send-keys` to any pane. Asked when the command comes, so the first key after the
 * focus counts.
 *
 * @param hasFocus whether a pane of a server has the focus of some client
 */
export function keysCount(run: RunCommand, hasFocus: (server: string, pane: string) => Promise<boolean>): RunCommand {
  return async (command, origin) => {
    const { server, pane } = origin;
    const isKey = server !== undefined && pane !== undefined && !harmless.has(command.name);
    if (isKey && !(await hasFocus(server, pane)))
      throw new CommandRefused('keys that come without the focus are ignored');
    return run(command, origin);
  };
}
