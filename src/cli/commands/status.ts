import { type Call, seconds } from '../call.ts';
import { UsageError } from '../errors.ts';
import { push } from '../push.ts';
import { ttlSecondsMax } from '../ttl.ts';

export async function status(call: Call): Promise<number> {
  const { words, values } = call;
  const [text] = words;
  if ((text === undefined) !== values.has('clear')) throw new UsageError('give the text of the status, or --clear');
  return push(call, '/set-status', {
    text: text ?? null,
    tone: values.get('tone'),
    ttl: seconds(call, 'ttl', ttlSecondsMax),
  });
}
