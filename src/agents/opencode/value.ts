import { text as anyText, list, shown, toolText } from '../values.ts';

/** What lies at the path, undefined where nothing does. Nothing is assumed of what comes from outside. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** As in `values.ts`, with undefined for nothing: what is not there is left out of what OpenCode's parsers make. */
export function text(value: unknown): string | undefined {
  return anyText(value) ?? undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** One line fit to be shown, of at most 200 characters; undefined when nothing is left of it. */
export function line(value: unknown): string | undefined {
  return shown(value) ?? undefined;
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
  return text(tool) === undefined ? undefined : toolText(tool, input);
}

export function describeQuestion(questions: unknown): string | undefined {
  return line(at(list(questions)[0], 'question')) ?? line(at(list(questions)[0], 'header'));
}
