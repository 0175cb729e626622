/** tmux closes the terminal of a process that ended a little later than that one closed its sockets. */
const looksMillis = [0, 250, 1000] as const;

/**
 * Looks at a tmux server a few times in the second after a sidebar of it has gone: its pane may be dead. tmux rings no
 * `pane-died` for it when it misses the SIGCHLD (3.3a, one in 30 on a busy machine: the process stays a zombie).
 */
export function lookAgain(look: (server: string) => void): (server: string) => void {
  return (server) => {
    for (const millis of looksMillis) setTimeout(look, millis, server).unref();
  };
}
