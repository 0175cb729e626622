// Bundles src/main.ts into dist/: one entry, one chunk for each role that main.ts imports dynamically.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lighter } from './lighter.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
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
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir: fresh,
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: false,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Literals stay literals, which are compiled when they are first used. esbuild makes `new RegExp` of them, not knowing that Node knows them.
    supported: {
      'regexp-unicode-property-escapes': true,
      'regexp-set-notation': true,
      'regexp-lookbehind-assertions': true,
    },
    chunkNames: '[name]-[hash]',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      __VERSION__: JSON.stringify(version),
      __BUILD__: JSON.stringify(checksum()),
    },
    // Ink asks for its devtools behind a flag that production never sets; ws asks for two native helpers that it works without.
    // jsonc-parser's CommonJS form hides what it requires.
    alias: { 'react-devtools-core': './scripts/empty.mjs', 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [lighter],
    external: ['bufferutil', 'utf-8-validate', 'better-sqlite3'],
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  for (let tries = 1; !swap(tries); tries += 1);
} finally {
  rmSync(draft, { recursive: true, force: true });
}

/** Of the sources and the versions of what they import: the same for the same checkout. */
function checksum() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const files = sources.map((file) => join(file.parentPath, file.name)).sort();
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
