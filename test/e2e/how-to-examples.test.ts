import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mainFile } from '../contract/support/daemon-process.ts';
import { type Stage, stage } from '../contract/support/stage.ts';
import { until } from '../support/until.ts';
import { projectRoot } from '../support/world.ts';

/** The fenced block of a how-to page that has this text. */
function block(page: string, language: string, having: string): string {
  const text = readFileSync(join(projectRoot, 'docs', 'how-to', page), 'utf8');
  const found = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].find(
    ([, kind, body]) => kind === language && body?.includes(having),
  );
  if (found?.[2] === undefined) throw new Error(`no ${language} block with ${having} in ${page}`);
  return found[2];
}

/** A session `ci`, and shells that stand in its pane with `opensessions` on the PATH. */
async function scene() {
  const on = await stage(['ci']);
  const bin = join(on.world.root, 'own-bin');
  mkdirSync(bin);
  script(join(bin, 'opensessions'), `#!/bin/sh\nexec '${process.execPath}' '${mainFile}' "$@"\n`);
  const env = {
    PATH: `${bin}:${on.world.env['PATH']}`,
    TMUX: `${on.world.socket},0,0`,
    TMUX_PANE: on.sessions.get('ci')?.pane ?? '',
  };
  const sh = (shell: string, body: string, more: Record<string, string> = {}) =>
    on.world.run(shell, ['-c', body], { ...env, ...more });
  return { on, sh, [Symbol.asyncDispose]: () => on[Symbol.asyncDispose]() };
}

function script(file: string, content: string): void {
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}

async function session({ daemon }: Stage) {
  const [one] = (await daemon.state()).sessions;
  if (one === undefined) throw new Error('no session');
  return one;
}

describe.concurrent('the how-to pages do what they say', () => {
  const page = 'report-from-scripts.md';

  test('the bash function', async () => {
    await using at = await scene();
    const busy = block(page, 'bash', 'busy()');
    expect(await at.sh('bash', `${busy}\nbusy sh -c 'exit 3'`)).toEqual({ code: 3, stdout: '', stderr: '' });
    expect((await session(at.on)).metadata.status).toEqual({ text: 'sh -c exit 3 failed (3)', tone: 'error' });
    expect(await at.sh('bash', `${busy}\nbusy true`)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await session(at.on)).metadata.status).toBe(null);
  });

  test('make and npm', async () => {
    await using at = await scene();
    const { home } = at.on.world;
    writeFileSync(join(home, 'Makefile'), block(page, 'makefile', 'test:'));
    writeFileSync(join(home, 'test.sh'), 'echo tested');
    expect(await at.sh('sh', 'make -s test')).toEqual({ code: 0, stdout: 'tested\n', stderr: '' });
    writeFileSync(join(home, 'package.json'), block(page, 'json', 'postbuild'));
    writeFileSync(join(home, 'build.mjs'), 'console.log("built")');
    expect(await at.sh('sh', 'npm run --silent build')).toMatchObject({ code: 0, stdout: 'built\n' });
    const { logs } = (await session(at.on)).metadata;
    expect(logs.map(({ message, source }) => `${source}: ${message.replace(/ after .*/, '')}`)).toEqual([
      'run: test: ok',
      'run: build: ok',
      'npm: Bundle is ready',
    ]);
  });

  test('git hooks', async () => {
    await using at = await scene();
    const { home } = at.on.world;
    const git = 'git -c user.name=a -c user.email=a@example.org';
    expect(await at.sh('sh', 'git init -q . && git init -q --bare other')).toMatchObject({ code: 0 });
    script(join(home, '.git/hooks/post-commit'), block(page, 'sh', '# git-hook'));
    script(join(home, '.git/hooks/pre-push'), block(page, 'sh', 'Push to'));
    expect(await at.sh('sh', `${git} commit -q --allow-empty -m 'Fix $(login)'`)).toMatchObject({ code: 0 });
    expect((await session(at.on)).metadata.logs).toMatchObject([{ message: 'Fix $(login)', source: 'git' }]);
    for (const [answer, code] of [
      ['no', 1],
      ['yes', 0],
    ] as const) {
      const pushed = at.sh('sh', 'git push -q ./other HEAD:main');
      await until(async () => (await at.on.daemon.state()).asks[0], 'the question');
      await at.sh('sh', `opensessions ask --answer ${answer}`);
      expect((await pushed).code).toBe(code);
    }
  });

  test('a GitHub Actions runner', async () => {
    await using at = await scene();
    const job = { GITHUB_WORKFLOW: 'Tests', GITHUB_JOB: 'unit', GITHUB_REF_NAME: 'main', TMUX: '', TMUX_PANE: '' };
    expect(await at.sh('sh', block(page, 'sh', '# job-started'), job)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await session(at.on)).metadata.status).toEqual({ text: 'Tests', tone: 'info' });
    expect(await at.sh('sh', block(page, 'sh', '# job-completed'), job)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await session(at.on)).metadata).toMatchObject({
      status: null,
      logs: [{ message: 'unit started for main' }, { message: 'unit ended', notify: true }],
    });
  });

  test('the hooks of Claude Code', async () => {
    await using at = await scene();
    const { hooks } = JSON.parse(block('report-from-agents.md', 'json', '"hooks"'));
    const states = [];
    for (const event of ['UserPromptSubmit', 'Notification', 'Stop', 'SessionEnd']) {
      expect(await at.sh('sh', hooks[event][0].hooks[0].command)).toEqual({ code: 0, stdout: '', stderr: '' });
      states.push((await session(at.on)).threads.map(({ agent, state }) => `${agent} ${state}`));
    }
    expect(states).toEqual([['claude running'], ['claude waiting'], ['claude done'], []]);
  });

  test('the skill', async () => {
    await using at = await scene();
    const skill = 'report-progress-skill.md';
    expect(await at.sh('sh', block(skill, 'sh', 'progress 3/10'))).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await session(at.on)).metadata).toMatchObject({
      status: { text: 'Fixing the login test', tone: 'info' },
      progress: { current: 3, total: 10, label: 'files' },
    });
    expect(await at.sh('sh', block(skill, 'sh', '--clear'))).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await session(at.on)).metadata).toMatchObject({ status: { tone: 'success' }, progress: null });
  });

  test('pytest and vitest', async ({ skip }) => {
    await using at = await scene();
    const { home } = at.on.world;
    const [, pytest = '', vitest = ''] =
      /^(.*-- pytest.*)\n(.*-- npx vitest.*)$/m.exec(block(page, 'sh', 'pytest')) ?? [];
    symlinkSync(join(projectRoot, 'node_modules'), join(home, 'node_modules'));
    writeFileSync(
      join(home, 'sum.test.ts'),
      `import { expect, test } from 'vitest';\ntest('sum', () => expect(1).toBe(2));\n`,
    );
    const failed = await at.sh('bash', `set -o pipefail; ${vitest}`, { CI: 'true' });
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining('1 failed')]);
    expect((await session(at.on)).metadata).toMatchObject({ status: { text: 'vitest: exit code 1', tone: 'error' } });
    if (!(await at.sh('sh', 'pytest --version')).stdout.startsWith('pytest ')) return skip('pytest is not installed');
    writeFileSync(join(home, 'test_sum.py'), 'def test_sum():\n    assert 1 + 1 == 2\n');
    const passed = await at.sh('bash', `set -o pipefail; ${pytest}`);
    expect([passed.code, passed.stdout]).toEqual([0, expect.stringMatching(/100%[\s\S]*1 passed/)]);
    expect((await session(at.on)).metadata).toMatchObject({ status: { text: 'pytest: ok', tone: 'success' } });
    // Two test runners start in it, beside the other files of this one.
  }, 120_000);

  test('any other agent, and one that asks', async () => {
    await using at = await scene();
    const agents = 'report-from-agents.md';
    const [running = '', ended = ''] = block(agents, 'sh', '--pid $$').split('\n');
    // The shell that calls it is the process that it goes with.
    const states = async () => (await session(at.on)).threads.map(({ name, state }) => `${name} ${state}`);
    await at.sh('sh', 'mkfifo go');
    const shell = at.sh('sh', `${running}\nread line <go\n${ended}\n`);
    await until(async () => (await states())[0] === 'nightly review running', 'the agent');
    await at.sh('sh', 'echo >go');
    expect(await shell).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await states()).filter((one) => !one.endsWith(' done'))).toEqual([]);

    const asking = block(agents, 'sh', 'Delete build/?');
    for (const answer of ['no', 'yes']) {
      mkdirSync(join(at.on.world.home, 'build'), { recursive: true });
      const asked = at.sh('sh', asking);
      const { question } = await until(async () => (await at.on.daemon.state()).asks[0], 'the question');
      expect(question).toBe('Delete build/?');
      await at.sh('sh', `opensessions ask --answer ${answer}`);
      expect((await asked).code).toBe(0);
      expect(existsSync(join(at.on.world.home, 'build'))).toBe(answer === 'no');
    }
  });
});
