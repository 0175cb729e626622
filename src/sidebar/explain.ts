import { ask, detail } from '../client/request.ts';
import { Explanations } from '../protocol/explain.ts';
import type { Session } from '../protocol/state.ts';
import { keyOf } from './model.ts';
import type { UiEvent } from './ui.ts';

/** Asks the daemon why the threads of a session are shown as they are. */
export async function explain(
  socket: string,
  session: Pick<Session, 'server' | 'id'>,
  dispatch: (event: UiEvent) => void,
): Promise<void> {
  try {
    const answer = await ask(
      socket,
      'GET',
      `/explain?session=${encodeURIComponent(`${session.server}:${session.id}`)}`,
    );
    if (answer.status !== 200) throw new Error(detail(answer.body));
    dispatch({ type: 'explained', session: keyOf(session), answer: Explanations.parse(JSON.parse(answer.body)) });
  } catch (error) {
    dispatch({ type: 'noticed', notice: `cannot explain: ${error instanceof Error ? error.message : String(error)}` });
  }
}
