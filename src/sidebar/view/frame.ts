import { groupAtCursor } from '../groups.ts';
import { asksBySession, atCursor, keyOf, type Model } from '../model.ts';
import { filterNames } from '../narrowing.ts';
import { detail } from './detail.ts';
import { dialog } from './dialog.ts';
import { footer } from './footer.ts';
import { found } from './found.ts';
import { groupDetail } from './group-detail.ts';
import { header } from './header.ts';
import { type Layout, layout } from './layout.ts';
import { blank, clip, type Line, rule } from './line.ts';
import { list } from './list.ts';
import { overlay, overlays } from './overlay.ts';

/** What the pane shows: exactly its rows, none wider than its columns. */
export function frame(model: Model): Line[] {
  const { columns, rows } = model.size;
  const parts = layout(model);
  const isOverlay = overlays(model);
  const body = isOverlay ? overlayBody(model, parts) : listBody(model, parts);
  const marks = parts.rules ? '' : [body.above, body.below].filter((mark) => mark !== '').join(' ');
  const lines = [
    ...(parts.header ? [header(model, marks)] : []),
    ...(parts.rules ? [rule(columns, body.above, filterLabel(model))] : []),
    ...body.lines,
    ...(parts.rules ? [rule(columns, isOverlay || parts.panel === 0 ? body.below : '')] : []),
    ...(parts.footer > 0 ? footer(model) : []),
  ];
  return lines.slice(0, rows).map((line) => clip(line, columns));
}

/** What the list leaves out. */
function filterLabel({ snapshot }: Model): string {
  const filter = snapshot?.list.filter ?? 'all';
  return filter === 'all' ? '' : filterNames[filter];
}

interface Body {
  lines: Line[];
  /** What is out of view: `↑3`, `↓12`, or nothing. */
  above: string;
  below: string;
}

function overlayBody(model: Model, { body }: Layout): Body {
  const { mode } = model;
  if (mode.name === 'find') {
    const { lines, above, below } = found(model, mode, body);
    return { lines: faded(lines, model), above: mark('↑', above), below: mark('↓', below) };
  }
  const all = overlay(model);
  const top = mode.name === 'help' || mode.name === 'explain' ? mode.top : 0;
  return { lines: filled(all.slice(top), body), above: mark('↑', top), below: mark('↓', all.length - top - body) };
}

function listBody(model: Model, parts: Layout): Body {
  const { columns } = model.size;
  const { lines, above, below } = list(model, parts.list);
  const marks = { above: mark('↑', above), below: mark('↓', below) };
  const shown = faded(lines, model);
  if (parts.panel === 0) return { lines: shown, ...marks };
  const panel = filled(panelLines(model, parts.panel), parts.panel);
  return { lines: [...shown, ...(parts.rules ? [rule(columns, marks.below)] : []), ...panel], ...marks };
}

function panelLines(model: Model, rows: number): Line[] {
  const question = dialog(model, rows);
  if (question.length > 0) return question;
  const place = { columns: model.size.columns, home: model.home, now: model.now, calm: model.settings.reducedMotion };
  const asks = asksBySession(model);
  const group = groupAtCursor(model);
  if (group !== undefined) return faded(groupDetail(group, asks, place), model);
  const session = atCursor(model);
  return session === undefined ? [] : faded(detail(session, asks.get(keyOf(session)) ?? [], place, rows), model);
}

function faded(lines: Line[], { link }: Model): Line[] {
  return link === 'gone' ? lines.map((line) => ({ ...line, faded: true })) : lines;
}

function filled(lines: Line[], rows: number): Line[] {
  return Array.from({ length: rows }, (_, index) => lines[index] ?? blank);
}

function mark(arrow: string, count: number): string {
  return count > 0 ? `${arrow}${count}` : '';
}
