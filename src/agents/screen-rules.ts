import type { Claim } from '../core/evidence.ts';
import { clean, cut } from '../protocol/text.ts';
import type { Look } from './adapter.ts';

/** Text that a line contains, or what it looks like. */
export type Pattern = string | RegExp;

/**
 * What an agent draws in a state. What a pane shows may be anything, also an agent that talks about this very picture: so
 * ask for whole lines (`^…$`), for several of them, for their order and for their place at the bottom. No nested quantifiers.
 */
export interface ScreenRule {
  /** The first version of the agent that was seen to draw it. */
  since: string;
  claim: Claim;
  /** Only the last so many lines count; blank ones below the last text do not. */
  within: number;
  /** Each must match a line of its own, in this order from top to bottom. */
  all?: readonly Pattern[];
  /** One of them must match a line. */
  any?: readonly Pattern[];
  /** Must not match what stands below the last match of `all`, the lines joined by `\n`: an input box, say. */
  notBelow?: RegExp;
  /** Its first group, in the lowest line that it matches, says what it does or waits for. */
  detail?: RegExp;
}

const linesMax = 200;
const lineUnitsMax = 500;
const detailGraphemesMax = 200;

/** What the first matching rule says of a pane's visible lines, top line first; null when none matches. */
export function look(rules: readonly ScreenRule[], lines: readonly string[]): Look | null {
  const shown = lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
  const bottom = shown.slice(-linesMax).map((line) => line.slice(0, lineUnitsMax));
  const rule = rules.find((one) => matches(one, bottom.slice(-one.within)));
  if (rule === undefined) return null;
  const detail = detailOf(rule, bottom.slice(-rule.within));
  return detail === '' ? { claim: rule.claim } : { claim: rule.claim, detail };
}

function matches({ all = [], any = [], notBelow }: ScreenRule, lines: readonly string[]): boolean {
  if (all.length + any.length === 0) return false;
  const lowest = lines.findLastIndex((line) => all.length > 0 && fits(line, all.at(-1) ?? ''));
  return (
    inOrder(all, lines) &&
    (any.length === 0 || any.some((pattern) => lines.some((line) => fits(line, pattern)))) &&
    (notBelow === undefined || !notBelow.test(lines.slice(lowest + 1).join('\n')))
  );
}

/** Each pattern takes the lowest line that is left to it: if there is an order at all, this one is found. */
function inOrder(patterns: readonly Pattern[], lines: readonly string[]): boolean {
  let below = lines.length;
  return patterns.toReversed().every((pattern) => {
    below = lines.slice(0, below).findLastIndex((line) => fits(line, pattern));
    return below >= 0;
  });
}

function fits(line: string, pattern: Pattern): boolean {
  return typeof pattern === 'string' ? line.includes(pattern) : line.search(pattern) >= 0;
}

function detailOf({ detail }: ScreenRule, lines: readonly string[]): string {
  if (detail === undefined) return '';
  const found = lines.map((line) => line.match(detail)?.[1]).findLast((text) => text !== undefined);
  return cut(clean(found ?? ''), detailGraphemesMax);
}
