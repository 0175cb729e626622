import { type ParseError, printParseErrorCode } from 'jsonc-parser';
import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

const quotedCharactersMax = 40;

/** jsonc-parser's codes, in words for who wrote the file. */
const faults: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'the name of an option is missing, in double quotes',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a : is missing',
  CommaExpected: 'a , is missing',
  CloseBraceExpected: 'a } is missing',
  CloseBracketExpected: 'a ] is missing',
  EndOfFileExpected: 'something stands behind the last }',
  InvalidCommentToken: 'a comment begins with // or /*',
  UnexpectedEndOfComment: 'a comment has no end: */ is missing',
  UnexpectedEndOfString: 'a text has no end: " is missing',
  UnexpectedEndOfNumber: 'a number breaks off',
  InvalidUnicode: '\\u needs four hexadecimal digits',
  InvalidEscapeCharacter: 'a \\ in a text is written \\\\',
  InvalidCharacter: 'a text must not have a line break or a tab: write \\n or \\t',
};

const types: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text in double quotes',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }',
};

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

/** Why a text is no JSON, with the line: `line 3: a , is missing`. */
export function jsonFault(text: string, { error, offset, length }: ParseError): string {
  if (text.trim() === '') return 'it is empty; { } is the least';
  const code = printParseErrorCode(error);
  const quoted = text.slice(offset, offset + Math.min(length, quotedCharactersMax));
  const fault = code === 'InvalidSymbol' ? `what is ${quoted}? Texts and names stand in double quotes` : faults[code];
  return `line ${text.slice(0, offset).split('\n').length}: ${fault ?? code}`;
}

/** What is wrong with a value: `sidebarWidth: must be at most 60`. */
export function valueFault(issue: Issue, above: readonly PropertyKey[] = []): string {
  const path = [...above, ...issue.path];
  const deeper = issue.code === 'invalid_union' ? meant(issue.errors) : undefined;
  if (deeper !== undefined) return valueFault(deeper, path);
  return `${path.map(String).join('.') || 'the file'}: ${words(issue)}`;
}

function words(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeWords(issue.expected)}`;
    case 'too_big':
      return limit(`at most ${issue.maximum}`, issue.origin);
    case 'too_small':
      return issue.origin in units && issue.minimum === 1
        ? 'must not be empty'
        : limit(`at least ${issue.minimum}`, issue.origin);
    case 'invalid_value':
      return `must be ${listed(issue.values.map(String))}`;
    case 'invalid_union': {
      const wanted = issue.errors.flatMap(([first]) =>
        first?.code === 'invalid_type' ? typeWords(first.expected) : [],
      );
      return wanted.length > 0 ? `must be ${listed([...new Set(wanted)])}` : issue.message;
    }
    default:
      return issue.message;
  }
}

/** Of the ways in which a value may be written the one that somebody took: not of the wrong type as a whole. */
function meant(ways: readonly (readonly Issue[])[]): Issue | undefined {
  return ways.find(([first]) => first !== undefined && (first.code !== 'invalid_type' || first.path.length > 0))?.[0];
}

function limit(amount: string, origin: string): string {
  const unit = units[origin];
  return unit === undefined ? `must be ${amount}` : `must have ${amount}${unit}`;
}

function typeWords(type: string): string {
  return types[type] ?? type;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
