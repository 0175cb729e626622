import { build } from 'esbuild';
import { projectRoot } from '../support/world.ts';

const hello = `
import { createElement } from 'react';
import { render, Text } from 'ink';
render(createElement(Text, null, 'HELLO-FLOOR'));
setInterval(() => {}, 60_000);
`;

/** An Ink hello world that stays, bundled as anybody would: without what makes ours start sooner. */
export async function bundleHello(outfile: string): Promise<void> {
  await build({
    absWorkingDir: projectRoot,
    stdin: { contents: hello, resolveDir: projectRoot },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    alias: { 'react-devtools-core': './scripts/empty.mjs' },
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'error',
  });
}
