import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { which } from '../support/shims.ts';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

const page = readFileSync(join(projectRoot, 'docs', 'reference', 'programmatic-api.md'), 'utf8');
const script = /^## A build script$[\s\S]*?^```sh\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '';

// Without curl there is nothing to run it with.
test.skipIf(which('curl', process.env['PATH'] ?? '') === null)(
  'the build script of the reference shows in the sidebar how far it is, and what came of it',
  async () => {
    await using world = await World.create();
    await world.newSession('api');
    const terminal = await world.attach({ session: 'api' });
    await openSidebar(world, terminal);
    const daemon = await world.daemon();
    await daemon.post('/log', { session: 'api', message: 'Old news' });
    const shows = (text: string) => terminal.sidebar().some((line) => line.includes(text));
    const seen = (texts: readonly string[], gone: readonly string[] = []) =>
      terminal.until(() => texts.every(shows) && !gone.some(shows), `${texts.join(', ')} without ${gone.join(', ')}`);
    await seen(['Old news']);

    const dir = join(world.root, 'project');
    mkdirSync(dir);
    const gate = join(dir, 'gate');
    await world.run('mkfifo', [gate]);
    writeFileSync(join(dir, 'build.sh'), script);
    // A compiler that takes until the test says so, and fails where it says so.
    writeFileSync(join(dir, 'compile'), `#!/bin/sh\nread answer <'${gate}'\n[ "$answer" = ok ]\n`);
    chmodSync(join(dir, 'compile'), 0o755);
    const compiled = (answer: string) => world.run('sh', ['-c', `echo "$2" >"$1"`, 'sh', gate, answer]);
    const build = () =>
      world.tmux('new-window', '-d', '-t', '=api:', '-c', dir, 'sh', '-c', 'sh build.sh; echo $? >code');

    await build();
    await seen(['Building', '1/3 files'], ['Old news']);
    await compiled('ok');
    await seen(['Building', '2/3 files']);
    await compiled('ok');
    await seen(['Building', '3/3 files']);
    await compiled('ok');
    await seen(['✓ [build] Built 3 files'], ['Building', '3/3']);
    await until(() => readFileSync(join(dir, 'code'), 'utf8') === '0\n', 'its end');

    await build();
    await seen(['1/3 files'], ['Built 3']);
    for (const answer of ['ok', 'bad', 'ok']) await compiled(answer);
    await seen(['✗ [build] 1 failed'], ['Building', '/3']);
    await until(() => readFileSync(join(dir, 'code'), 'utf8') === '1\n', 'its end');
    expect((await daemon.state()).sessions[0]?.metadata).toMatchObject({ status: null, progress: null });
  },
);
