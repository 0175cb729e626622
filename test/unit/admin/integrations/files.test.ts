import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBytes, replaceFile } from '../../../../src/admin/integrations/files.ts';
import { Refused } from '../../../../src/admin/integrations/integration.ts';
import { makeHome } from './home.ts';

const [old, mine, ours] = ['old', 'mine', 'ours'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

test('what somebody else wrote meanwhile is not overwritten, and nothing is left beside it', () => {
  using on = makeHome();
  const path = join(on.home, 'file');
  writeFileSync(path, mine);
  for (const [before, after] of [
    [old, ours],
    [null, ours],
    [old, null],
    [null, null],
  ] as const) {
    expect(() => replaceFile(path, before, after)).toThrow(/changed by somebody else/);
  }
  expect(() => replaceFile(join(on.home, 'new', 'er', 'file'), old, ours)).toThrow(Refused);
  expect(readFileSync(path)).toEqual(mine);
  expect(readdirSync(on.home)).toEqual(['file']);
});

test('whoever has the file open goes on reading the old one, never half of the new', () => {
  using on = makeHome();
  const path = join(on.home, 'file');
  writeFileSync(path, old);
  linkSync(path, join(on.home, 'same'));
  expect(replaceFile(path, old, ours)).toBeNull();
  expect([readBytes(path), readBytes(join(on.home, 'same'))]).toEqual([ours, old]);
});

test('says which directory it made, the outermost', () => {
  using on = makeHome();
  mkdirSync(join(on.home, 'a'));
  expect(replaceFile(join(on.home, 'a', 'b', 'c', 'file'), null, ours, 0o640)).toBe(join(on.home, 'a', 'b'));
  expect(statSync(join(on.home, 'a', 'b', 'c', 'file')).mode & 0o777).toBe(0o640);
  expect(statSync(join(on.home, 'a', 'b')).mode & 0o777).toBe(0o700);
});

test('what is no file, or larger than any configuration, is not read', () => {
  using on = makeHome();
  const path = join(on.home, 'file');
  writeFileSync(path, Buffer.alloc(4 * 1024 * 1024 + 1));
  expect(() => readBytes(path)).toThrow(/more than/);
  expect(() => readBytes(on.home)).toThrow(/no file/);
  expect(readBytes(join(on.home, 'none'))).toBeNull();
  expect(() => readBytes(join(path, 'below a file'))).toThrow(Refused);
  expect(() => replaceFile(join(path, 'below a file'), null, ours)).toThrow(Refused);
});
