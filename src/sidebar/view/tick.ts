import type { Thread } from '../../protocol/state.ts';
import { groupAtCursor } from '../groups.ts';
import { asksBySession, atCursor, keyOf, type Model } from '../model.ts';
import { holdMillisMax } from '../target.ts';
import { secondsToTick } from './elapsed.ts';
import { groupHeadline } from './group-row.ts';
import { type Headline, headline, isCounted } from './headline.ts';
import { layout } from './layout.ts';
import { itemsInView } from './list.ts';
import { overlays } from './overlay.ts';
import { hasField } from './row-words.ts';

/** Whether what runs turns: somebody looks, wants to see it move, and what is shown is true. */
export function spins({ you, link, mode, settings }: Model): boolean {
  return you.visible && link !== 'gone' && !settings.reducedMotion && !overlays({ mode });
}

/** Milliseconds until a time on the screen reads differently; null while there is none, or nobody looks. */
export function nextTickMs(model: Model): number | null {
  if (!model.you.visible || model.link === 'gone') return null;
  const seconds = timesOnScreen(model).map((since) => secondsToTick(since, model.now, model.settings.reducedMotion));
  const waits = seconds.length === 0 ? [] : [Math.min(...seconds) * 1000 - (model.now % 1000)];
  // A button that is held forever has been let go of elsewhere.
  const held = model.hold === null ? [] : [Math.max(0, model.hold.at + holdMillisMax - model.now)];
  const all = [...waits, ...held];
  return all.length === 0 ? null : Math.min(...all);
}

function inDetail(model: Model, asks: ReturnType<typeof asksBySession>): readonly (Headline | Thread | null)[] {
  const group = groupAtCursor(model);
  if (group === undefined) return atCursor(model)?.threads ?? [];
  return group.sessions.map((session) => headline(session.threads, asks.get(keyOf(session)) ?? []));
}

/** Since when, for all that runs or waits in the rows of the list and in the detail panel. */
function timesOnScreen(model: Model): number[] {
  if (overlays(model)) return [];
  const rows = layout(model);
  const asks = asksBySession(model);
  const showsSince = model.settings.rows.lines.some((line) => hasField(line, 'since'));
  const inRows = itemsInView(model, rows.list).map((item) => {
    if (item.type === 'group') return item.group.folded ? groupHeadline(item.group, asks) : null;
    if (item.type === 'session')
      return showsSince ? headline(item.session.threads, asks.get(keyOf(item.session)) ?? []) : null;
    return item.below.type === 'thread' ? item.below.thread : null;
  });
  const inPanel = rows.panel > 0 && model.mode.name === 'list' ? inDetail(model, asks) : [];
  return [...inRows, ...inPanel].flatMap((shown) => (shown !== null && isCounted(shown.state) ? [shown.since] : []));
}
