import { spawn } from 'node:child_process';
import type { Call } from '../call.ts';
import { UsageError } from '../errors.ts';
import { print } from '../print.ts';

/** Prints the address, and opens it without waiting for the browser. */
export async function open({ words: [port = ''], values }: Call): Promise<number> {
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) throw new UsageError('which port? give its number');
  const address = `http://localhost:${port}`;
  print(`${address}\n`);
  if (values.has('print')) return 0;
  const opener = process.env['BROWSER'] || (process.platform === 'darwin' ? 'open' : 'xdg-open');
  await new Promise<void>((resolve, reject) => {
    const browser = spawn(opener, [address], { detached: true, stdio: 'ignore' });
    browser.once('spawn', resolve);
    browser.once('error', (error) => reject(new Error(`cannot run ${opener}: ${error.message}`, { cause: error })));
    browser.unref();
  });
  return 0;
}
