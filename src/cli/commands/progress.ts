import { type Call, seconds } from '../call.ts';
import { UsageError } from '../errors.ts';
import { push } from '../push.ts';
import { ttlSecondsMax } from '../ttl.ts';

export async function progress(call: Call): Promise<number> {
  const { words, values } = call;
  const [word] = words;
  const indeterminate = values.has('indeterminate');
  const label = values.get('label');
  if (values.has('clear')) {
    if (word !== undefined || indeterminate || label !== undefined)
      throw new UsageError('--clear takes nothing beside it');
    return push(call, '/set-progress', { clear: true });
  }
  if (word !== undefined && indeterminate) throw new UsageError(`is it "${word}" or --indeterminate?`);
  if (word === undefined && !indeterminate && label === undefined)
    throw new UsageError('how far? Give 3/10, 75%, --label, --indeterminate or --clear');
  return push(call, '/set-progress', {
    ...(word === undefined ? {} : amountFrom(word)),
    ...(indeterminate ? { indeterminate } : {}),
    label,
    ttl: seconds(call, 'ttl', ttlSecondsMax),
  });
}

/** `3/10`, `3` or `75%` as the endpoint wants it. @throws UsageError */
export function amountFrom(word: string): { current: number; total?: number } | { percent: number } {
  const [, current, total, percent] = /^(?:(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?|(\d+(?:\.\d+)?)%)$/.exec(word) ?? [];
  if (percent !== undefined && Number(percent) <= 100) return { percent: Number(percent) / 100 };
  if (current !== undefined)
    return { current: Number(current), ...(total === undefined ? {} : { total: Number(total) }) };
  throw new UsageError(`"${word}" is no progress: give 3/10 or a percentage up to 100%`);
}
