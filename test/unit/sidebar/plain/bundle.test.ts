import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const absWorkingDir = join(import.meta.dirname, '../../../..');

/** Packages that a file of ours comes to with all that it imports. */
async function packages(entry: string): Promise<string[]> {
  const options = { bundle: true, write: false, metafile: true, platform: 'node', format: 'esm' } as const;
  const external = ['bufferutil', 'utf-8-validate', 'react-devtools-core', 'ink', 'react', 'react/*'];
  const { metafile } = await build({ ...options, absWorkingDir, entryPoints: [entry], external });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  return [...new Set(imported.filter((one) => one.external === true).map(({ path }) => path))];
}

test('the text mode loads nothing that paints', async () => {
  expect(await packages('src/sidebar/main.tsx')).toContain('ink');
  const plain = await packages('src/sidebar/plain/main.ts');
  expect(plain.filter((name) => /^(?:ink|react)/.test(name))).toEqual([]);
});
