import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cli } from '../../../src/cli/main.ts';

/** Runs a command outside tmux, where there is no daemon; what it writes is kept. */
async function run(name: string, args: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'os-usage-'));
  for (const dir of ['HOME', 'XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'])
    vi.stubEnv(dir, home);
  for (const variable of Object.keys(process.env).filter((one) => /^(TMUX|OPENSESSIONS)/.test(one)))
    vi.stubEnv(variable, undefined);
  const written = { stdout: '', stderr: '' };
  const keep = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  const spies = [keep('stdout'), keep('stderr')];
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });
  const code = await cli(name, args).finally(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return { code, ...written };
}

test.each([
  [['dance'], 'no command "dance"'],
  [['--nope'], 'no command "--nope"'],
  [['statsu', 'x'], 'did you mean status?'],
  [['status'], '--clear'],
  [['status', 'x', '--clear'], '--clear'],
  [['status', 'x'], '--session NAME'],
  [['status', 'x', '--session', ''], '--session'],
  [['status', 'x', '--session', 'a', '--pane', '%1'], 'not both'],
  [['status', 'x', '--tone', 'loud'], '--tone is one of neutral, info'],
  [['status', 'x', '--ttl', '0'], '--ttl needs seconds'],
  [['status', 'x', '--source', 'ci'], 'no option --source'],
  [['progress', 'much', '--session', 'a'], '"much" is no progress'],
  [['progress', '120%', '--session', 'a'], '"120%" is no progress'],
  [['progress', '--session', 'a'], 'how far?'],
  [['log', 'two', 'words'], 'quotes'],
  [['ask', 'Ship it?', '--session', 'a'], 'choices'],
  [['ask', 'Ship it?', 'yes', 'yes', '--session', 'a'], 'the same'],
  [['ask', 'Ship it?', 'yes', 'no', '--default', 'maybe', '--session', 'a'], '--default'],
  [['agent', 'robot', '--session', 'a'], '--state'],
  [['run', 'ls'], 'behind --'],
  [['wait', 'a', '--until', 'sleepy'], '--until'],
  [['open'], 'which session?'],
  [['open', '70000'], 'which port?'],
  [['completion', 'csh'], 'which shell?'],
  [['state', '--yaml'], 'no option --yaml'],
  [['switch'], 'which session?'],
  [['switch', '0'], 'which session?'],
  [['switch', 'api'], 'which session?'],
  [['switch', '99999'], 'which session?'],
  [['switch', '1', '2'], '"2"'],
  [['quit', 'now'], '"now"'],
  [['toggle', '--client'], '--client needs a value'],
  [['start', '--foo'], 'no option --foo'],
  [['toggle', '--pane', '7; kill-server'], '--pane'],
])('%j is wrong usage: 2', async ([name = '', ...args], said) => {
  const { code, stdout, stderr } = await run(name, args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/^See opensessions .*--help\.$/m);
});
