import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root, Sandbox, until } from './launcher-sandbox.ts';

function sandbox(options: ConstructorParameters<typeof Sandbox>[0] = {}): Sandbox {
  const box = new Sandbox(options);
  onTestFinished(() => box[Symbol.dispose]());
  return box;
}

const lines = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);

/** An npm that notes its arguments and `node --version`, waits for the file `go`, and fails while there is a file `broken`. */
function fakeNpm(box: Sandbox): { runs: () => string[]; go: () => void; breakIt: () => void; mend: () => void } {
  const file = (name: string) => join(box.dir, name);
  box.program(
    'npm',
    `echo "$(node --version) $*" >>${file('npm-runs')}
     until [ -e ${file('go')} ]; do sleep 0.05; done
     if [ -e ${file('broken')} ]; then echo 'npm error: no network, and this line is far longer than any sidebar'; exit 1; fi
     mkdir -p node_modules`,
  );
  return {
    runs: () => lines(file('npm-runs')),
    go: () => writeFileSync(file('go'), ''),
    breakIt: () => writeFileSync(file('broken'), ''),
    mend: () => rmSync(file('broken')),
  };
}

describe('the choice of Node', () => {
  test('costs no process at the second start, and is checked again when the binary changed', () => {
    const box = sandbox();
    const node = join(box.dir, 'n', 'bin', 'node');
    mkdirSync(join(box.dir, 'n', 'bin'), { recursive: true });
    // process.execPath inside is the shim's target: the shim itself must not be what is remembered.
    writeFileSync(node, `#!/bin/sh\necho run >>'${box.dir}/shim'\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
    box.env['OPENSESSIONS_NODE'] = node;
    const runs = () => lines(join(box.dir, 'shim')).length;

    expect(box.run(box.launcher, ['one', 'a b', '']).code).toBe(0);
    expect(runs()).toBe(1);
    expect(box.run(box.launcher, ['two'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(runs()).toBe(1);
    expect(box.calls()).toEqual([['one', 'a b', ''], ['two']]);

    const choice = join(box.dir, 'data', 'opensessions', 'node-choice');
    writeFileSync(choice, readFileSync(choice, 'utf8').replace(process.execPath, '/nowhere/node'));
    expect(box.run(box.launcher, ['three']).code).toBe(0);
    expect(runs()).toBe(2);
  });

  test('passes over one that is too old, wherever it stands', () => {
    const box = sandbox();
    delete box.env['OPENSESSIONS_NODE'];
    box.program('node', 'exit 1');
    const good = join(box.env['HOME'] ?? '', '.nvm', 'versions', 'node', 'v99.0.0', 'bin');
    mkdirSync(good, { recursive: true });
    symlinkSync(process.execPath, join(good, 'node'));
    const PATH = box.pathWithout('node', 'npm');
    expect(box.run(box.launcher, ['x'], { env: { PATH: `${box.bin}:${PATH}` } }).code).toBe(0);
    expect(box.calls()).toEqual([['x']]);
  });

  test.each([
    ['nvm', 'HOME', '.nvm/versions/node/v99.0.0/bin'],
    ['fnm', 'XDG_DATA_HOME', 'fnm/node-versions/v99.0.0/installation/bin'],
    ['fnm on macOS', 'HOME', 'Library/Application Support/fnm/node-versions/v99.0.0/installation/bin'],
    ['mise', 'XDG_DATA_HOME', 'mise/installs/node/99.0.0/bin'],
    ['volta', 'HOME', '.volta/tools/image/node/99.0.0/bin'],
    ['asdf', 'HOME', '.asdf/installs/nodejs/99.0.0/bin'],
    ['nodenv', 'HOME', '.nodenv/versions/99.0.0/bin'],
    ['n', 'N_PREFIX', 'bin'],
    ['proto', 'HOME', '.proto/tools/node/99.0.0/bin'],
    ['nvs', 'HOME', '.nvs/default/bin'],
    ['nix', 'HOME', '.nix-profile/bin'],
    ['by hand', 'HOME', '.local/bin'],
  ])('finds it where it is in no directory of PATH but kept by %s', (_manager, base, dir) => {
    const box = sandbox();
    delete box.env['OPENSESSIONS_NODE'];
    const bin = join(box.env[base] ?? '', dir);
    mkdirSync(bin, { recursive: true });
    symlinkSync(process.execPath, join(bin, 'node'));
    expect(box.run(box.launcher, ['x'], { env: { PATH: box.pathWithout('node', 'npm') } }).code).toBe(0);
    expect(box.calls()).toEqual([['x']]);
  });

  test('says so when the one that is asked for does not do', () => {
    const box = sandbox();
    const { code, stderr } = box.run(box.launcher, ['x'], { env: { OPENSESSIONS_NODE: '/bin/true' } });
    expect(code).toBe(1);
    expect(stderr).toContain('/bin/true is not a Node 22.22 or newer');
    expect(box.calls()).toEqual([]);
  });
});

test('runs through symbolic links, relative ones too, under each shell', () => {
  const box = sandbox({ name: `it's $(touch evaluated) "a" dir` });
  symlinkSync(box.launcher, join(box.dir, 'absolute'));
  symlinkSync('../absolute', join(box.bin, 'opensessions'));
  expect(box.run('opensessions', ['linked']).code).toBe(0);
  const shells = ['dash', 'bash', 'busybox'].filter(
    (shell) => spawnSync(shell, ['-c', 'exit'], { stdio: 'ignore' }).error === undefined,
  );
  for (const shell of shells) box.run(shell, [...(shell === 'busybox' ? ['sh'] : []), box.launcher, shell]);
  expect(box.calls()).toEqual([['linked'], ...shells.map((shell) => [shell])]);
  expect(existsSync(join(box.dir, 'evaluated'))).toBe(false);
});

describe('the set-up', () => {
  test('is made when something is missing or older than the sources, and only then', () => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    npm.go();
    const first = box.run(box.launcher, ['x']);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toMatch(/^\[1\/3\] Node v\d+\S+\n\[2\/3\] dependencies \d+s\n\[3\/3\] build \d+s\n$/);
    expect(npm.runs()).toEqual([
      expect.stringMatching(new RegExp(`^${process.version} install .*--ignore-scripts --omit=dev`)),
    ]);
    expect(box.run(box.launcher, ['x']).stderr).toBe('');

    const source = join(box.checkout, 'src', 'new.ts');
    writeFileSync(source, '');
    const soon = Date.now() / 1000 + 2;
    utimesSync(source, soon, soon);
    expect(box.run(box.launcher, ['x']).stderr).toContain('[3/3] build');
    expect(npm.runs()).toHaveLength(1);

    writeFileSync(join(box.checkout, 'package-lock.json'), '{"other": true}');
    expect(box.run(box.launcher, ['x']).stderr).toContain('[2/3] dependencies');
    expect(npm.runs()).toHaveLength(2);
  });

  test('of two at once is made by one; the other waits and shows how far it is', async () => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    const first = box.start(box.launcher, ['setup']);
    await until('npm', () => npm.runs().length > 0);
    const second = box.terminal('', { file: box.launcher, args: ['setup'] });
    const ended = second.exit();
    await until('the progress of the first', () => second.text.includes('[2/3] dependencies'));
    npm.go();
    expect([(await first).code, await ended]).toEqual([0, 0]);
    expect(npm.runs()).toHaveLength(1);
    expect(existsSync(join(box.checkout, '.cache', 'setup.lock'))).toBe(false);
  });

  test('takes over the lock of a process that is gone, also where another one died while it did that', () => {
    const box = sandbox({ built: false });
    fakeNpm(box).go();
    mkdirSync(join(box.checkout, '.cache'));
    const gone = spawnSync('true').pid;
    symlinkSync(String(gone), join(box.checkout, '.cache', 'setup.lock'));
    symlinkSync(String(gone), join(box.checkout, '.cache', 'setup.guard'));
    expect(box.run(box.launcher, ['setup']).code).toBe(0);
    expect(() => readlinkSync(join(box.checkout, '.cache', 'setup.lock'))).toThrow('ENOENT');
  });

  test('that fails shows why and what to do, and leaves nothing that looks done', () => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    npm.go();
    npm.breakIt();
    const { code, stderr } = box.run(box.launcher, ['x']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/dependencies failed\n[\s\S]*npm error: no network[\s\S]*setup\.log[\s\S]*run this again/);
    expect(box.calls()).toEqual([]);
    npm.mend();
    expect(box.run(box.launcher, ['x']).code).toBe(0);
  });

  test('without npm says so and leaves nothing', () => {
    const box = sandbox({ built: false });
    const { code, stderr } = box.run(box.launcher, ['x'], { env: { PATH: box.pathWithout('npm') } });
    expect(code).toBe(1);
    expect(stderr).toContain('found no npm');
    expect(stderr).toContain('Install Node.js 18 or newer with npm');
    expect(existsSync(join(box.checkout, 'node_modules'))).toBe(false);
    expect(existsSync(join(box.checkout, 'dist'))).toBe(false);
  });
});

describe('start and setup, before anything is set up,', () => {
  const bare = () => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    npm.go();
    return { box, npm };
  };
  const nothingRan = ({ box, npm }: ReturnType<typeof bare>) => {
    expect(npm.runs()).toEqual([]);
    expect(box.calls()).toEqual([]);
    expect(existsSync(join(box.checkout, 'dist'))).toBe(false);
  };

  test.each([
    ['setup', '--help'],
    ['setup', '-h'],
    ['start', '--help'],
  ])('%s %s helps and does nothing', (...args) => {
    const given = bare();
    const { code, stdout, stderr } = given.box.run(given.box.launcher, args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('setup --build');
    nothingRan(given);
  });

  test.each([[['--foo']], [['words']], [['--build', '--foo']]])('setup %j is wrong usage', (args) => {
    const given = bare();
    const { code, stdout, stderr } = given.box.run(given.box.launcher, ['setup', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^See opensessions setup --help\.$/m);
    nothingRan(given);
  });

  test.each([
    [undefined, 'none on the PATH'],
    ['/nowhere/tmux', '/nowhere/tmux is none'],
  ])('start without tmux (OPENSESSIONS_TMUX=%s) says so first', async (chosen, said) => {
    const given = bare();
    const { box } = given;
    if (chosen === undefined) delete box.env['OPENSESSIONS_TMUX'];
    else box.env['OPENSESSIONS_TMUX'] = chosen;
    box.env['PATH'] = `${box.bin}:${box.pathWithout('tmux')}`;
    const terminal = box.terminal('', { file: box.launcher, args: ['start'] });
    expect(await terminal.exit()).toBe(1);
    expect(terminal.text).toContain(said);
    expect(terminal.text).toContain('tmux 3.2 or newer');
    nothingRan(given);
  });
});

test('once it is set up the product itself helps, and judges the options of start', () => {
  const box = sandbox();
  expect(box.run(box.launcher, ['setup']).code).toBe(0);
  for (const args of [
    ['setup', '--help'],
    ['start', '--help'],
    ['start', '--foo'],
  ])
    expect(box.run(box.launcher, args).code).toBe(0);
  expect(box.calls()).toEqual([
    ['setup', '--help'],
    ['start', '--help'],
    ['start', '--foo'],
  ]);
});

describe('start without a terminal', () => {
  test('says which command is next, and starts nothing', () => {
    const box = sandbox();
    const { code, stdout } = box.run(box.launcher, ['start']);
    expect(code).toBe(0);
    expect(stdout).toContain(`${box.launcher}' start`);
    expect(box.calls()).toEqual([]);
  });

  test('does the same in a fresh clone, with the real npm', () => {
    const box = sandbox();
    const clone = join(box.dir, 'clone');
    execFileSync('git', ['clone', '-q', root, clone], { env: box.env });
    // The network may need what this environment says about certificates and proxies; the home stays the private one.
    const env = { ...process.env, ...box.env, TMUX: '' };
    const { code, stdout, stderr } = box.run('npm', ['start'], { cwd: clone, env, waitMsMax: 240_000 });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain(`${clone}/scripts/opensessions' start`);
    expect(existsSync(join(clone, 'dist', 'main.js'))).toBe(true);
    expect(existsSync(join(box.dir, 'run', 'opensessions', 'daemon.pid'))).toBe(false);
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('');
  }, 300_000);
});

describe('with-node', () => {
  test('puts the chosen Node and the dependencies first on the PATH and keeps the exit code', () => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    npm.go();
    const withNode = (...args: string[]) => box.run(join(box.checkout, 'scripts', 'with-node'), args);
    expect(withNode('sh', '-c', 'exit 7').code).toBe(7);
    expect(npm.runs()).toEqual([expect.stringContaining('--omit=dev')]);
    expect(withNode('dev', 'sh', '-c', 'echo "$PATH" | cut -d: -f1; node --version').stdout).toBe(
      `${box.dir}/data/opensessions/bin\n${process.version}\n`,
    );
    expect(npm.runs()[1]).toContain('--include=dev');
    expect(withNode('true')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(withNode('dev', withNodePath(box), 'dev', 'sh', '-c', 'exit 3')).toEqual({
      code: 3,
      stdout: '',
      stderr: '',
    });
    expect(npm.runs()).toHaveLength(2);
    expect(withNode().code).toBe(2);
  });
});
const withNodePath = (box: Sandbox): string => join(box.checkout, 'scripts', 'with-node');

describe('in tmux, while the set-up is missing,', () => {
  test.each([
    ['left', '26', '1'],
    ['right', '31', '0'],
  ])('focus opens a pane at the %s that shows it and becomes the sidebar', async (position, width, atLeft) => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    box.tmux('new-session', '-d', '-s', 'a', '-x', '100', '-y', '30');
    box.tmux('set-option', '-g', 'default-shell', '/bin/false');
    box.tmux('set-option', '-g', '@opensessions-position', position);
    box.tmux('set-option', '-g', '@opensessions-width', width);
    box.tmux('set-option', '-gw', 'automatic-rename-format', 'work');
    const terminal = await box.attach('a');
    const pane = box.tmux('display-message', '-p', '-t', 'a', '#{pane_id}');
    const focus = () =>
      box.run(box.launcher, ['focus', '--client', terminal.client, '--pane', pane], { env: box.inTmux() });
    expect(focus()).toEqual({ code: 0, stdout: '', stderr: '' });

    const panes = () =>
      box.tmux(
        'list-panes',
        '-s',
        '-t',
        'a',
        '-F',
        '#{@opensessions} #{pane_width} #{pane_left} #{pane_active} #{pane_id}',
      );
    // In one turn: tmux may be renaming the window just now.
    const keepsItsName = '#{@opensessions} #{==:#{E:automatic-rename-format},#{window_name}}';
    expect(box.tmux('display-message', '-p', '-t', 'a', keepsItsName)).toBe('live 1');
    expect(box.tmux('display-message', '-p', '-t', pane, '#{E:automatic-rename-format}')).toBe('work');
    const [live = ''] = panes()
      .split('\n')
      .filter((line) => line.startsWith('live '));
    const [, paneWidth, left, active, id = ''] = live.split(' ');
    expect([paneWidth, left === '0' ? '1' : '0', active]).toEqual([width, atLeft, '1']);
    const screen = () => box.tmux('capture-pane', '-p', '-t', id);
    await until('the progress', () => screen().includes('[2/3] dependencies'));

    expect(focus().code).toBe(0);
    expect(panes().split('\n')).toHaveLength(2);
    npm.go();
    await until('the sidebar', () => screen().includes('the stand-in sidebar'));
    expect(box.calls()).toEqual([['sidebar']]);
  });

  test('what fails is shown in the width of the pane; Enter tries again, q closes', async () => {
    const box = sandbox({ built: false });
    const npm = fakeNpm(box);
    npm.go();
    npm.breakIt();
    box.tmux('new-session', '-d', '-s', 'a', '-x', '100', '-y', '60');
    const terminal = await box.attach('a');
    box.run(box.launcher, ['focus', '--client', terminal.client], { env: box.inTmux() });
    const id = box.tmux('display-message', '-p', '-t', 'a', '#{pane_id}');
    const screen = () => box.tmux('capture-pane', '-p', '-t', id);
    const asks = (times: number) => () => npm.runs().length === times && screen().split('q: close').length > times;
    await until('the question', asks(1));
    // tmux joins lines that it wrapped itself: a line that the pane is too narrow for would come out as a longer one.
    expect(
      box
        .tmux('capture-pane', '-pJ', '-t', id)
        .split('\n')
        .filter((line) => line.trimEnd().length > 26),
    ).toEqual([]);
    terminal.type('x');
    terminal.type('\r');
    await until('the second question', () => npm.runs().length === 2 && screen().split('q: close').length > 2);
    terminal.type('q');
    await until('the end of the pane', () => box.tmux('list-panes', '-s', '-t', 'a').split('\n').length === 1);
  });
});

test('the error of a command that a key ran goes to the message line, as text', async () => {
  const box = sandbox();
  box.run(box.launcher, ['setup']);
  box.tmux('new-session', '-d', '-s', 'a');
  const terminal = await box.attach('a');
  box.run(box.launcher, ['even', '--client', terminal.client, '--fail'], { env: box.inTmux() });
  await until('the message', () => box.messages().length > 0);
  expect(box.messages()).toEqual([expect.stringContaining('it #(touch evaluated) 100%')]);
  expect(existsSync(join(box.dir, 'evaluated'))).toBe(false);
});
