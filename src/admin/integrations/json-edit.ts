import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { Refused } from './integration.ts';

const spaces = /^[ \t]*$/;

/** The text as a tree with places. @throws Refused when it is no JSON object, or has comments, which we could not keep apart */
export function parseObject(text: string): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (root === undefined || errors.length > 0 || !isJson(text)) {
    const line = text.slice(0, errors[0]?.offset ?? 0).split('\n').length;
    throw new Refused(`it is not plain JSON (line ${line}): comments and trailing commas are not understood`);
  }
  if (root.type !== 'object') throw new Refused('it is no JSON object');
  return root;
}

/**
 * The value of a member; undefined when there is none.
 *
 * @throws Refused when it stands there twice, because nobody can say which one counts, or when it has another type
 */
export function member(object: Node, name: string, type: 'object' | 'array'): Node | undefined {
  const all = (object.children ?? []).filter((property) => property.children?.[0]?.value === name);
  if (all.length > 1) throw new Refused(`"${name}" stands there twice`);
  const value = all.length === 0 ? undefined : findNodeAtLocation(object, [name]);
  if (value !== undefined && value.type !== type) throw new Refused(`"${name}" is no ${type}`);
  return value;
}

/** Puts a value behind the last one of an object or array, written as its neighbours are. Nothing else changes. */
export function append(text: string, container: Node, name: string | null, value: unknown): string {
  const last = container.children?.at(-1);
  const unit = indentUnit(text);
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const written = (indent: string | null) => {
    const json = JSON.stringify(value, null, indent === null ? undefined : unit).replaceAll(
      '\n',
      `${eol}${indent ?? ''}`,
    );
    return name === null ? json : `${JSON.stringify(name)}:${indent === null ? '' : ' '}${json}`;
  };
  if (last !== undefined) {
    const indent = indentBefore(text, last.offset);
    return insert(text, last.offset + last.length, `,${indent === null ? '' : eol + indent}${written(indent)}`);
  }
  const outer = indentOf(text, container.offset);
  const end = container.offset + container.length - 1;
  const between = text.slice(container.offset + 1, end);
  const indent = outer + unit;
  const before = text.slice(0, container.offset + 1);
  return `${before}${eol}${indent}${written(indent)}${between.includes('\n') ? between : eol + outer}${text.slice(end)}`;
}

/** Takes a value out of an object or array, and the comma that it came with. */
export function remove(text: string, container: Node, index: number): string {
  const children = container.children ?? [];
  const [before, node, after] = [children[index - 1], children[index], children[index + 1]];
  if (node === undefined) return text;
  if (before !== undefined) return splice(text, before.offset + before.length, node.offset + node.length);
  if (after !== undefined) return splice(text, node.offset, after.offset);
  return splice(text, container.offset + 1, container.offset + container.length - 1);
}

/** Null when something stands before it in its line. */
function indentBefore(text: string, offset: number): string | null {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return text.lastIndexOf('\n', offset - 1) >= 0 && spaces.test(before) ? before : null;
}

function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** How the first indented line is indented. */
function indentUnit(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

function insert(text: string, offset: number, piece: string): string {
  return text.slice(0, offset) + piece + text.slice(offset);
}

function splice(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(to);
}

/** The tree's parser lets control characters in texts pass. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That it is none is the answer.
    return false;
  }
}
