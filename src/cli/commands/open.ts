import { spawn } from 'node:child_process';
import { ask } from '../../client/request.ts';
import { openers } from '../../protocol/opener.ts';
import { clean } from '../../protocol/text.ts';
import type { Call } from '../call.ts';
import { UsageError } from '../errors.ts';
import { print } from '../print.ts';
import { readState } from '../read-state.ts';
import { pick } from '../session.ts';
import { targetOf } from '../target.ts';
import { act } from './act.ts';

/** Prints the address, and opens it without waiting for the browser. */
export async function open(call: Call): Promise<number> {
  const port = call.words[0] === undefined ? await onlyPort(call) : numberFrom(call.words[0]);
  if (port === null) return 0;
  const address = `http://localhost:${port}`;
  print(`${address}\n`);
  if (call.values.has('print')) return 0;
  const candidates = openers(process.env, process.platform);
  for (const argv of candidates) if (await starts([...argv, address])) return 0;
  if (candidates.length > 0 && call.origin.server === undefined)
    throw new Error(`cannot run ${candidates.map(([program]) => program).join(' or ')}`);
  // The daemon knows the terminal, and has its clipboard.
  return act({ name: 'port.open', port })(call);
}

function numberFrom(word: string): number {
  if (!/^[1-9]\d{0,4}$/.test(word) || Number(word) > 65_535) throw new UsageError('which port? give its number');
  return Number(word);
}

/** The port that the session has; null when there were several, which are printed. */
async function onlyPort(call: Call): Promise<number | null> {
  const target = targetOf(call);
  const { sessions } = await readState(() => ask(call.paths.socket, 'GET', '/state'));
  const { name, ports } = pick(sessions, target, call.origin.server);
  const [only, second] = ports;
  if (only === undefined) throw new Error(`nothing listens on a port in ${clean(name)}`);
  if (second === undefined) return only.port;
  print(ports.map(({ port, program, pane }) => `${port}\t${clean(program)}\t${pane}\n`).join(''));
  return null;
}

/** Whether it could be started; what comes of it is not waited for. */
function starts([program = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const browser = spawn(program, args, { detached: true, stdio: 'ignore' });
    browser.once('spawn', () => resolve(true));
    browser.once('error', () => resolve(false));
    browser.unref();
  });
}
