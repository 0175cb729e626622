import type { Model } from '../model.ts';
import { filterNames } from '../narrowing.ts';
import { dialog } from './dialog.ts';
import { footer } from './footer.ts';
import { found } from './found.ts';
import { header } from './header.ts';
import { withLanding } from './landing.ts';
import { type Layout, layout } from './layout.ts';
import { blank, clip, type Line, rule } from './line.ts';
import { list } from './list.ts';
import { overlay, overlays } from './overlay.ts';
import { panel } from './panel.ts';

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
    ...(parts.rules ? [{ ...rule(columns, body.end), ...(parts.panel === 0 ? border(model) : {}) }] : []),
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
  /** What the rule below all of it says. */
  end: string;
}

function overlayBody(model: Model, { body }: Layout): Body {
  const { mode } = model;
  if (mode.name === 'find') {
    const { lines, above, below } = found(model, mode, body);
    return ended({ lines: faded(lines, model), above: mark('↑', above), below: mark('↓', below) });
  }
  const all = overlay(model);
  const top = 'top' in mode ? mode.top : 0;
  return ended({
    lines: filled(all.slice(top), body),
    above: mark('↑', top),
    below: mark('↓', all.length - top - body),
  });
}

function ended(body: Omit<Body, 'end'>): Body {
  return { ...body, end: body.below };
}

function listBody(model: Model, parts: Layout): Body {
  const { columns } = model.size;
  const { lines, above, below } = list(model, parts.list);
  const marks = { above: mark('↑', above), below: mark('↓', below) };
  const shown = faded(withLanding(lines, model), model);
  if (parts.panel === 0) return ended({ lines: shown, ...marks });
  const details = panelBody(model, parts.panel);
  const between = { ...rule(columns, marks.below, details.above, 'plain'), ...border(model) };
  return { lines: [...shown, ...(parts.rules ? [between] : []), ...details.lines], ...marks, end: details.below };
}

/** The question or prompt that is open, else what there is to say about the cursor's session. */
function panelBody(model: Model, rows: number): Omit<Body, 'end'> {
  const question = dialog(model, rows);
  if (question.length > 0) return { lines: filled(question, rows), above: '', below: '' };
  const { lines, above, below } = panel(model, rows);
  return {
    lines: filled(faded(lines, model), rows).map((line) => ({ ...line, inPanel: true })),
    above: mark('↑', above),
    below: mark('↓', below),
  };
}

/** A question has the rows that it needs. */
function border({ mode }: Model): Pick<Line, 'target'> {
  return mode.name === 'list' ? { target: { kind: 'border' } } : {};
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
