import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { common } from '../../../scripts/bundle.mjs';

/** V8's compile cache of a bundle: its processes start in half the time with it. */
export const cacheOf = (bundle: string) => join(bundle, 'cache');

/** Bundles the sidebar as the product is bundled, with a given entry instead of `src/main.ts`, into `outdir`. */
export async function bundle(entry: string, outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: { main: entry },
    outdir,
    define: { ...common.define, __VERSION__: '"0.1.0"' },
    outExtension: { '.js': '.mjs' },
  });
  // Without a terminal it ends when everything is loaded, which fills the cache.
  const env = { HOME: outdir, XDG_CACHE_HOME: cacheOf(outdir) };
  spawnSync(process.execPath, [join(outdir, 'main.mjs'), 'sidebar'], { env, stdio: 'ignore' });
}
