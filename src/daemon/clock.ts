import { nextExpiry } from '../core/expiry.ts';
import type { Store } from './store.ts';

/** A timer stands still while the machine sleeps, and knows nothing of a clock that is set: so the time is read this often. */
const timerMillisMax = 30_000;

/** One timer for everything that has an end: `tick` is called with the time when something is due. */
export function startClock(store: Store, tick: (now: number) => void): void {
  let timer: NodeJS.Timeout | undefined;
  let armedFor: number | null = null;

  function arm(): void {
    const next = nextExpiry(store.state());
    if (next === armedFor) return;
    clearTimeout(timer);
    armedFor = next;
    if (next === null) return;
    timer = setTimeout(
      () => {
        armedFor = null;
        if (next <= Date.now()) tick(Date.now());
        arm();
      },
      Math.min(timerMillisMax, Math.max(0, next - Date.now())),
    );
  }

  store.onChange((state, before) => {
    const isSame =
      state.expiries === before.expiries &&
      state.threads === before.threads &&
      state.agents === before.agents &&
      state.asks === before.asks;
    if (!isSame) arm();
  });
}
