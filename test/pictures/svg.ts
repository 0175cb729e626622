import type { Cell } from '../support/screen.ts';
import { mixed, type Surface } from './colours.ts';
import { type Ground, groundsOf, type Run, runsOf } from './runs.ts';
import { cell, round, shape } from './shapes.ts';

/** A part of a terminal, drawn as a window. */
export interface Window {
  grid: readonly (readonly Cell[])[];
  surface: Surface;
  /** Below it. */
  caption?: string;
}

const padding = 14;
const gap = 18;
const captionHeight = 26;
const baseline = 14;
const fontSize = 14;
const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const captionColour = '#808590';

/**
 * Windows side by side as an SVG, `columns` in a row; all as large as the first. Each run of text has its place and its length,
 * so that the grid holds whatever font there is.
 *
 * @param title what a screen reader says of it
 */
export function svgOf(windows: readonly Window[], title: string, columns = windows.length): string {
  const [first] = windows;
  if (first === undefined) throw new Error('a picture of nothing');
  const width = round((first.grid[0]?.length ?? 0) * cell.width + 2 * padding);
  const height = first.grid.length * cell.height + 2 * padding;
  const caption = windows.some((one) => one.caption !== undefined) ? captionHeight : 0;
  const across = Math.min(columns, windows.length);
  const down = Math.ceil(windows.length / columns);
  const whole = [across * (width + gap) - gap + 2, down * (height + caption + gap) - gap + 2].map(round);
  const drawn = windows.flatMap((one, index) => {
    const x = 1 + (index % columns) * (width + gap);
    const y = 1 + Math.floor(index / columns) * (height + caption + gap);
    return [`<g transform="translate(${round(x)} ${round(y)})">`, ...windowOf(one, width, height), '</g>'];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.join(' ')}" width="${whole[0]}" height="${whole[1]}" role="img" xml:space="preserve" font-family="${fonts}" font-size="${fontSize}">`,
    `<title>${escaped(title)}</title>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function windowOf({ grid, surface, caption }: Window, width: number, height: number): string[] {
  const edge = mixed(surface.fg, surface.bg, 0.25);
  return [
    `<rect width="${width}" height="${height}" rx="10" fill="${surface.bg}" stroke="${edge}"/>`,
    `<g transform="translate(${padding} ${padding})">`,
    ...grid.flatMap((row, index) => groundsOf(row, surface).map((one) => ground(one, index))),
    ...grid.flatMap((row, index) => runsOf(row, surface).map((run) => drawnRun(run, index))),
    '</g>',
    ...(caption === undefined
      ? []
      : [
          `<text x="${round(width / 2)}" y="${height + 18}" text-anchor="middle" fill="${captionColour}">${escaped(caption)}</text>`,
        ]),
  ];
}

function ground({ col, width, bg }: Ground, row: number): string {
  const size = `width="${round(width * cell.width)}" height="${cell.height}"`;
  return `<rect x="${round(col * cell.width)}" y="${row * cell.height}" ${size} fill="${bg}"/>`;
}

function drawnRun({ col, width, text, fg, bold, italic, underline }: Run, row: number): string {
  const [x, y] = [round(col * cell.width), row * cell.height];
  const drawn = shape(text.charAt(0), width, fg);
  if (drawn !== null) return `<g transform="translate(${x} ${y})">${drawn}</g>`;
  const look = [
    `fill="${fg}"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(italic ? ['font-style="italic"'] : []),
    ...(underline ? ['text-decoration="underline"'] : []),
  ].join(' ');
  const length = `textLength="${round(width * cell.width)}" lengthAdjust="spacingAndGlyphs"`;
  return `<text x="${x}" y="${y + baseline}" ${length} ${look}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
