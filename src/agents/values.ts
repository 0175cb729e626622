import { clean, cut } from '../protocol/text.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Graphemes of a detail or a name that are kept. */
export const shownGraphemesMax = 200;
/** Cleaning looks at each character: what is longer is cut before. */
const rawUnitsMax = 2000;

/** The fields of a line or file of JSON; null when it is something else. */
export function parseFields(json: string): Fields | null {
  try {
    return fields(JSON.parse(json));
  } catch {
    // Torn, or not for us: the same to whoever asks.
    return null;
  }
}

export function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What of a list are objects. */
export function objects(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields).filter((one) => one !== null) : [];
}

export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An agent's own id: short and without anything to be wary of, because it is shown and becomes part of keys. */
export function identifier(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : null;
}

/** Text to be shown: one clean line, cut. Null when nothing is left of it. */
export function shown(value: unknown): string | null {
  const raw = text(value);
  return raw === null ? null : text(cut(clean(raw.slice(0, rawUnitsMax)), shownGraphemesMax));
}

/** Epoch milliseconds of an ISO 8601 time; null when it is none. */
export function time(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

/** A tool and the part of its arguments that says most: `bash: npm test`. */
export function toolText(name: unknown, input: unknown): string {
  const given = fields(input) ?? {};
  const said = ['command', 'cmd', 'path', 'file_path', 'filePath', 'pattern', 'query', 'url', 'description'];
  const what = said.map((field) => shown(given[field])).find((one) => one !== null);
  const tool = shown(name) ?? 'tool';
  return cut(what === undefined || what === null ? tool : `${tool}: ${what}`, shownGraphemesMax);
}
