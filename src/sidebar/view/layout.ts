import { derived } from '../../protocol/derived.ts';
import { panelRowsMax } from '../../protocol/place.ts';
import { asksBySession, keyOf, type Model, sessionsOf } from '../model.ts';
import { detailHeightMax } from './detail.ts';
import { dialog } from './dialog.ts';
import { footer } from './footer.ts';
import { listHeight } from './list.ts';
import { overlay } from './overlay.ts';

/** Rows from which on each piece of the frame is there; a tiny pane is all list. */
const headerRowsMin = 2;
const footerRowsMin = 5;
const rulesRowsMin = 8;
/** The list has its way up to this many rows, and up to this share of them; the detail panel gets the rest. */
const listRowsMin = 6;
const listShare = 0.6;

/** How many rows the panel would have with its border in this row of the screen, from 0. */
export function panelRowsAt(model: Model, row: number): number {
  const end = listRows(model).first + layout(model).body;
  return Math.max(0, Math.min(panelRowsMax, end - row - 1));
}

/** Rows of the screen that are the list's, from 0: the first one, and the one behind the last. */
export function listRows(model: Model): { first: number; end: number } {
  const { header, rules, list } = layout(model);
  const first = [header, rules].filter(Boolean).length;
  return { first, end: first + list };
}

/** How the rows of the pane are divided; they add up to it. */
export interface Layout {
  header: boolean;
  /** Rows. */
  footer: number;
  /** Rules below the header, above the panel and above the footer. */
  rules: boolean;
  list: number;
  panel: number;
  /** List, panel and the rule between them: what the help takes. */
  body: number;
  /** How far help and explanation can be scrolled. */
  bodyTopMax: number;
}

/** Asked by all that draws and by all that points at what is drawn. */
export const layout = derived((model: Model): Layout => {
  const { rows } = model.size;
  const header = rows >= headerRowsMin;
  const footerLines = rows >= footerRowsMin ? footer(model).length : 0;
  const rules = rows >= rulesRowsMin;
  const body = rows - footerLines - [header, rules, rules].filter(Boolean).length;
  const panel = panelRows(model, body, rules ? 1 : 0);
  const list = panel === 0 ? body : body - panel - (rules ? 1 : 0);
  return {
    header,
    footer: footerLines,
    rules,
    list,
    panel,
    body,
    bodyTopMax: Math.max(0, overlay(model).length - body),
  };
});

function panelRows(model: Model, body: number, rule: number): number {
  const question = dialog(model).length;
  if (question > 0) return Math.max(0, Math.min(question, body - rule));
  const panelRows = model.hold?.kind === 'border' ? model.hold.rows : (model.panelRows ?? model.settings.panelRows);
  // Of all sessions, so that the list does not jump while the cursor moves.
  const asks = asksBySession(model);
  const wanted = Math.max(
    0,
    ...sessionsOf(model).map((session) => detailHeightMax(session, asks.get(keyOf(session)) ?? [], model.size.columns)),
  );
  const listWanted = listHeight(model);
  const share = panelRows === null ? Math.ceil(body * listShare) : 0;
  const most = Math.max(0, body - Math.min(listWanted, Math.max(listRowsMin, share)) - rule);
  // Rows that were chosen and have nothing to say are there as long as the list needs none of them.
  const empty = panelRows === null ? 0 : body - listWanted - rule;
  return Math.min(panelRows ?? wanted, Math.max(wanted, empty), most);
}
