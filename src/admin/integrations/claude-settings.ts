import type { Node } from 'jsonc-parser';
import { append, member, parseObject, remove } from './json-edit.ts';

/** Each handler of ours that can be there; more is no settings file. */
const removalsMax = 1000;
const byteOrderMark = '\ufeff';

/** The command of each of our hooks, and its event. */
export interface Hooks {
  events: readonly string[];
  command: string;
  /** Whether a command is a hook of ours, of any version. */
  isOurs(command: string): boolean;
}

/** What Claude Code may wait for a hook; ours takes milliseconds. */
const timeoutSeconds = 2;

/** Settings of Claude Code with our hooks in them and nothing else changed. @throws Refused when it does not understand them */
export function withHooks(text: string, { events, command }: Hooks): string {
  const group = { hooks: [{ type: 'command', command, timeout: timeoutSeconds }] };
  const [mark, body] = text.startsWith(byteOrderMark) ? [byteOrderMark, text.slice(1)] : ['', text];
  const all = Object.fromEntries(events.map((event) => [event, [group]]));
  if (body.trim() === '') return `${mark}${JSON.stringify({ hooks: all }, null, 2)}\n`;
  const root = parseObject(body);
  if (member(root, 'hooks', 'object') === undefined) return mark + append(body, root, 'hooks', all);
  return (
    mark +
    events.reduce((now, event) => {
      const hooks = member(parseObject(now), 'hooks', 'object');
      if (hooks === undefined) return now;
      const list = member(hooks, event, 'array');
      return list === undefined ? append(now, hooks, event, [group]) : append(now, list, null, group);
    }, body)
  );
}

/**
 * Settings without our hooks, and without what is empty then.
 *
 * @param before what was there before us: what was empty then stays
 * @throws Refused when it does not understand them
 */
export function withoutHooks(text: string, before: string | null, isOurs: Hooks['isOurs']): string {
  const [mark, body] = text.startsWith(byteOrderMark) ? [byteOrderMark, text.slice(1)] : ['', text];
  const had = emptyBefore(before);
  let now = body;
  for (let count = 0; count < removalsMax; count += 1) {
    const next = removeOne(now, isOurs);
    if (next === null) return mark + now;
    now = tidy(next.text, next.event, had);
  }
  return mark + now;
}

/** The commands of ours and their events, in the order of the file. @throws Refused when it does not understand the settings */
export function hooksIn(text: string, isOurs: Hooks['isOurs']): { event: string; command: string }[] {
  const body = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return body.trim() === '' ? [] : ours(body, isOurs).map(({ event, command }) => ({ event, command }));
}

/** True when Claude Code is told not to run any hook. */
export function hooksAreOff(text: string): boolean {
  const body = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return body.trim() !== '' && JSON.parse(body)['disableAllHooks'] === true;
}

interface Found {
  event: string;
  command: string;
  groups: Node;
  group: number;
  handlers: Node;
  handler: number;
}

function ours(text: string, isOurs: Hooks['isOurs']): Found[] {
  const hooks = member(parseObject(text), 'hooks', 'object');
  return (hooks?.children ?? []).flatMap((property) => {
    const [key, groups] = property.children ?? [];
    if (groups?.type !== 'array') return [];
    return (groups.children ?? []).flatMap((node, group) => {
      const handlers = node.type === 'object' ? lookup(node, 'hooks') : undefined;
      if (handlers?.type !== 'array') return [];
      return (handlers.children ?? []).flatMap((one, handler) => {
        const command = one.type === 'object' ? lookup(one, 'command')?.value : undefined;
        if (typeof command !== 'string' || !isOurs(command)) return [];
        return [{ event: String(key?.value), command, groups, group, handlers, handler }];
      });
    });
  });
}

function removeOne(text: string, isOurs: Hooks['isOurs']): { text: string; event: string } | null {
  const found = ours(text, isOurs).at(-1);
  if (found === undefined) return null;
  const { event, groups, group, handlers, handler } = found;
  const alone = handlers.children?.length === 1;
  return { text: alone ? remove(text, groups, group) : remove(text, handlers, handler), event };
}

/** Takes an event away that has no hook left, and then `hooks` when it has no event left. */
function tidy(text: string, event: string, had: ReadonlySet<string>): string {
  const withoutEvent = drop(text, (root) => member(root, 'hooks', 'object'), event, had.has(event));
  return drop(withoutEvent, (root) => root, 'hooks', had.has(''));
}

function drop(text: string, of: (root: Node) => Node | undefined, name: string, keep: boolean): string {
  const container = of(parseObject(text));
  const index = (container?.children ?? []).findIndex(({ children }) => children?.[0]?.value === name);
  const value = container?.children?.[index]?.children?.[1];
  const isEmpty = value !== undefined && (value.children ?? []).length === 0;
  return keep || container === undefined || !isEmpty ? text : remove(text, container, index);
}

/** Names of events without any hook; the empty name for `hooks` itself. */
function emptyBefore(text: string | null): ReadonlySet<string> {
  const body = text?.startsWith(byteOrderMark) ? text.slice(1) : (text ?? '');
  const hooks = body.trim() === '' ? undefined : member(parseObject(body), 'hooks', 'object');
  const empty = (hooks?.children ?? []).filter(({ children }) => children?.[1]?.children?.length === 0);
  return new Set([
    ...(hooks?.children?.length === 0 ? [''] : []),
    ...empty.map(({ children }) => String(children?.[0]?.value)),
  ]);
}

function lookup(object: Node, name: string): Node | undefined {
  return object.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}
