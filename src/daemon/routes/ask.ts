import { splitSessionKey } from '../../core/state.ts';
import { Answer, AskPush, askSecondsDefault } from '../../protocol/ask.ts';
import type { Asks } from '../asks.ts';
import { parse, readJson } from '../body.ts';
import type { FindKey } from '../find.ts';
import type { Route } from './route.ts';

export function askRoute(asks: Asks, find: FindKey): Route {
  return {
    method: 'POST',
    path: '/ask',
    access: 'open',
    summary: 'Shows a question in the sidebar and waits for the answer.',
    body: AskPush,
    answer: { status: 200, schema: Answer },
    problems: [400, 404, 408, 410, 413, 415],
    async handle(request, response) {
      const ask = parse(AskPush, await readJson(request));
      const { question, choices, timeout = askSecondsDefault } = ask;
      const where = splitSessionKey(await find(ask));
      const since = Date.now();
      return asks.open({ ...where, question, choices, since, expires: since + timeout * 1000 }, ask.default, response);
    },
  };
}
