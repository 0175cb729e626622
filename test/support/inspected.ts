import { WebSocket } from 'ws';
import { ask } from './http.ts';
import { until } from './until.ts';

/** Node's own: a process that got SIGUSR1 listens there. */
const inspectorPort = 9229;

/** A Node process seen through its inspector, which needs no flag at its start. One at a time on a machine. */
export interface Inspected {
  /** Bytes of V8's heap that are in use after everything that nobody holds was collected. */
  heldBytes(): Promise<number>;
  /** The value of an expression in it, which must be a number, a text or nothing. @throws Error with what it threw */
  evaluate(expression: string): Promise<unknown>;
  close(): void;
}

/** @throws Error when another process has the inspector's port */
export async function inspect(pid: number): Promise<Inspected> {
  process.kill(pid, 'SIGUSR1');
  const url = await until(async () => {
    const [target] = (await ask({ port: inspectorPort }, '/json/list')).json() as { webSocketDebuggerUrl: string }[];
    return target?.webSocketDebuggerUrl;
  }, `the inspector of ${pid}`);
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  socket.on('message', (data) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });

  function call<T>(method: string, params: object = {}): Promise<T> {
    last += 1;
    const id = last;
    return new Promise((resolve) => {
      waiting.set(id, (result) => resolve(result as T));
      socket.send(JSON.stringify({ id, method, params }));
    });
  }

  const { result } = await call<{ result: { value: number } }>('Runtime.evaluate', { expression: 'process.pid' });
  if (result.value !== pid) throw new Error(`port ${inspectorPort} is the inspector of ${result.value}, not of ${pid}`);
  return {
    async heldBytes() {
      await call('HeapProfiler.collectGarbage');
      return (await call<{ usedSize: number }>('Runtime.getHeapUsage')).usedSize;
    },
    async evaluate(expression) {
      const answer = await call<{ result: { value?: unknown }; exceptionDetails?: { text: string } }>(
        'Runtime.evaluate',
        { expression },
      );
      if (answer.exceptionDetails !== undefined) throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
      return answer.result.value;
    },
    close: () => socket.close(),
  };
}
