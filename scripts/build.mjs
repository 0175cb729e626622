// Bundles src/main.ts into dist/: one entry, one chunk for each role that main.ts imports dynamically.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { common } from './bundle.mjs';

const root = common.absWorkingDir;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const dist = join(root, 'dist');

// A draft takes the place of dist/ when it is complete: whoever starts meanwhile finds the old build or the new one.
const cache = join(root, '.cache');
const draftPrefix = 'build-';
const draftMillisMax = 3_600_000;
const swapTriesMax = 5;

mkdirSync(cache, { recursive: true });
removeAbandoned();
const draft = mkdtempSync(join(cache, draftPrefix));
const fresh = join(draft, 'new');
try {
  await build({
    ...common,
    entryPoints: ['src/main.ts'],
    outdir: fresh,
    chunkNames: '[name]-[hash]',
    define: { ...common.define, __VERSION__: JSON.stringify(version), __BUILD__: JSON.stringify(checksum()) },
  });
  for (let tries = 1; !swap(tries); tries += 1);
} finally {
  rmSync(draft, { recursive: true, force: true });
}

/** Of the sources, the versions of what they import and the way they are bundled: the same for the same checkout. */
function checksum() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const bundling = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.mjs'));
  const files = [
    ...sources.map((file) => join(file.parentPath, file.name)),
    ...bundling.map((name) => join(import.meta.dirname, name)),
  ].sort();
  for (const file of [join(root, 'package-lock.json'), ...files]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/**
 * No directory can be renamed over another one: between the two renames there is none, for some microseconds. Says false
 * when another build put its own there in that time.
 */
function swap(tries) {
  try {
    renameSync(dist, join(draft, `old-${tries}`));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  try {
    renameSync(fresh, dist);
    return true;
  } catch (error) {
    if (tries >= swapTriesMax || (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')) throw error;
    return false;
  }
}

/** Drafts of builds that were killed. */
function removeAbandoned() {
  for (const name of readdirSync(cache).filter((one) => one.startsWith(draftPrefix))) {
    const dir = join(cache, name);
    const since = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > draftMillisMax) rmSync(dir, { recursive: true, force: true });
  }
}
