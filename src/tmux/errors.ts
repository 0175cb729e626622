/** tmux refused a command. `message` is tmux's own word, with the command before it. */
export class TmuxError extends Error {
  override readonly name = 'TmuxError';
  readonly line: string;
  readonly reason: string;

  constructor(line: string, reason: string) {
    super(`tmux: ${reason} (${line.length > 200 ? `${line.slice(0, 200)}…` : line})`);
    this.line = line;
    this.reason = reason;
  }
}

/** The line to a tmux server ended: the server is gone, it was never there, or it speaks no control mode. */
export class TmuxGone extends Error {
  override readonly name = 'TmuxGone';
  readonly server: string;

  constructor(server: string, reason: string) {
    super(`no tmux server at ${server}: ${reason}`);
    this.server = server;
  }
}

/** Another daemon, of another runtime directory, is at work in this tmux server. */
export class ServedByAnother extends Error {
  override readonly name = 'ServedByAnother';

  constructor(server: string, socket: string) {
    super(
      `the tmux server ${server} is served by another opensessions daemon, at ${socket}: set OPENSESSIONS_SOCKET to that`,
    );
  }
}

/** The tmux program, or the server at a socket, is older than what we need. */
export class TmuxTooOld extends Error {
  override readonly name = 'TmuxTooOld';

  constructor(found: string, floor: string, whatToDo: string) {
    super(`${found} is too old: opensessions needs tmux ${floor} or newer. ${whatToDo}`);
  }
}
