import { allSessionsOf, keyOf, type Mode, type Model } from '../model.ts';
import { drawable } from '../text.ts';
import { toneGlyphs } from '../theme.ts';
import { blank, type Line, line, span, wrap } from './line.ts';
import { sessionName } from './session-name.ts';

/** A log entry with all that it says: session, source, message, and when. */
export function fullEntry(model: Model, { session: key, entry }: Extract<Mode, { name: 'entry' }>): Line[] {
  const { columns } = model.size;
  const session = allSessionsOf(model).find((one) => keyOf(one) === key);
  const { date, time } = model.localTime(entry.at);
  const source = drawable(entry.source ?? '');
  const from = [session === undefined ? '' : sessionName(session), source === '' ? '' : `[${source}]`];
  return [
    line(span(' '), span(toneGlyphs[entry.tone], `tone-${entry.tone}`), span(` ${from.join(' ').trim()}`, 'strong')),
    ...wrap(`${date} ${time}`, columns, 'faint'),
    blank,
    ...wrap(drawable(entry.message), columns),
  ];
}
