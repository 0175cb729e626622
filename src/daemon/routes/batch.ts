import { Batch, BatchResults } from '../../protocol/batch.ts';
import { parse, readJson } from '../body.ts';
import { type Log, reason } from '../log.ts';
import { Problem } from '../problem.ts';
import type { Push } from './push.ts';
import type { Route } from './route.ts';

type Result = BatchResults['results'][number];

export function batchRoute(pushes: readonly Push[], log: Log): Route {
  async function attempt({ path, body }: Batch['requests'][number]): Promise<Result> {
    try {
      const push = pushes.find((one) => one.path === path);
      if (push === undefined)
        throw new Problem(404, 'Not Found', `a batch takes ${pushes.map((one) => one.path).join(', ')}`);
      await push.take(body);
      return { status: 204 };
    } catch (error) {
      if (error instanceof Problem) return { status: error.status, detail: error.message };
      log(`POST /batch: ${path}: ${reason(error)}`);
      return { status: 500, detail: reason(error) };
    }
  }

  return {
    method: 'POST',
    path: '/batch',
    access: 'open',
    summary: 'Several pushes in this order, each on its own.',
    body: Batch,
    answer: { status: 200, schema: BatchResults },
    problems: [400, 413, 415],
    async handle(request): Promise<BatchResults> {
      const { requests } = parse(Batch, await readJson(request));
      const results: Result[] = [];
      for (const one of requests) results.push(await attempt(one));
      return { results };
    },
  };
}
