import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { paths } from '../../src/protocol/paths.ts';
import { Sandbox, tmuxBinary, until } from './launcher-sandbox.ts';

function sandbox(): Sandbox {
  const box = new Sandbox();
  onTestFinished(() => box[Symbol.dispose]());
  box.tmux('new-session', '-d', '-s', 'a', '-x', '160', '-y', '40');
  return box;
}

const sidebar = ['-hbfd', '-l', '26', '-P', '-F', '#{pane_id}'];

/** What plugin and daemon put into a server: hooks, slots, a live pane, the stash, options, a variable. */
function infest(box: Sandbox): void {
  box.loadPlugin();
  for (const window of box.tmux('list-windows', '-a', '-F', '#{window_id}').split('\n')) {
    const slot = box.tmux('split-window', ...sidebar, '-t', window, '');
    box.tmux('set-option', '-p', '-t', slot, '@opensessions', 'slot');
  }
  const [window = ''] = box.tmux('list-windows', '-a', '-F', '#{window_id}').split('\n');
  const live = box.tmux('split-window', ...sidebar, '-t', window, 'exec cat');
  box.tmux('set-option', '-p', '-t', live, '@opensessions', 'live');
  box.tmux('new-session', '-d', '-s', '_os_stash', 'exec sleep 1000');
  for (const hook of [
    'after-new-window',
    'client-session-changed',
    'session-window-changed',
    'window-layout-changed',
    'pane-exited',
  ])
    box.tmux('set-hook', '-g', `${hook}[7391]`, `set-option -g @hook-ran ${hook}`);
  const format = box.tmux('show-options', '-gwv', 'automatic-rename-format').replace(/;$/, '\\;');
  box.tmux('set-option', '-g', '@opensessions-saved-automatic-rename-format', format);
  box.tmux('set-option', '-gw', 'automatic-rename-format', 'ours');
  box.tmux('set-environment', '-gh', 'OPENSESSIONS_REQUEST', 'toggle /dev/pts/1|');
  box.tmux('set-option', '-s', '@opensessions-other', 'x');
  box.tmux('set-environment', '-g', 'OPENSESSIONS_PORT', '1234');
  box.tmux('set-environment', '-gh', 'OPENSESSIONS_SAVED_PORT', '=');
}

/** A process with the daemon's command line and pid file. */
async function daemon(box: Sandbox, pidFile: string): Promise<number> {
  const child = spawn(process.execPath, [join(box.checkout, 'dist', 'main.js'), 'daemon'], {
    env: box.env,
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { pid } = child;
  if (pid === undefined) throw new Error('no pid');
  mkdirSync(dirname(pidFile), { recursive: true });
  writeFileSync(pidFile, `${pid}\n`);
  await until('the stand-in daemon', () => box.calls().some(([verb]) => verb === 'daemon'));
  child.once('exit', () => ended.add(pid));
  return pid;
}
const ended = new Set<number>();

test('leaves no difference: options, hooks, keys, environment, panes', () => {
  const box = sandbox();
  box.tmux('new-window', '-d', '-t', 'a');
  box.tmux('new-session', '-d', '-s', 'it is; #{mine}');
  box.tmux('set-hook', '-g', 'after-new-window[3]', 'display-message mine');
  box.tmux('set-hook', '-g', 'window-layout-changed[7392]', 'display-message mine');
  box.tmux('set-option', '-g', '@opensessions-width', '30');
  box.tmux('set-option', '-g', '@opensessions-node', '/usr/bin/node');
  box.tmux('set-option', '-gw', 'automatic-rename-format', `#{window_name} 'é' "x" $y \\;`);
  const before = box.traces();
  infest(box);
  expect(box.traces()).not.toEqual(before);

  expect(box.uninstall()).toEqual({ code: 0, stdout: 'opensessions: removed from 1 tmux server(s)\n', stderr: '' });
  expect(box.traces()).toEqual(before);
  expect(box.uninstall().code).toBe(0);
  expect(box.traces()).toEqual(before);
});

test.each(['', '0'])('a format of windows that is %j comes back as well', (format) => {
  const box = sandbox();
  box.tmux('set-option', '-gw', 'automatic-rename-format', format);
  const before = box.traces();
  const kept = '@opensessions-saved-automatic-rename-format';
  box.tmux('set-option', '-g', kept, format);
  box.tmux('set-option', '-gw', 'automatic-rename-format', `#{?1,,#{E:${kept}}}`);
  box.uninstall();
  expect(box.traces()).toEqual(before);
});

test('two at once leave no difference either: quitting may be at it', () => {
  const box = sandbox();
  const before = box.traces();
  const script = join(box.checkout, 'scripts', 'uninstall.sh');
  for (let time = 0; time < 5; time += 1) {
    infest(box);
    const both = 'sh "$1" --keep-keys --server "$2" & sh "$1" --server "$2" & wait';
    expect(box.run('sh', ['-c', both, 'sh', script, box.socket]).stderr).toBe('');
    expect(box.traces()).toEqual(before);
  }
});

test('what a daemon that starts meanwhile puts aside is there for the next round', () => {
  const box = sandbox();
  const format = box.tmux('show-options', '-gwv', 'automatic-rename-format');
  infest(box);
  // Between the format that was put back and the options that go.
  const kept = '@opensessions-saved-automatic-rename-format';
  box.program(
    'meddling-tmux',
    `case "$*" in *'show-options -g') [ -e "$HOME/meddled" ] || {
       : >"$HOME/meddled"
       '${tmuxBinary}' -S '${box.socket}' set-option -gF ${kept} '#{automatic-rename-format}' \\; \\
         set-option -gw automatic-rename-format '#{?1,,#{${kept}}}'
     } </dev/null;; esac
     exec '${tmuxBinary}' "$@"`,
  );
  box.env['OPENSESSIONS_TMUX'] = join(box.bin, 'meddling-tmux');
  box.uninstall();
  expect(box.tmux('show-options', '-gwv', 'automatic-rename-format')).toContain(kept);
  box.uninstall();
  expect(box.tmux('show-options', '-gwv', 'automatic-rename-format')).toBe(format);
});

test('a zoomed window stays zoomed', () => {
  const box = sandbox();
  infest(box);
  box.tmux('split-window', '-h', '-t', 'a:.{right}');
  box.tmux('resize-pane', '-Z', '-t', 'a:.{right}');
  expect(box.uninstall().code).toBe(0);
  expect(box.tmux('display-message', '-p', '-t', 'a', '#{window_zoomed_flag} #{window_panes}')).toBe('1 2');
});

test('panes come back to their sizes, but not where somebody changed something since', () => {
  const box = sandbox();
  box.tmux('split-window', '-h', '-l', '30', '-t', 'a:0', 'exec cat');
  box.tmux('split-window', '-v', '-l', '7', '-t', 'a:0.1', 'exec cat');
  box.tmux('new-window', '-d', '-t', 'a:1', 'exec cat');
  box.tmux('split-window', '-h', '-l', '30', '-t', 'a:1', 'exec cat');
  const layout = (window: string) => box.tmux('display-message', '-p', '-t', window, '#{window_layout}');
  const [first, second] = [layout('a:0'), layout('a:1')];
  for (const window of ['a:0', 'a:1']) {
    box.tmux('set-option', '-wF', '-t', window, '@opensessions-layout', '#{window_layout}');
    const slot = box.tmux('split-window', ...sidebar, '-t', window, '');
    box.tmux('set-option', '-p', '-t', slot, '@opensessions', 'slot');
    box.tmux('set-option', '-waF', '-t', window, '@opensessions-layout', '+#{window_layout}');
  }
  box.tmux('resize-pane', '-x', '50', '-t', 'a:1.2');
  box.tmux('new-window', '-d', '-t', 'a:2', 'exec cat');
  box.tmux('set-option', '-w', '-t', 'a:2', '@opensessions-layout', "x+x'; set-option -g @ran yes; '");
  const strange = box.tmux('split-window', ...sidebar, '-t', 'a:2', '');
  box.tmux('set-option', '-p', '-t', strange, '@opensessions', 'slot');

  expect(box.uninstall().code).toBe(0);
  expect(layout('a:0')).toBe(first);
  expect(layout('a:1')).not.toBe(second);
  expect(box.tmux('list-windows', '-t', 'a', '-F', '#{window_panes} [#{@opensessions-layout}]').split('\n')).toEqual([
    '3 []',
    '2 []',
    '1 []',
  ]);
  expect(box.tmux('show-options', '-gqv', '@ran')).toBe('');
});

test('starts as many tmux processes for many windows as for few', () => {
  const started = [2, 20].map((windows) => {
    const box = sandbox();
    for (let index = 1; index < windows; index += 1) box.tmux('new-window', '-d', '-t', 'a', 'exec cat');
    infest(box);
    const log = join(box.dir, 'tmux-starts');
    box.program('counted-tmux', `echo >>'${log}'\nexec ${tmuxBinary} "$@"`);
    box.env['OPENSESSIONS_TMUX'] = join(box.bin, 'counted-tmux');
    expect(box.uninstall().code).toBe(0);
    expect(box.tmux('list-panes', '-a', '-F', '#{@opensessions}').trim()).toBe('');
    return readFileSync(log, 'utf8').length;
  });
  expect(started[1]).toBe(started[0]);
});

test('--keep-keys leaves bindings that work, and the daemon alone', async () => {
  const box = sandbox();
  const pid = await daemon(box, paths(box.env).pid);
  infest(box);
  const keys = box.tmux('list-keys');
  expect(box.uninstall('--keep-keys', '--server', box.socket).code).toBe(0);
  expect(box.tmux('list-keys')).toBe(keys);
  expect(box.tmux('show-options', '-gqv', '@opensessions-launcher')).toContain(box.launcher);
  expect(box.tmux('display-message', '-p', '#{OPENSESSIONS_REQUEST}')).toBe('');
  expect(box.tmux('list-panes', '-a', '-F', '#{@opensessions}').trim()).toBe('');
  expect(ended.has(pid)).toBe(false);
  expect(process.kill(pid, 0)).toBe(true);
});

test.each([
  ['in the runtime directory', {}],
  ['where XDG_RUNTIME_DIR was not set', { XDG_RUNTIME_DIR: '' }],
  ['told by OPENSESSIONS_SOCKET', { OPENSESSIONS_SOCKET: '/tmp/os-launcher-given/x.sock' }],
  ['under a hashed name', { XDG_RUNTIME_DIR: '', XDG_STATE_HOME: `/tmp/os-launcher-given/${'é𝄞long/'.repeat(12)}` }],
])('ends the daemon whose pid is %s', async (_where, env) => {
  const box = sandbox();
  Object.assign(box.env, env);
  const { pid: pidFile } = paths(box.env);
  onTestFinished(
    () =>
      void box.run('rm', [
        '-rf',
        '/tmp/os-launcher-given',
        ...(pidFile.startsWith('/tmp/opensessions-') ? [dirname(pidFile)] : []),
      ]),
  );
  const pid = await daemon(box, pidFile);
  process.kill(pid, 'SIGSTOP');
  expect(box.uninstall().code).toBe(0);
  await until('its end', () => ended.has(pid));
});

test('ends no other process that got the pid', async () => {
  const box = sandbox();
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { pid } = paths(box.env);
  mkdirSync(dirname(pid), { recursive: true });
  writeFileSync(pid, `${child.pid}\n`);
  expect(box.uninstall().code).toBe(0);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  expect(child.kill(0)).toBe(true);
});

test('cleans the servers that were announced, and does not mind those that are gone', () => {
  const box = sandbox();
  const before = box.traces();
  infest(box);
  mkdirSync(paths(box.env).stateDir, { recursive: true });
  writeFileSync(paths(box.env).servers, `${box.dir}/gone\n${box.socket}\nnonsense\n`);
  const { code, stdout } = box.run('sh', [join(box.checkout, 'scripts', 'uninstall.sh')]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'opensessions: removed from 1 tmux server(s)\n' });
  expect(box.traces()).toEqual(before);
});

test('wrong usage ends with 2', () => {
  const box = sandbox();
  expect(box.uninstall('--server').code).toBe(2);
  expect(box.uninstall('--sever', 'x').code).toBe(2);
});
