import { openPopup } from '../tmux/popup.ts';

/** What opens the sessionizer on a client. @param socket our unix socket */
export function popups(tmux: string, socket: string): (server: string, client: string) => Promise<void> {
  // By env, because tmux takes variables for a popup only since 3.3.
  const program = [
    'env',
    `OPENSESSIONS_SOCKET=${socket}`,
    'CI=false',
    process.execPath,
    process.argv[1] ?? '',
  ] as const;
  return (server, client) => openPopup({ tmux, server, client, argv: [...program, 'sessionizer', '--client', client] });
}
