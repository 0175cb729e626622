import { asksBySession, atCursor, keyOf, type Model } from '../model.ts';
import { secondsToTick } from './elapsed.ts';
import { groupHeadline } from './group-row.ts';
import { headline, isCounted } from './headline.ts';
import { layout } from './layout.ts';
import { list } from './list.ts';
import { overlays } from './overlay.ts';

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
  const asks = asksBySession(model);
  const inRows = list(model, rows.list).items.map((item) => {
    if (item.type === 'group') return item.group.folded ? groupHeadline(item.group, asks) : null;
    if (item.type === 'session') return headline(item.session.threads, asks.get(keyOf(item.session)) ?? []);
    return item.below.type === 'thread' ? item.below.thread : null;
  });
  const inPanel = rows.panel > 0 && model.mode.name === 'list' ? (atCursor(model)?.threads ?? []) : [];
  return [...inRows, ...inPanel].flatMap((shown) => (shown !== null && isCounted(shown.state) ? [shown.since] : []));
}
