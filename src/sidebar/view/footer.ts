import type { Model } from '../model.ts';
import { drawable } from '../text.ts';
import { type Line, line, type Span, span } from './line.ts';

/** The most important thing to know: what went wrong, how the daemon is, else the next keys. */
export function footer({ link, mode, notice, version, daemonVersion }: Model): Line {
  if (mode.name === 'confirm-kill') return hints(['y', 'kill'], ['n', 'cancel']);
  if (mode.name === 'confirm-quit') return hints(['y', 'quit'], ['n', 'cancel']);
  if (mode.name === 'new-session') return hints(['Enter', 'create'], ['Esc', 'cancel']);
  if (notice !== null) return line(span(' ✗ ', 'tone-error'), span(drawable(notice)));
  if (link === 'gone') return line(span(' ⚠ ', 'tone-warn'), span('daemon gone, retrying…'));
  if (mode.name === 'help') return hints(['Esc', 'close']);
  if (link === 'connecting') return line(span(' connecting…', 'faint'));
  if (daemonVersion !== null && daemonVersion !== version) {
    return line(span(' ⚠ ', 'tone-warn'), span(`daemon is ${drawable(daemonVersion)}, not ${version}`));
  }
  return hints(['?', 'help'], ['n', 'new']);
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
