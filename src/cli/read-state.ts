import { type Answer, detail } from '../client/request.ts';
import { Snapshot } from '../protocol/state.ts';

/** The snapshot, parsed. @throws Error with the daemon's reason */
export async function readState(get: () => Promise<Answer>): Promise<Snapshot> {
  const answer = await get();
  if (answer.status !== 200) throw new Error(detail(answer.body));
  return Snapshot.parse(JSON.parse(answer.body));
}
