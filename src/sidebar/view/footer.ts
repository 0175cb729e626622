import { asksOf, type Model, openAsk } from '../model.ts';
import { drawable } from '../text.ts';
import { type Style, toneGlyphs } from '../theme.ts';
import { begun, hang, type Line, line, type Span, span } from './line.ts';

const noticeRowsMax = 3;

/** The most important thing to know: what went wrong, how the daemon is, else the next keys. */
export function footer(model: Model): Line[] {
  const { link, mode, notice, version, daemonVersion, size } = model;
  if (mode.name === 'confirm-kill') return [hints(['y', 'kill'], ['n', 'cancel'])];
  if (mode.name === 'confirm-quit') return [hints(['y', 'quit'], ['n', 'cancel'])];
  if (mode.name === 'new-session') return [hints(['Enter', 'create'], ['Esc', 'cancel'])];
  if (mode.name === 'rename') return [hints(['Enter', 'rename'], ['Esc', 'cancel'])];
  if (mode.name === 'find') return [hints(['Enter', 'go'], ['Esc', 'close'])];
  if (mode.name === 'ask') return [hints([numbers(openAsk(model)?.choices.length ?? 0), 'answer'], ['Esc', 'later'])];
  if (notice !== null) return said(toneGlyphs[notice.tone], `tone-${notice.tone}`, drawable(notice.text), size.columns);
  if (link === 'gone') return said('⚠', 'tone-warn', 'daemon gone, retrying…', size.columns);
  if (mode.name === 'help') return [hints(['Esc', 'close'])];
  if (mode.name === 'explain') return [hints(['Esc', 'close'], ['i', 'again'])];
  if (link === 'connecting') return [line(span(' connecting…', 'faint'))];
  if (daemonVersion !== null && daemonVersion !== version) {
    return said('⚠', 'tone-warn', `daemon is ${drawable(daemonVersion)}, not ${version}`, size.columns);
  }
  return [hints(['?', 'help'], asksOf(model).length > 0 ? ['a', 'answer'] : ['n', 'new'])];
}

function numbers(count: number): string {
  return count > 1 ? `1…${count}` : `${count}`;
}

/** A glyph and a sentence, which hangs on the right of the glyph. */
function said(glyph: string, style: Style, text: string, columns: number): Line[] {
  return begun(hang([span(' '), span(glyph, style), span(' ')], text, columns + 1), noticeRowsMax);
}

function hints(...pairs: readonly (readonly [key: string, does: string])[]): Line {
  return line(
    ...pairs.flatMap(([key, does], index): Span[] => [
      span(index === 0 ? ' ' : '   '),
      span(key, 'key'),
      span(` ${does}`, 'faint'),
    ]),
  );
}
