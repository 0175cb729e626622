import { createScanner, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** Of jsonc-parser's `SyntaxKind`, a const enum that a bundler cannot see. */
const commaToken = 5;
const lineCommentToken = 12;
const blockCommentToken = 13;
const lineBreakToken = 14;
const blankToken = 15;

/**
 * The text of a config file in which the option at `path` has this value. Nothing else changes: comments, order, blanks
 * and line ends stay. An empty text becomes an object with the option alone.
 *
 * @throws Error when the text is no JSON object, or has the option twice
 */
export function withOption(text: string, path: readonly string[], value: string | number): string {
  const [mark, rest] = text.startsWith('\ufeff') ? ['\ufeff', text.slice(1)] : ['', text];
  if (rest.trim() === '') return `${mark}${fresh(path, value)}\n`;
  const errors: ParseError[] = [];
  const root = parseTree(rest, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) throw new Error('it is no JSON');
  return mark + inObject(rest, root, path, value);
}

function inObject(text: string, object: Node, path: readonly string[], value: string | number): string {
  const [name = '', ...deeper] = path;
  if (object.type !== 'object') throw new Error('it is no JSON object');
  const found = (object.children ?? []).filter((property) => property.children?.[0]?.value === name);
  if (found.length > 1) throw new Error(`"${name}" stands there twice`);
  const node = found[0]?.children?.[1];
  if (node === undefined) return appended(text, object, `${JSON.stringify(name)}: ${nested(deeper, value)}`);
  if (deeper.length > 0) return inObject(text, node, deeper, value);
  return splice(text, node.offset, node.offset + node.length, JSON.stringify(value));
}

function fresh(path: readonly string[], value: string | number): string {
  const [name = '', ...deeper] = path;
  return `{\n  ${JSON.stringify(name)}: ${nested(deeper, value)}\n}`;
}

function nested(path: readonly string[], value: string | number): string {
  return path.reduceRight((inner, name) => `{ ${JSON.stringify(name)}: ${inner} }`, JSON.stringify(value));
}

/** Behind the last member, and behind what is said of that in its line. */
function appended(text: string, object: Node, member: string): string {
  const last = object.children?.at(-1);
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const outer = indentOf(text, object.offset);
  if (last === undefined) {
    const open = object.offset + 1;
    const isBare = text.slice(open, object.offset + object.length - 1).trim() === '';
    const close = isBare ? object.offset + object.length - 1 : open;
    return splice(text, open, close, `${eol}${outer}${indentUnit(text)}${member}${isBare ? eol + outer : ''}`);
  }
  const end = last.offset + last.length;
  const { comma, lineEnd } = behind(text, end);
  const indent = text.slice(lineStart(text, last.offset), last.offset);
  const isAlone = indent.trim() === '' && lineStart(text, last.offset) > object.offset;
  const withComma = comma === null ? splice(text, end, end, ',') : text;
  const shift = comma === null ? 1 : 0;
  const trailing = comma === null ? '' : ',';
  if (isAlone && lineEnd !== null && (comma ?? end) <= lineEnd)
    return splice(withComma, lineEnd + shift, lineEnd + shift, `${eol}${indent}${member}${trailing}`);
  const at = (comma ?? end) + 1;
  return splice(withComma, at, at, ` ${member}${trailing}`);
}

/** Where the comma behind a member is, and where its line ends; null where there is none before the object does. */
function behind(text: string, from: number): { comma: number | null; lineEnd: number | null } {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  let comma: number | null = null;
  for (;;) {
    const token: number = scanner.scan();
    if (token === commaToken && comma === null) comma = scanner.getTokenOffset();
    else if (token === lineBreakToken)
      return { comma: comma ?? laterComma(text, scanner.getPosition()), lineEnd: scanner.getTokenOffset() };
    else if (token !== blankToken && token !== lineCommentToken && token !== blockCommentToken)
      return { comma, lineEnd: null };
  }
}

/** A comma may begin one of the next lines. */
function laterComma(text: string, from: number): number | null {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  const token: number = scanner.scan();
  return token === commaToken ? scanner.getTokenOffset() : null;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** How the first indented line is indented. */
function indentUnit(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

function splice(text: string, from: number, to: number, piece: string): string {
  return text.slice(0, from) + piece + text.slice(to);
}
