import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod/mini';
import { ask, NoDaemon } from '../client/request.ts';
import { Health } from '../protocol/message.ts';
import { portDefault } from '../protocol/paths.ts';
import { build, version } from '../version.ts';
import type { Check, Scene } from './check.ts';

const answerMillisMax = 3000;

/** The daemon behind its unix socket, its port, its token. */
export async function checkDaemon(scene: Scene): Promise<Check[]> {
  const health = await healthOf(scene);
  return [health.check, await checkPort(scene, health.daemon), checkToken(scene)];
}

async function healthOf({ paths }: Scene): Promise<{ check: Check; daemon?: Health }> {
  const name = 'daemon';
  try {
    const answer = await ask(paths.socket, 'GET', '/health', undefined, { millisMax: answerMillisMax });
    const health = Health.parse(JSON.parse(answer.body));
    const says = `version ${health.version}, process ${health.pid}, up for ${health.uptime} s, at ${paths.socket}`;
    if (health.version === version && health.build === build)
      return { check: { name, state: 'ok', says }, daemon: health };
    const which = health.version === version ? 'another build of it' : `version ${version}`;
    const advice = `this is ${which}: opensessions announce, in a pane of tmux, ends the other one and starts this one`;
    return { check: { name, state: 'warn', says, advice }, daemon: health };
  } catch (error) {
    if (error instanceof NoDaemon)
      return { check: { name, state: 'warn', says: 'does not run', advice: 'it starts by itself when tmux needs it' } };
    const advice = `look into ${paths.log}; end the process in ${paths.pid} if it hangs`;
    return { check: { name, state: 'fail', says: error instanceof Error ? error.message : String(error), advice } };
  }
}

async function checkPort({ paths }: Scene, daemon: Health | undefined): Promise<Check> {
  const name = 'port';
  if (daemon === undefined)
    return { name, state: 'warn', says: 'not looked at: no daemon', advice: 'start the daemon first' };
  try {
    const port = Number(readFileSync(paths.port, 'utf8'));
    const signal = AbortSignal.timeout(answerMillisMax);
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal, redirect: 'error' });
    const health = z.safeParse(Health, await response.json());
    if (health.data?.pid !== daemon.pid)
      return {
        name,
        state: 'fail',
        says: `127.0.0.1:${port} is not our daemon's`,
        advice: 'opensessions quit, then start again',
      };
    const says = `127.0.0.1:${port}`;
    const { portWanted = portDefault } = daemon;
    if (port === portDefault) return { name, state: 'ok', says };
    if (port === portWanted || portWanted === 0) return { name, state: 'ok', says: `${says}, as was asked for` };
    const advice = 'scripts must use $OPENSESSIONS_PORT; what has the other port: lsof -i, or ss -ltnp';
    return { name, state: 'warn', says: `${says}, because ${portWanted} was taken`, advice };
  } catch (error) {
    const says = `does not answer: ${error instanceof Error ? error.message : String(error)}`;
    return { name, state: 'fail', says, advice: `look into ${paths.log}; opensessions quit, then start again` };
  }
}

function checkToken({ paths }: Scene): Check {
  const name = 'token';
  const found = statSync(paths.token, { throwIfNoEntry: false });
  if (found === undefined)
    return { name, state: 'warn', says: 'there is none', advice: 'the daemon makes it when it starts' };
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
  if (found.uid === process.getuid?.() && (found.mode & 0o077) === 0)
    return { name, state: 'ok', says: `${paths.token}, mode ${mode}` };
  const advice = 'others may know it: delete the file, then opensessions quit; the next daemon makes a new one';
  return { name, state: 'fail', says: `${paths.token} has mode ${mode} and owner ${found.uid}`, advice };
}
