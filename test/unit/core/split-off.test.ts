import { describe, expect, test } from 'vitest';
import { parseLayout } from '../../../src/core/layout.ts';
import { splitOff } from '../../../src/core/split-off.ts';

/** `%9` is ours, 26 columns wide; `%1` and `%2` were there before. */
const found = (layout: string) => {
  const root = parseLayout(`0000,${layout}`);
  if (root === null) throw new Error(`no layout: ${layout}`);
  return splitOff(root, '%9', ['%1', '%2'], 26);
};

describe('a pane that was split off the sidebar', () => {
  test.each([
    ['beside it', '160x29,0,0{13x29,0,0,9,12x29,14,0,3,133x29,27,0,1}', 'row'],
    ['beside it, which has its width back', '160x29,0,0{26x29,0,0,9,1x29,27,0,3,131x29,29,0,1}', 'row'],
    ['outside of it', '160x29,0,0{133x29,0,0,1,13x29,134,0,9,12x29,148,0,3}', 'row'],
    ['below it', '160x29,0,0{26x29,0,0[26x14,0,0,9,26x14,0,15,3],133x29,27,0,1}', 'column'],
  ])('%s is found', (_, layout, axis) => {
    expect(found(layout)).toEqual({ pane: '%3', axis });
  });

  test.each([
    ['a known pane of one column', '160x29,0,0{26x29,0,0,9,1x29,27,0,2,131x29,29,0,1}'],
    ['the half of a work pane', '160x29,0,0{26x29,0,0,9,66x29,27,0,3,66x29,94,0,1}'],
    ['a full column at the edge', '160x29,0,0{79x29,0,0,3,13x29,80,0,9,66x29,94,0,1}'],
    ['rows of work', '160x29,0,0{26x29,0,0,9,133x29,27,0[133x14,27,0,1,133x14,27,15,3]}'],
    ['one for which no work pane has room', '32x29,0,0{26x29,0,0,9,1x29,27,0,3,3x29,29,0,1}'],
  ])('%s is none', (_, layout) => {
    expect(found(layout)).toBeNull();
  });
});
