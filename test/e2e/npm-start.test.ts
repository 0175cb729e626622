import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

/** Environment and key modes of the tmux server that a start makes, the world's own paths and port left out. */
async function started(env: Readonly<Record<string, string>>, ...command: readonly string[]): Promise<string[]> {
  await using world = await World.create({ env });
  const tmux = world.env['OPENSESSIONS_TMUX'] ?? 'tmux';
  world.terminal('sh', ['-c', 'cd "$1" && shift && "$@"', 'sh', projectRoot, ...command]);
  const asked = async (...args: string[]) => (await world.run(tmux, args)).stdout.trim().split('\n');
  await until(async () => (await asked('list-panes', '-a', '-F', '#{@opensessions}')).includes('live'), 'the sidebar');
  const variables = await asked('show-environment', '-g');
  return [
    ...variables.filter((line) => !/^(_|OPENSESSIONS_PORT)=/.test(line)).map((line) => line.replaceAll(world.root, '')),
    ...(await asked('show-options', '-gw', 'mode-keys')),
    ...(await asked('show-options', '-g', 'status-keys')),
  ];
}

describe('npm start', () => {
  test.each([
    ['who has none of these variables', {}],
    [
      'who has some of them',
      {
        EDITOR: 'vi',
        COLOR: '3',
        npm_config_loglevel: 'silent',
        PATH: `/mine/node_modules/.bin:${dirname(process.execPath)}:${process.env['PATH']}`,
      },
    ],
  ])("makes a tmux server with the environment of %s, and nothing of npm's", async (_who, env) => {
    const direct = await started(env, 'scripts/opensessions', 'start');
    expect(await started(env, 'npm', 'start')).toEqual(direct);
    expect(direct).toContain(`mode-keys ${'EDITOR' in env ? 'vi' : 'emacs'}`);
  });

  test('where nobody can say what there was before, what npm would have set is taken out', () => {
    const script = `. "$1"; environment_before_npm() { return 1; }; forget_npm; env`;
    const environment = (given: Readonly<Record<string, string>>) => {
      const npm = { npm_lifecycle_event: 'start', npm_command: 'start', INIT_CWD: '/x', NODE: '/node', COLOR: '1' };
      const PATH = '/a/node_modules/.bin:/node_modules/.bin:/npm/node-gyp-bin:/b/node_modules/.bin:/usr/bin:/bin';
      const library = join(projectRoot, 'scripts', 'lib-npm.sh');
      const env = { ...npm, PATH, ...given };
      const { stdout } = spawnSync('/bin/sh', ['-c', script, 'sh', library], { env, encoding: 'utf8' });
      const lines = stdout.trim().split('\n');
      return lines.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line)).toSorted();
    };
    const PATH = 'PATH=/b/node_modules/.bin:/usr/bin:/bin';
    expect(environment({ EDITOR: 'vi' })).toEqual([PATH]);
    expect(environment({ EDITOR: 'nano' })).toEqual(['EDITOR=nano', PATH]);
    expect(environment({ EDITOR: 'nano', VISUAL: 'nano' })).toEqual([PATH, 'VISUAL=nano']);
    expect(environment({ EDITOR: 'x', npm_config_editor: 'x' })).toEqual([PATH]);
  });
});
