import { clean, cut } from '../../protocol/text.ts';

const graphemesMax = 200;
/** What is looked at of a text: cleaning takes time in its length. */
const unitsMax = 2000;

/** What lies at the path, undefined where nothing does. Nothing is assumed of what comes from outside. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One line fit to be shown, of at most 200 characters; undefined when nothing is left of it. */
export function line(value: unknown): string | undefined {
  return typeof value === 'string' ? text(cut(clean(value.slice(0, unitsMax)), graphemesMax)) : undefined;
}

/** Ids of sessions become part of subjects: `ses_` and letters, OpenCode 1.18 `packages/opencode/src/id/id.ts`. */
export function sessionId(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,64}$/.test(value) ? value : undefined;
}

/** A title that OpenCode gave because it had none: `New session - 2026-11-21T07:20:47.161Z`. */
export function titleOf(value: unknown): string | undefined {
  const title = line(value);
  return title === undefined || /^(New|Child) session - \d{4}-\d\d-\d\dT/.test(title) ? undefined : title;
}

/** `bash: npm test`: the tool, and what of its input says most. */
export function describeTool(tool: unknown, input: unknown): string | undefined {
  const name = text(tool);
  if (name === undefined) return undefined;
  const keys = ['command', 'filePath', 'path', 'pattern', 'url', 'query', 'description'];
  const what = keys.map((key) => line(at(input, key))).find((one) => one !== undefined);
  return line(what === undefined ? name : `${name}: ${what}`);
}

export function describeQuestion(questions: unknown): string | undefined {
  return line(at(list(questions)[0], 'question')) ?? line(at(list(questions)[0], 'header'));
}
