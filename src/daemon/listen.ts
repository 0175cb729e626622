import type { Server } from 'node:http';
import type { Log } from './log.ts';

/** Listens on the wanted port of 127.0.0.1, or on any free one when somebody else has it. */
export async function listenNear(server: Server, wanted: number, log: Log): Promise<number> {
  for (const port of [wanted, 0]) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
      const why = code === 'EACCES' ? 'needs more rights' : 'belongs to somebody else';
      log(`port ${port} ${why}: taking another one, see OPENSESSIONS_PORT in tmux's environment`);
    }
  }
  throw new Error('no free port');
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
