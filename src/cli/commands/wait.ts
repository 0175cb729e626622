import { ask, NoDaemon } from '../../client/request.ts';
import type { Session } from '../../protocol/state.ts';
import { type Call, seconds } from '../call.ts';
import { TimedOut, UsageError } from '../errors.ts';
import { followEvents } from '../event-stream.ts';
import { print } from '../print.ts';
import { readState } from '../read-state.ts';
import { pick } from '../session.ts';
import { targetOf } from '../target.ts';

const timeoutSecondsMax = 30 * 86_400;
/** Most urgent first: a session's state is its most urgent thread's. */
const urgency = ['waiting', 'error', 'interrupted', 'running', 'done', 'idle'] as const;
type Headline = (typeof urgency)[number];
const untilDefault = 'waiting,done,error';

/** Waits for a session's state and prints it. */
export async function wait(call: Call): Promise<number> {
  const { values, words, paths, origin } = call;
  const wanted = statesFrom(values.get('until') ?? untilDefault);
  const timeout = seconds(call, 'timeout', timeoutSecondsMax);
  const [word] = words;
  const target = word === undefined ? targetOf(call) : { session: word };
  const ending = new AbortController();
  const snapshot = () => readState(() => ask(paths.socket, 'GET', '/state'));
  const first = pick((await snapshot()).sessions, target, origin.server);

  const reached = await new Promise<Headline>((resolve, reject) => {
    let looking = false;
    let again = false;
    const look = async () => {
      again = true;
      if (looking) return;
      looking = true;
      while (again) {
        again = false;
        const now = (await snapshot()).sessions.find(({ id, server }) => id === first.id && server === first.server);
        if (now === undefined) throw new Error(`the session ${first.name} was closed`);
        const state = headline(now);
        if (wanted.includes(state)) resolve(state);
      }
      looking = false;
    };
    followEvents(paths.socket, {
      onOpen: () => void look().catch(reject),
      onEvent: ({ event }) => {
        if (event === 'thread' || event === 'session' || event === 'reset') void look().catch(reject);
      },
      signal: ending.signal,
    }).then(() => reject(new NoDaemon('the daemon ended')), reject);
    if (timeout !== undefined) {
      const late = new TimedOut(`${first.name} was not ${wanted.join(' or ')} in ${timeout} s`);
      // Longer than a timer of Node can be.
      const timer = setTimeout(() => reject(late), Math.min(timeout * 1000, 2 ** 31 - 1));
      ending.signal.addEventListener('abort', () => clearTimeout(timer));
    }
  }).finally(() => ending.abort());
  print(`${values.has('json') ? JSON.stringify({ session: first.name, state: reached }) : reached}\n`);
  return 0;
}

export function headline({ threads }: Session): Headline {
  return urgency.find((state) => threads.some((thread) => thread.state === state)) ?? 'idle';
}

function statesFrom(text: string): Headline[] {
  return text.split(',').map((word) => {
    const state = urgency.find((one) => one === word);
    if (state === undefined) throw new UsageError(`--until takes ${urgency.join(', ')}, not "${word}"`);
    return state;
  });
}
