import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { which } from '../support/shims.ts';
import { projectRoot } from '../support/world.ts';
import { mainFile } from './support/daemon-process.ts';
import { stage } from './support/stage.ts';

const curl = which('curl', process.env['PATH'] ?? '');
const page = readFileSync(join(projectRoot, 'docs', 'reference', 'programmatic-api.md'), 'utf8');
/** What stands behind the headline before each block, and the block. */
const examples = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(({ 1: block = '', index }) => ({
  headline:
    page
      .slice(0, index)
      .match(/^#+ .*$/gm)
      ?.at(-1) ?? '',
  block,
}));

test('the page has its examples', () => {
  expect(examples.map(({ headline }) => headline)).toEqual([
    '# Programmatic API',
    '### POST /set-status',
    '### POST /set-progress',
    '### POST /log, /clear-log',
    '### POST /notify',
    '### POST /agent',
    '### POST /ask',
    '### POST /batch',
    '### GET /openapi.json',
    '### GET /state',
    '### GET /explain',
    '### GET /events',
    // Runs in a pane, with the sidebar in sight: test/e2e/build-script.test.ts.
    '## A build script',
    '## Errors',
    '## Trust',
  ]);
});

// Without curl there is nothing to run the examples with.
test.skipIf(curl === null)('the examples do what the page says, with real curl', async () => {
  await using on = await stage(['api']);
  // What the launcher runs once everything is set up.
  const launcher = `launch() { '${process.execPath}' '${mainFile}' "$@"; }`;
  const setup = examples[0]?.block ?? '';
  const run = async (block: string) => {
    const script = `set -eu\n${launcher}\n${setup}\n${block.replaceAll('scripts/opensessions', 'launch')}`;
    const output = await on.world.run('sh', ['-c', script]);
    expect(output).toMatchObject({ code: 0, stderr: '' });
    // Behind what the set-up printed: /health.
    return output.stdout.split('\n').slice(1);
  };
  const metadata = async () => (await on.daemon.state()).sessions[0]?.metadata;
  const block = (headline: string) => examples.find((example) => example.headline.endsWith(headline))?.block ?? '';
  const firstLineOf = (headline: string, line = 0) => block(headline).split('\n')[line] ?? '';

  expect(await run(firstLineOf('/set-status'))).toEqual(['']);
  expect((await metadata())?.status).toEqual({ text: 'Indexing', tone: 'info' });
  expect(await run(block('/set-status'))).toEqual(['']);
  expect((await metadata())?.status).toBe(null);

  expect(JSON.parse((await run(block('/explain'))).join(''))).toMatchObject({ explanations: [] });

  await run(firstLineOf('/set-progress'));
  expect((await metadata())?.progress).toEqual({
    current: 3,
    total: 10,
    percent: null,
    label: 'files',
    indeterminate: false,
  });
  await run(firstLineOf('/set-progress', 1));
  expect((await metadata())?.progress).toEqual({
    current: null,
    total: null,
    percent: 0.75,
    label: null,
    indeterminate: false,
  });
  expect(await run(block('/set-progress'))).toEqual(['']);
  expect((await metadata())?.progress).toBe(null);

  await run(firstLineOf('/clear-log'));
  expect((await metadata())?.logs).toMatchObject([
    { message: 'Tests passed', tone: 'success', source: 'ci', notify: false },
  ]);
  expect(await run(block('/clear-log'))).toEqual(['']);
  expect((await metadata())?.logs).toEqual([]);
  expect(await run(block('/notify'))).toEqual(['']);
  expect((await metadata())?.logs).toMatchObject([{ message: 'Deployed', notify: true }]);

  const session = async () => (await on.daemon.state()).sessions[0];
  await run(firstLineOf('/agent'));
  expect((await session())?.threads).toMatchObject([{ agent: 'fixer', state: 'waiting', detail: 'May I push?' }]);
  expect(await run(block('/agent'))).toEqual(['']);
  expect((await session())?.threads).toEqual([]);
  expect(JSON.parse((await run(block('/ask'))).join(''))).toEqual({ answer: 'no', by: 'default' });
  expect(JSON.parse((await run(block('/batch'))).join(''))).toEqual({ results: [{ status: 204 }, { status: 204 }] });
  expect((await metadata())?.status?.text).toBe('Building');
  expect(JSON.parse((await run(block('/openapi.json'))).join(''))).toMatchObject({ openapi: '3.1.0' });
  expect((await run(block('/events'))).join('\n')).toMatch(/^id: \d+-\d+$/m);

  const state = await on.daemon.state();
  const [bySecret = '', byLauncher = ''] = await run(block('/state'));
  expect(JSON.parse(bySecret)).toEqual(state);
  expect(JSON.parse(byLauncher)).toEqual(state);
  const [overSocket = ''] = await run(block('Trust'));
  expect(JSON.parse(overSocket)).toEqual(state);
  const [problem = ''] = await run(block('Errors'));
  expect(JSON.parse(problem)).toMatchObject({ status: 404, detail: expect.stringContaining('known sessions: api') });
});
