import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';

/** What a load did, on stdout as JSON. */
export interface Load {
  /** Requests that were answered in each whole second after the first two, in which V8 compiles. */
  perSecond: number[];
}

const bodiesCount = 256;
const secondsToWarmUp = 2;
const endOfHead = '\r\n\r\n';

/**
 * A process of its own: as many `POST`s of statuses as the server takes over some keep-alive connections, one at a time on
 * each. The bytes are made beforehand and sent over bare sockets, so that this costs less than what it measures. Each
 * request sets another text.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '' },
      session: { type: 'string', default: '' },
      connections: { type: 'string', default: '8' },
      seconds: { type: 'string', default: '5' },
    },
  });
  const port = Number(values.port);
  const requests = Array.from({ length: bodiesCount }, (_, index) => statusRequest(port, values.session, index));
  const perSecond: number[] = Array.from({ length: Number(values.seconds) }, () => 0);
  let turn = 0;
  const startedAtMs = performance.now();
  const isOver = () => performance.now() - startedAtMs >= (secondsToWarmUp + perSecond.length) * 1000;

  function answered(): void {
    const second = Math.floor((performance.now() - startedAtMs) / 1000) - secondsToWarmUp;
    const count = perSecond[second];
    if (count !== undefined) perSecond[second] = count + 1;
  }

  function next(): Buffer | undefined {
    turn += 1;
    return isOver() ? undefined : requests[turn % requests.length];
  }

  await Promise.all(Array.from({ length: Number(values.connections) }, () => keepAsking(port, next, answered)));
  const load: Load = { perSecond };
  process.stdout.write(JSON.stringify(load));
}

/** Resolves when `next` has nothing more. @throws Error when an answer is not 204 */
function keepAsking(port: number, next: () => Buffer | undefined, answered: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true }, say);
    let head = '';
    function say(): void {
      const bytes = next();
      if (bytes === undefined) socket.end();
      else socket.write(bytes);
    }
    socket.setEncoding('latin1').on('data', (text: string) => {
      head += text;
      if (!head.endsWith(endOfHead)) return;
      if (head.startsWith('HTTP/1.1 204 ')) {
        head = '';
        answered();
        say();
      } else {
        socket.destroy(new Error(head.split('\r\n')[0]));
      }
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

function statusRequest(port: number, session: string, index: number): Buffer {
  const body = JSON.stringify({ session, text: `load ${String(index).padStart(3, '0')}` });
  const head = [
    'POST /set-status HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}${endOfHead}${body}`);
}

await main();
