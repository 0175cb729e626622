import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { pictures } from '../../pictures/pictures.ts';

const root = join(import.meta.dirname, '../../..');
const images = join(root, 'docs', 'images');
const bytesMax = 100_000;

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .map((name) => join(root, name));
const shown = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, alt = '', path = '']) => ({
    page: relative(root, page),
    alt,
    file: path.startsWith('http') ? path : join(dirname(page), path),
  })),
);

test('every picture that a page shows is there, and says what it shows to who cannot see it', () => {
  expect(shown.filter(({ file }) => !existsSync(file))).toEqual([]);
  expect(shown.filter(({ alt }) => alt.length < 20)).toEqual([]);
});

test('every picture is made by the script, shown somewhere, small, and shows no place of the machine that it was made on', () => {
  const files = readdirSync(images);
  expect(files.toSorted()).toEqual(pictures.map(({ name }) => `${name}.svg`).toSorted());
  expect(files.filter((name) => !shown.some(({ file }) => basename(file) === name))).toEqual([]);
  for (const name of files) {
    expect(statSync(join(images, name)).size).toBeLessThan(bytesMax);
    expect(readFileSync(join(images, name), 'utf8')).not.toMatch(/\/tmp|\/home\/|\/root/);
  }
});
