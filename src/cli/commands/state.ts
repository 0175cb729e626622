import { ask, detail } from '../../client/request.ts';
import { listed } from '../../protocol/listed.ts';
import type { Session, Snapshot } from '../../protocol/state.ts';
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
  return printLines(
    numbered(await readState(get)).map(({ number, session: { name, branch, dir, metadata } }) =>
      [`${number ?? '-'}`, name, branch ?? '-', dir ?? '-', metadata.status?.text ?? ''].map(clean).join('\t'),
    ),
  );
}

/** Sessions with the numbers that the sidebar gives them, which count within a tmux server; then those that are not listed there. */
function numbered({ sessions, asks, list }: Snapshot): { number: number | null; session: Session }[] {
  return [...Map.groupBy(sessions, ({ server }) => server).values()].flatMap((all) => {
    const shown = listed(all, asks, list);
    return [
      ...shown.map((session, index) => ({ number: index + 1, session })),
      ...all.filter((session) => !shown.includes(session)).map((session) => ({ number: null, session })),
    ];
  });
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
