import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clean } from '../../protocol/text.ts';
import type { Call } from '../call.ts';
import { type Ending, endLike, runChild } from '../child.ts';
import { UsageError } from '../errors.ts';
import { createProgressReader } from '../progress-reader.ts';
import { push } from '../push.ts';
import { createReporter } from '../reporter.ts';

/** How long the end of a command may be held up by a daemon that does not answer. */
const lastWordsMillisMax = 2000;
/** A success is news for five minutes; a failure stays until something else is said. */
const successSeconds = 300;

/** Runs a command and ends as it ended. */
export async function run(call: Call): Promise<number> {
  const { rest, values } = call;
  if (rest[0] === undefined) throw new UsageError('give the command behind --: run -- make test');
  const label = values.get('label') || basename(rest[0]);
  const read = createProgressReader();
  const reporter = createReporter({
    post: (path, body) => push(call, path, body),
    // Loaded when the first renewal is due: most commands have ended by then.
    standing: async (held) => (await import('../renewal.ts')).standing(call, held),
    onFailure: (error) => talk(`not reported: ${error instanceof Error ? error.message : String(error)}`),
    clock: Date.now,
  });
  reporter.hold('/set-status', { text: label, tone: 'info' });
  reporter.hold('/set-progress', { indeterminate: true });
  const startedAt = performance.now();
  const ending = await runChild({
    argv: rest,
    readTerminals: values.has('read'),
    onOutput(text) {
      const amount = read(text);
      if (amount !== undefined) reporter.progress(amount);
    },
  });
  if ('failedToStart' in ending) talk(ending.failedToStart);
  const { tone, text } = verdict(ending);
  reporter.done();
  reporter.say('/set-progress', { clear: true });
  reporter.say('/set-status', {
    text: `${label}: ${text}`,
    tone,
    ...(tone === 'success' ? { ttl: successSeconds } : {}),
  });
  reporter.say('/log', {
    message: `${label}: ${text} after ${lasted(performance.now() - startedAt)}`,
    tone,
    source: 'run',
  });
  await Promise.race([reporter.sent(), delay(lastWordsMillisMax)]);
  return endLike(ending);
}

function verdict(ending: Ending): { tone: 'success' | 'warn' | 'error'; text: string } {
  if ('signal' in ending) return { tone: 'warn', text: `ended by ${ending.signal}` };
  if ('failedToStart' in ending) return { tone: 'error', text: 'could not be started' };
  return ending.code === 0 ? { tone: 'success', text: 'ok' } : { tone: 'error', text: `exit code ${ending.code}` };
}

/** `12s`, `3m 4s`, `1h 2m`; below ten seconds with a tenth. */
export function lasted(millis: number): string {
  if (millis < 10_000) return `${(millis / 1000).toFixed(1)}s`;
  const all = Math.round(millis / 1000);
  if (all < 60) return `${all}s`;
  if (all < 3600) return `${Math.floor(all / 60)}m ${all % 60}s`;
  return `${Math.floor(all / 3600)}h ${Math.floor((all % 3600) / 60)}m`;
}

function talk(text: string): void {
  process.stderr.write(`opensessions run: ${clean(text)}\n`);
}
