import fc from 'fast-check';
import { parse, stripComments } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { withOption } from '../../../src/host/config-edit.ts';

test.each([
  ['', '{\n  "sidebarWidth": 30\n}\n'],
  ['{}', '{\n  "sidebarWidth": 30\n}'],
  ['{ }\n', '{\n  "sidebarWidth": 30\n}\n'],
  ['{"sidebarWidth":26}', '{"sidebarWidth":30}'],
  ['{"a":1}', '{"a":1, "sidebarWidth": 30}'],
  ['{\n    "a": 1\n}\n', '{\n    "a": 1,\n    "sidebarWidth": 30\n}\n'],
  ['{\r\n\t"a": 1,\r\n}\r\n', '{\r\n\t"a": 1,\r\n\t"sidebarWidth": 30,\r\n}\r\n'],
  ['{\n  "a": 1 // one\n}', '{\n  "a": 1, // one\n  "sidebarWidth": 30\n}'],
  ['{\n  // nothing yet\n}', '{\n  "sidebarWidth": 30\n  // nothing yet\n}'],
  ['{\n  "a": 1\n  // more\n  ,\n}', '{\n  "a": 1\n  // more\n  , "sidebarWidth": 30,\n}'],
  ['\ufeff{"sidebarWidth": 20 /* narrow */}', '\ufeff{"sidebarWidth": 30 /* narrow */}'],
  ['{"sidebarWidth": {"a": [1]}, "b": 2}', '{"sidebarWidth": 30, "b": 2}'],
])('in %j the option stands where it belongs and the rest as it was', (text, expected) => {
  expect(withOption(text, ['sidebarWidth'], 30)).toBe(expected);
});

test('an option in an object, there or not', () => {
  expect(withOption('{"theme": {"palette": {}}}', ['theme', 'extends'], 'nord')).toBe(
    '{"theme": {"palette": {}, "extends": "nord"}}',
  );
  expect(withOption('{}', ['theme', 'extends'], 'nord')).toBe('{\n  "theme": { "extends": "nord" }\n}');
});

test.each(['{', '[]', '{"sidebarWidth":1,"sidebarWidth":2}', 'null', '{"a" 1}'])('%s is left alone', (text) => {
  expect(() => withOption(text, ['sidebarWidth'], 30)).toThrow();
});

const blanks = fc.constantFrom('', ' ', '\n', '\n  ', '\r\n', '\t', ' // c\n', '/* , } */', '\n// "x": 1\n');
const member = fc.tuple(
  blanks,
  fc.constantFrom('a', 'b', 'c', 'sidebarWidth'),
  blanks,
  fc.json({ maxDepth: 1 }),
  blanks,
);
const documents = fc
  .tuple(blanks, fc.uniqueArray(member, { selector: ([, name]) => name, maxLength: 4 }), fc.boolean(), blanks)
  .map(([before, members, trailing, after]) => {
    const written = members.map(([a, name, b, value, c]) => `${a}"${name}":${b}${value}${c}`).join(',');
    return `${before}{${written}${trailing && members.length > 0 ? ',' : ''}${after}}`;
  });
const read = (text: string) => parse(text, [], { allowTrailingComma: true });
const comments = (text: string) => text.length - stripComments(text).length;

test('of any document only the option changes, and every comment stays', () => {
  fc.assert(
    fc.property(documents, fc.nat(), (text, width) => {
      const after = withOption(text, ['sidebarWidth'], width);
      const errors: never[] = [];
      expect({ ...parse(after, errors, { allowTrailingComma: true }) }).toEqual({ ...read(text), sidebarWidth: width });
      expect(errors).toEqual([]);
      expect(comments(after)).toBe(comments(text));
      expect(withOption(after, ['sidebarWidth'], width)).toBe(after);
    }),
    { numRuns: 500 },
  );
});
