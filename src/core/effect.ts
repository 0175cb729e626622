import type { ConfigSet } from '../protocol/config.ts';
import type { TmuxAction } from './action.ts';

/** What the shell must do for a command. */
export type Effect =
  | { type: 'server.attach'; server: string }
  /** As one step: drawn once, and none behind one that fails. */
  | { type: 'tmux.sequence'; server: string; actions: readonly TmuxAction[] }
  | { type: 'session.create'; server: string; client: string | null; name: string | undefined; dir: string | undefined }
  /** The sessionizer, over what the client shows. */
  | { type: 'popup.open'; server: string; client: string }
  /** Whoever asked gets this answer, and the question is over. */
  | { type: 'ask.answer'; id: string; answer: string }
  /** An option of the config file gets this value. */
  | { type: 'config.set'; option: ConfigSet }
  /** In the browser of whoever sits at the client, else into its clipboard. */
  | { type: 'address.open'; address: string; server: string; client: string | null; session: string | null }
  /** Look again at everything. */
  | { type: 'refresh' }
  | { type: 'quit' };
