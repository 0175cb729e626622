import { firstKey } from '../keymap.ts';
import { landingOf } from '../landing.ts';
import { asksOf, type Model, openAsk, type Size } from '../model.ts';
import { portsToOpen } from '../ports.ts';
import { keyNamed } from '../remap.ts';
import { drawable } from '../text.ts';
import { type Style, toneGlyphs } from '../theme.ts';
import { wayHere } from '../way-here.ts';
import { begun, hang, type Line, line, type Span, span } from './line.ts';

const noticeRowsMax = 3;
/** It says a path and what is wrong there. */
const problemRowsMax = 6;
const problemShare = 0.25;

/** The most important thing to know: what went wrong, how the daemon is, else the next keys. */
export function footer(model: Model): Line[] {
  const { hold, link, mode, notice, version, daemonVersion, size, problem } = model;
  if (mode.name === 'confirm-kill') return [hints(['y', 'kill'], ['n', 'cancel'])];
  if (mode.name === 'confirm-quit') return [hints(['y', 'quit'], ['n', 'cancel'])];
  if (mode.name === 'new-session') return [hints(['Enter', 'create'], ['Esc', 'cancel'])];
  if (mode.name === 'rename') return [hints(['Enter', 'rename'], ['Esc', 'cancel'])];
  if (mode.name === 'find') return [hints(['Enter', 'go'], ['Esc', 'close'])];
  if (mode.name === 'ask') return [hints([numbers(openAsk(model)?.choices.length ?? 0), 'answer'], ['Esc', 'later'])];
  if (mode.name === 'themes') return [hints(['Enter', 'keep'], ['Esc', 'restore'])];
  if (mode.name === 'ports')
    return [hints([numbers(Math.min(9, portsToOpen(model).length)), 'open'], ['Esc', 'cancel'])];
  if (hold?.kind === 'move') return [dragHints(`place ${landingOf(model, hold)?.number ?? hold.to + 1}`)];
  if (hold?.kind === 'border') return [dragHints(`${hold.rows} row${hold.rows === 1 ? '' : 's'}`)];
  if (notice !== null) return said(toneGlyphs[notice.tone], `tone-${notice.tone}`, drawable(notice.text), size.columns);
  if (link === 'gone') return said('⚠', 'tone-warn', 'daemon gone, retrying…', size.columns);
  if (mode.name === 'help' || mode.name === 'entry') return [hints(['Esc', 'close'])];
  if (mode.name === 'explain') return [hints(['Esc', 'close'], ['i', 'again'])];
  if (link === 'connecting') return [line(span(' connecting…', 'faint'))];
  if (daemonVersion !== null && daemonVersion !== version) {
    return said('⚠', 'tone-warn', `daemon is ${drawable(daemonVersion)}, not ${version}`, size.columns);
  }
  if (problem !== null) return fault(problem, size);
  const asks = asksOf(model).length > 0;
  const way = wayHere(model);
  // No key of the sidebar's own would come here.
  if (way !== null) return [hints([drawable(way), asks ? 'to answer' : 'focus here'])];
  const next = asks ? (['answer', 'answer'] as const) : (['new-session', 'new'] as const);
  const pairs = [['help', 'help'] as const, next].flatMap(([intent, does]) => {
    const key = firstKey(model.keymap, intent);
    return key === null ? [] : [[key, does] as const];
  });
  return [hints(...pairs)];
}

/** Where there is little room the file's name has to do: what is wrong says more than its directory. */
function fault(problem: string, { columns, rows }: Size): Line[] {
  const rowsMax = Math.max(2, Math.min(problemRowsMax, Math.floor(rows * problemShare)));
  const lines = (text: string) => hang([span(' '), span(toneGlyphs.error, 'tone-error'), span(' ')], text, columns + 1);
  const whole = lines(problem);
  return whole.length <= rowsMax ? whole : begun(lines(problem.replace(/[~/][^:]*\//, '')), rowsMax);
}

function numbers(count: number): string {
  return count > 1 ? `1…${count}` : `${count}`;
}

/** A glyph and a sentence, which hangs on the right of the glyph. */
function said(glyph: string, style: Style, text: string, columns: number): Line[] {
  return begun(hang([span(' '), span(glyph, style), span(' ')], text, columns + 1), noticeRowsMax);
}

/** What letting go of the button comes to. */
function dragHints(what: string): Line {
  return line(span(` ${what}`, 'strong'), ...hints(['Esc', 'cancel']).spans.with(0, span('  ')));
}

function hints(...pairs: readonly (readonly [key: string, does: string])[]): Line {
  return line(
    ...pairs.flatMap(([label, does], index): Span[] => {
      const key = keyNamed(label);
      const target = key === null ? {} : { target: { kind: 'key', key } as const };
      return [
        span(index === 0 ? ' ' : '   '),
        { ...span(label, 'key'), ...target },
        { ...span(` ${does}`, 'faint'), ...target },
      ];
    }),
  );
}
