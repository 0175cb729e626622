import { belowOf } from '../below.ts';
import { asksBySession, atCursor, keyOf, type Model, sessionsOf } from '../model.ts';
import { secondsToTick } from './elapsed.ts';
import { headline, isCounted } from './headline.ts';
import { layout } from './layout.ts';
import { list } from './list.ts';
import { overlays } from './overlay.ts';

/** Whether what runs turns: somebody looks, wants to see it move, and what is shown is true. */
export function spins({ you, link, mode, settings }: Model): boolean {
  return you.visible && link !== 'gone' && !settings.reducedMotion && !overlays({ mode });
}

/** Milliseconds until a time on the screen reads differently; null while there is none, or nobody looks. */
export function nextTickMs(model: Model): number | null {
  if (!model.you.visible || model.link === 'gone') return null;
  const seconds = timesOnScreen(model).map((since) => secondsToTick(since, model.now, model.settings.reducedMotion));
  return seconds.length === 0 ? null : Math.min(...seconds) * 1000 - (model.now % 1000);
}

/** Since when, for all that runs or waits in the rows of the list and in the detail panel. */
function timesOnScreen(model: Model): number[] {
  if (overlays(model)) return [];
  const rows = layout(model);
  const { above, below } = list(model, rows.list);
  const sessions = sessionsOf(model);
  const asks = asksBySession(model);
  const inRows = sessions
    // The threads of the last one above may still be in view.
    .slice(Math.max(0, above - 1), sessions.length - below)
    .flatMap((session) => [
      headline(session.threads, asks.get(keyOf(session)) ?? []),
      ...belowOf(session, model).flatMap(({ thread }) => thread ?? []),
    ]);
  const inPanel = rows.panel > 0 && model.mode.name === 'list' ? (atCursor(model)?.threads ?? []) : [];
  return [...inRows, ...inPanel].flatMap((shown) => (shown !== null && isCounted(shown.state) ? [shown.since] : []));
}
