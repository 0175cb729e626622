import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Daemon } from './daemon.ts';
import type { World } from './world.ts';

/** A script's `curl`, as it waits for the answer. */
export function curlAsk(
  world: World,
  body: object,
): { curl: ChildProcess; answered: Promise<{ status: string; body: unknown }> } {
  const url = `http://127.0.0.1:${new Daemon(world.paths).port}/ask`;
  const headers = ['-H', 'content-type: application/json'];
  const curl = spawn('curl', ['-sS', '-w', '\n%{http_code}', ...headers, '-d', JSON.stringify(body), url], {
    env: world.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answered = text(curl.stdout).then((output) => {
    const [body = '', ...rest] = output.split('\n');
    return { status: rest.at(-1) ?? '', body: body === '' ? null : JSON.parse(body) };
  });
  return { curl, answered };
}
