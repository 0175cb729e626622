import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };
const codePoint = fc
  .integer({ min: 0, max: 0x10ffff - surrogates.count })
  .map((number) => (number < surrogates.first ? number : number + surrogates.count));

/**
 * Strings of any code points but halves of pairs; lengths are in code points. fast-check's own (`unit: 'binary'`) take
 * most of a second to make, because they can shrink what they did not draw.
 */
export function anyString(length: { minLength?: number; maxLength?: number }): fc.Arbitrary<string> {
  return fc.array(codePoint, length).map((points) => String.fromCodePoint(...points));
}
