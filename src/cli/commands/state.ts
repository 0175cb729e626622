import { ask, detail } from '../../client/request.ts';
import { clean } from '../../protocol/text.ts';
import type { Call } from '../call.ts';
import { print } from '../print.ts';
import { readState } from '../read-state.ts';

export async function state({ values, paths }: Call): Promise<number> {
  const get = () => ask(paths.socket, 'GET', '/state');
  if (values.has('json')) {
    const answer = await get();
    if (answer.status !== 200) throw new Error(detail(answer.body));
    print(answer.body);
    return 0;
  }
  const { sessions } = await readState(get);
  return printLines(
    sessions.map(({ name, branch, dir, metadata }, index) =>
      [`${index + 1}`, name, branch ?? '-', dir ?? '-', metadata.status?.text ?? ''].map(clean).join('\t'),
    ),
  );
}

export async function sessions({ values, paths }: Call): Promise<number> {
  const all = (await readState(() => ask(paths.socket, 'GET', '/state'))).sessions;
  if (!values.has('json')) return printLines(all.map(({ name }) => clean(name)));
  return printLines([JSON.stringify(all.map(({ server, id, name }) => ({ server, id, name })))]);
}

function printLines(lines: readonly string[]): number {
  if (lines.length > 0) print(`${lines.join('\n')}\n`);
  return 0;
}
