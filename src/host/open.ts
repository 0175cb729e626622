import { spawn } from 'node:child_process';
import { openers } from '../protocol/opener.ts';
import type { Env } from '../protocol/paths.ts';

/** What fails, fails soon; a browser that runs in the foreground stays. */
const verdictMillis = 1500;

/** Opens an address in the browser of whoever has this environment. False when nothing there could. */
export async function openAddress(address: string, env: Env): Promise<boolean> {
  for (const argv of openers(env, process.platform)) if (await run([...argv, address], env)) return true;
  return false;
}

function run([program = '', ...args]: readonly string[], env: Env): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore', cwd: '/', env });
    const timer = setTimeout(() => resolve(true), verdictMillis);
    const judge = (isGood: boolean) => {
      clearTimeout(timer);
      resolve(isGood);
    };
    child.once('error', () => judge(false));
    child.once('exit', (code) => judge(code === 0));
    child.unref();
  });
}
