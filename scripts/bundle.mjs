import { join } from 'node:path';
import { lighter } from './lighter.mjs';

/**
 * For esbuild: what all bundles of ours have in common.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const common = {
  absWorkingDir: join(import.meta.dirname, '..'),
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
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  // Ink asks for its devtools behind a flag that production never sets; ws asks for two native helpers that it works without.
  // jsonc-parser's CommonJS form hides what it requires.
  alias: { 'react-devtools-core': './scripts/empty.mjs', 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [lighter],
  external: ['bufferutil', 'utf-8-validate', 'better-sqlite3'],
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
};
