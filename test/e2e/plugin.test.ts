import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Sandbox, tmuxBinary, until } from './launcher-sandbox.ts';

const prefix = '\u0002';

function sandbox(options: ConstructorParameters<typeof Sandbox>[0] = {}): Sandbox {
  const box = new Sandbox(options);
  onTestFinished(() => box[Symbol.dispose]());
  box.tmux('new-session', '-d', '-s', 'a', '-x', '100', '-y', '30');
  // Keys that come at once are keys here, no pasted text.
  box.tmux('set-option', '-g', 'assume-paste-time', '0');
  return box;
}

function keys(box: Sandbox, table: string): Map<string, string> {
  const lines = box.tmux('list-keys').split('\n');
  const found = lines.flatMap((line) => [...line.matchAll(/^bind-key +(?:-r +)?-T +(\S+) +(\S+) +(.*)$/g)]);
  return new Map(found.filter((match) => match[1] === table).map((match) => [match[2] ?? '', match[3] ?? '']));
}

/** As the daemon does: a control client in the stash is what tells the keys that somebody listens. */
async function listen(box: Sandbox): Promise<void> {
  box.tmux('new-session', '-d', '-s', '_os_stash', 'exec sleep 1000');
  box.terminal('_os_stash', {
    args: ['-u', '-S', box.socket, '-C', 'attach', '-f', 'no-output,ignore-size', '-t', '_os_stash'],
  });
  await until('the control client', () => box.tmux('list-clients', '-t', '_os_stash'));
}

describe('loading', () => {
  test('binds the keys, announces the server, prints nothing and opens no view', async () => {
    const box = sandbox();
    expect(box.loadPlugin()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(keys(box, 'prefix').get('o')).toBe('switch-client -T opensessions');
    expect([...keys(box, 'opensessions').keys()].sort()).toEqual([...'123456789', 'c', 'e', 'n', 'p', 's', 't']);
    await until('the announcement', () => box.calls({ announce: true }).some(([verb]) => verb === 'announce'));

    box.tmux('run-shell', `'${box.pluginFile}'`);
    expect(box.tmux('display-message', '-p', '#{pane_in_mode}')).toBe('0');
  });

  test('ten times is the same as once', () => {
    const box = sandbox();
    box.loadPlugin();
    const once = box.traces();
    for (let time = 0; time < 9; time += 1) box.loadPlugin();
    expect(box.traces()).toEqual(once);
  });

  test('takes the keys that the options name, and gives back those that they named before', () => {
    const box = sandbox();
    const before = keys(box, 'prefix');
    box.loadPlugin();
    box.tmux('bind-key', '-T', 'opensessions', 'x', 'display-message', 'mine');
    box.tmux('set-option', '-g', '@opensessions-prefix-key', '\\;');
    box.tmux('set-option', '-g', '@opensessions-focus-global-key', 'M-s');
    box.tmux('set-option', '-g', '@opensessions-index-keys', `a ' * \\;`);
    box.loadPlugin();

    expect(keys(box, 'prefix').get('o')).toBe(before.get('o'));
    expect(keys(box, 'prefix').get('\\;')).toBe('switch-client -T opensessions');
    expect(keys(box, 'root').get('M-s')).toContain(
      '#{OPENSESSIONS_REQUEST}#{?#{@opensessions},back,focus} #{client_name}|',
    );
    const table = keys(box, 'opensessions');
    expect([...table.keys()].sort()).toEqual(['*', "\\'", '\\;', 'a', 'c', 'e', 'n', 'p', 's', 't', 'x'].sort());
    expect(table.get('\\;')).toContain('#{OPENSESSIONS_REQUEST}switch 4 #{client_name}|');

    expect(box.uninstall().code).toBe(0);
    expect(keys(box, 'prefix')).toEqual(before);
    expect(keys(box, 'root').has('M-s')).toBe(false);
  });

  test('says which key tmux does not know, and binds the others', async () => {
    const box = sandbox();
    await box.attach('a');
    box.tmux('set-option', '-g', '@opensessions-index-keys', 'a Nonsense c');
    box.tmux('set-option', '-g', '@opensessions-focus-global-key', 'Blurb');
    box.loadPlugin();
    await until('both messages', () => box.messages().length === 2);
    expect(box.messages().join('\n')).toMatch(/Nonsense[\s\S]*Blurb|Blurb[\s\S]*Nonsense/);
    expect(keys(box, 'opensessions').get('c')).toContain('#{OPENSESSIONS_REQUEST}switch 3 #{client_name}|');
    expect(keys(box, 'prefix').get('o')).toBe('switch-client -T opensessions');
  });
});

describe('a binding that it replaces', () => {
  const binding = ['-r', '-N', `it's "my" \\ #{note} $HOME é`, 'o', 'display-message', `é ' " ; #{x} \\; $HOME {`];

  test('comes back with its note and its flags, also after many loads', () => {
    const box = sandbox();
    box.tmux('bind-key', ...binding);
    const before = box.traces();
    box.loadPlugin({ LANG: 'C', LC_ALL: 'C' });
    box.loadPlugin();
    expect(box.traces()).not.toEqual(before);
    expect(box.uninstall().code).toBe(0);
    expect(box.traces()).toEqual(before);
  });

  test('is left alone when the user has bound the key anew since', () => {
    const box = sandbox();
    box.loadPlugin();
    box.tmux('bind-key', 'o', 'display-message', 'newer');
    box.uninstall();
    expect(keys(box, 'prefix').get('o')).toBe('display-message newer');
  });

  test('that was none is none again', () => {
    const box = sandbox();
    box.tmux('unbind-key', 'o');
    const before = box.traces();
    box.loadPlugin();
    box.uninstall();
    expect(box.traces()).toEqual(before);
  });
});

describe('does nothing but say so, once,', () => {
  test.each(['3.1c', '2.9', '3.0', 'next-3.1', '1.8'])('in tmux %s', async (version) => {
    const box = sandbox();
    await box.attach('a');
    const before = box.traces();
    box.program('old-tmux', `case "$*" in *'#{version}'*) echo ${version} ;; *) exec ${tmuxBinary} "$@" ;; esac`);
    expect(box.loadPlugin({ OPENSESSIONS_TMUX: 'old-tmux' })).toEqual({ code: 0, stdout: '', stderr: '' });
    await until('the message', () => box.messages().length > 0);
    expect(box.messages()).toEqual([expect.stringContaining('needs tmux 3.2 or newer')]);
    expect(box.traces()).toEqual(before);
  });

  test('when it is not built and there is no npm', async () => {
    const box = sandbox({ built: false });
    await box.attach('a');
    const before = box.traces();
    const PATH = box.pathWithout('npm', 'node');
    expect(box.loadPlugin({ PATH })).toEqual({ code: 0, stdout: '', stderr: '' });
    await until('the message', () => box.messages().length > 0);
    expect(box.messages()).toEqual([expect.stringMatching(/found no npm.*Node\.js 18 or newer with npm/)]);
    expect(box.traces()).toEqual(before);
    expect(['data', 'state'].filter((dir) => existsSync(join(box.dir, dir)))).toEqual([]);
  });

  test('waits for somebody to tell', async () => {
    const box = sandbox({ built: false });
    box.loadPlugin({ PATH: box.pathWithout('npm', 'node') });
    await box.attach('a');
    await until('the message', () => box.messages().length > 0);
  });
});

test.each(['3.2', '3.2a', '3.3a', 'next-3.6', '3.10', '3.11b', '4.0', 'master', 'openbsd-7.5'])(
  'binds its keys in tmux %s',
  (version) => {
    const box = sandbox();
    box.program('some-tmux', `case "$*" in *'#{version}'*) echo ${version} ;; *) exec ${tmuxBinary} "$@" ;; esac`);
    box.loadPlugin({ OPENSESSIONS_TMUX: 'some-tmux' });
    expect(keys(box, 'prefix').get('o')).toBe('switch-client -T opensessions');
  },
);

describe('a key', () => {
  test('leaves a request with the name of the client that pressed it, and rings', async () => {
    const box = sandbox();
    box.tmux('new-session', '-d', '-s', 'b');
    box.loadPlugin();
    await listen(box);
    const one = await box.attach('a');
    const two = await box.attach('b');
    let requests = '';
    for (const [terminal, key, verb] of [
      [one, 't', 'toggle'],
      [two, 's', 'focus'],
      [one, 'e', 'even'],
      [one, 'n', 'next'],
      [one, 'c', 'sessionizer'],
      [two, '7', 'switch 7'],
    ] as const) {
      requests += `${verb} ${terminal.client}|`;
      const bell = box.start(tmuxBinary, ['-S', box.socket, 'wait-for', 'opensessions']);
      terminal.type(prefix, 'o', key);
      expect((await bell).code).toBe(0);
      expect(box.tmux('display-message', '-p', '#{OPENSESSIONS_REQUEST}')).toBe(requests);
    }
    expect(box.calls()).toEqual([]);
  });

  test.each(['checkout', `it's "a" $(touch evaluated) \`touch evaluated\` #(touch evaluated) #{x} $HOME ; & %% é`])(
    'starts the launcher where no daemon listens, in %s',
    async (name) => {
      const box = sandbox({ name });
      box.loadPlugin();
      await until('the end of the set-up', () => box.calls({ announce: true }).length === 1);
      // Somebody rests in a session of that name: a session alone is no daemon.
      box.tmux('new-session', '-d', '-s', '_os_stash');
      const terminal = await box.attach('a');
      const origin = [
        '--client',
        terminal.client,
        '--pane',
        box.tmux('display-message', '-p', '-t', 'a', '#{pane_id}'),
      ];
      terminal.type(prefix, 'o', 't');
      await until('the sidebar', () => box.calls().length === 1);
      terminal.type(prefix, 'o', '3');
      await until('switch', () => box.calls().length === 2);
      terminal.type(prefix, 'o', 'p');
      await until('the popup', () => box.calls().length === 3);
      expect(box.calls()).toEqual([
        ['sidebar'],
        ['switch', '3', ...origin],
        ['sidebar', '--popup', '--client', terminal.client],
      ]);
      expect(box.tmux('display-message', '-p', '#{OPENSESSIONS_REQUEST}')).toBe('');
      expect(existsSync(join(box.dir, 'evaluated'))).toBe(false);
      expect(existsSync(join(box.dir, 'home', 'evaluated'))).toBe(false);
    },
  );
});
