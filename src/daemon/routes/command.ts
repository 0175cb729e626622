import { CommandRequest } from '../../protocol/command.ts';
import { ServedByAnother, TmuxError, TmuxGone, TmuxTooOld } from '../../tmux/errors.ts';
import { parse, readJson } from '../body.ts';
import { CommandRefused, type RunCommand } from '../commands.ts';
import { Problem } from '../problem.ts';
import { noContent, type Route } from './route.ts';

const ofTmux = [TmuxError, TmuxGone, TmuxTooOld, ServedByAnother];

export function commandRoute(run: RunCommand): Route {
  return {
    method: 'POST',
    path: '/command',
    access: 'token',
    summary: 'Does something, and answers when it is done.',
    body: CommandRequest,
    answer: noContent,
    problems: [400, 409, 413, 415, 502],
    async handle(request) {
      const { command, origin } = parse(CommandRequest, await readJson(request));
      try {
        await run(command, origin ?? {});
      } catch (error) {
        if (error instanceof CommandRefused) throw new Problem(409, 'Conflict', error.message);
        if (ofTmux.some((kind) => error instanceof kind) && error instanceof Error)
          throw new Problem(502, 'Bad Gateway', error.message);
        throw error;
      }
      return undefined;
    },
  };
}
