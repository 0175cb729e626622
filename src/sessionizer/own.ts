import { sizeOf } from '../sidebar/app.tsx';
import { depthOf } from '../sidebar/depth.ts';
import { lookOf } from '../sidebar/look.ts';
import { openPickerApp } from './app.tsx';
import { gather } from './gather.ts';
import { goTo } from './go.ts';
import { type Item, openPickerModel } from './picker.ts';
import type { Scene } from './scene.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Asks by our own picker until something was gone to, or the person left. Resolves with the exit code. */
export async function askOwn(scene: Scene): Promise<number> {
  const { stdin, stdout, env } = process;
  const over = new AbortController();
  const ended = Promise.withResolvers<void>();
  const app = openPickerApp({
    stdin,
    stdout,
    look: lookOf(scene.settings, depthOf(env)),
    picker: openPickerModel({
      size: sizeOf(stdout),
      home: scene.home,
      here: scene.here,
      names: scene.names,
      problem: scene.problem,
      gathered: scene.start,
    }),
    onChosen: (item) => void go(item),
    onClose: ended.resolve,
  });

  async function go(item: Item): Promise<void> {
    try {
      await goTo(item, scene);
      ended.resolve();
    } catch (error) {
      app.dispatch({ type: 'failed', problem: error instanceof Error ? error.message : String(error) });
    }
  }

  for (const signal of signals) process.once(signal, ended.resolve);
  stdout.once('error', ended.resolve);
  stdin.once('end', ended.resolve);
  void gather({
    ...scene,
    signal: over.signal,
    onChange: (gathered) => app.dispatch({ type: 'gathered', gathered }),
  }).then(() => app.dispatch({ type: 'searched' }), ended.reject);
  try {
    await ended.promise;
  } finally {
    over.abort();
    await app.close();
  }
  return 0;
}
