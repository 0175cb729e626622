import type { Call } from '../call.ts';
import { UsageError } from '../errors.ts';
import { push } from '../push.ts';

export async function log(call: Call): Promise<number> {
  if (!call.values.has('clear')) return add(call, '/log');
  if (call.words.length > 0) throw new UsageError('--clear takes no text');
  return push(call, '/clear-log', {});
}

export async function notify(call: Call): Promise<number> {
  return add(call, '/notify');
}

function add(call: Call, path: string): Promise<number> {
  const [message] = call.words;
  if (message === undefined) throw new UsageError('give the text');
  return push(call, path, { message, tone: call.values.get('tone'), source: call.values.get('source') });
}
