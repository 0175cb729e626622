import type { Command } from '../protocol/command.ts';
import { allSessionsOf, atCursor, type Model, sessionsOf } from './model.ts';

/** A command and, where several are listed, the tmux server that it is meant for. */
export type Aimed = Command & { server?: string };

/**
 * Outside of tmux the sessions of all servers are listed, and ids of two can be the same: the cursor says whose is meant.
 * Null where it does not.
 */
export function aimed(model: Model, command: Command): Aimed | null {
  const all = allSessionsOf(model);
  if (model.you.server !== null || new Set(all.map(({ server }) => server)).size < 2) return command;
  const cursor = atCursor(model);
  switch (command.name) {
    case 'session.switchIndex': {
      const target = sessionsOf(model)[command.index - 1];
      if (target === undefined) return null;
      return { name: 'session.switch', session: target.id, focus: 'work', server: target.server };
    }
    case 'session.create':
    case 'pane.focus':
    case 'port.open':
    case 'attention.next':
      return cursor === undefined ? null : { ...command, server: cursor.server };
  }
  if (!('session' in command)) return command;
  const holders = all.filter(({ id }) => id === command.session);
  const [holder] = cursor?.id === command.session ? [cursor] : holders;
  if (holder === undefined || (holder !== cursor && holders.length > 1)) return null;
  return { ...command, server: holder.server };
}
