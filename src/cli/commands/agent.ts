import { type Call, seconds } from '../call.ts';
import { UsageError } from '../errors.ts';
import { push } from '../push.ts';
import { ttlSecondsMax } from '../ttl.ts';

/** Reports a thread of an agent that opensessions does not know by itself. */
export async function agent(call: Call): Promise<number> {
  const { values, words } = call;
  const [name] = words;
  if (name === undefined) throw new UsageError('which agent? Give its name');
  if (values.has('state') === values.has('clear')) throw new UsageError('give --state or --clear');
  const pid = values.get('pid');
  if (pid !== undefined && !/^[1-9]\d{0,9}$/.test(pid)) throw new UsageError('--pid needs the id of a process');
  return push(call, '/agent', {
    agent: name,
    thread: values.get('thread'),
    name: values.get('name'),
    state: values.get('state'),
    detail: values.get('detail'),
    ...(pid === undefined ? {} : { pid: Number(pid) }),
    ttl: seconds(call, 'ttl', ttlSecondsMax),
    ...(values.has('clear') ? { clear: true } : {}),
  });
}
