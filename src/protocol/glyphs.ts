import type { Glyphs } from './settings.ts';
import type { ThreadState } from './state.ts';

/** Blank when nominal. */
export const stateGlyphs: Readonly<Record<ThreadState, string>> = {
  idle: ' ',
  running: '⠹',
  waiting: '◉',
  done: '✓',
  error: '✗',
  interrupted: '⚠',
  unknown: '?',
};

/** Character for character, each of one cell, so that no width ever changes. What is missing stays. */
const replacements: Readonly<Record<Exclude<Glyphs, 'unicode'>, Readonly<Record<string, string>>>> = {
  // Nerd Fonts 3, Font Awesome's block.
  nerd: {
    '◉': '\uf059',
    '⠹': '\uf110',
    '✓': '\uf00c',
    '✗': '\uf00d',
    '⚠': '\uf071',
    '●': '\uf111',
    ℹ: '\uf05a',
    '↗': '\uf08e',
    '◌': '\uf070',
  },
  ascii: {
    '◉': '@',
    '⠹': '%',
    '✓': '+',
    '✗': 'x',
    '⚠': '!',
    '●': '*',
    ℹ: 'i',
    '·': '.',
    '↗': '^',
    '◌': 'o',
    '▌': '|',
    '─': '-',
    '│': ':',
    '…': '~',
    '█': '#',
    '░': '.',
    '▒': ':',
    '▓': '#',
    '↑': '^',
    '↓': 'v',
    '←': '<',
    '→': '>',
    '↟': '^',
    '±': '*',
    '▸': '>',
    '▾': 'v',
    '’': "'",
  },
};

/** A text as it is drawn with these glyphs: ours in it, and the same characters of others, become those of the set. */
export function drawnWith(glyphs: Glyphs): (text: string) => string {
  if (glyphs === 'unicode') return (text) => text;
  const table = replacements[glyphs];
  const known = new RegExp(`[${Object.keys(table).join('')}]`, 'gu');
  return (text) => text.replace(known, (glyph) => table[glyph] ?? glyph);
}
