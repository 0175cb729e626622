import { snapshot } from '../core/view.ts';
import { writePrivate } from './files.ts';
import { type Log, reason } from './log.ts';
import { partsOf, wholeJson } from './snapshot-parts.ts';
import type { Store } from './store.ts';

const snapshotMillis = 1000;

/** Keeps the last snapshot in a file, for sidebars that start before they have heard from us; once a second at most. */
export function keepSnapshot(store: Store, file: string, log: Log): void {
  let scheduled = false;
  store.onChange(() => {
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      try {
        writePrivate(file, wholeJson(partsOf(snapshot(store.state()))));
      } catch (error) {
        log(`cannot keep the snapshot: ${reason(error)}`);
      }
    }, snapshotMillis);
  });
}
