import type { TmuxAction } from '../core/action.ts';
import { CommandRefused, parseRequest, type RunCommand } from './commands.ts';
import { type Log, reason } from './log.ts';

export interface KeyRequestsOptions {
  run: RunCommand;
  /** What tmux refuses of it is logged there. */
  act: (server: string, actions: readonly TmuxAction[]) => Promise<void>;
  log: Log;
}

/** Carries out what a key binding asked for. Who pressed it may have no sidebar before them: a refusal is a message of tmux. */
export function keyRequests({ run, act, log }: KeyRequestsOptions): (server: string, request: string) => void {
  return (server, request) => {
    const parsed = parseRequest(request);
    if (parsed === null) return log(`a key asked for ${JSON.stringify(request)}, which is nothing we know`);
    const { command, client } = parsed;
    run(command, { server, client }).catch((error) => {
      log(`${command.name}: ${reason(error)}`);
      if (error instanceof CommandRefused) void act(server, [{ type: 'client.message', client, text: error.message }]);
    });
  };
}
