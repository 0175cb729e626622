import { describe, expect, test } from 'vitest';
import { paths, socketPathBytesMax } from '../../../src/protocol/paths.ts';

const home = { HOME: '/home/me' };

test('everything has its place below HOME', () => {
  expect(paths(home)).toEqual({
    configDir: '/home/me/.config/opensessions',
    config: '/home/me/.config/opensessions/config.json',
    themes: '/home/me/.config/opensessions/themes',
    sessionOrder: '/home/me/.config/opensessions/session-order.json',
    stateDir: '/home/me/.local/state/opensessions',
    token: '/home/me/.local/state/opensessions/token',
    port: '/home/me/.local/state/opensessions/port',
    servers: '/home/me/.local/state/opensessions/servers',
    snapshot: '/home/me/.local/state/opensessions/snapshot.json',
    settings: '/home/me/.local/state/opensessions/settings.json',
    ui: '/home/me/.local/state/opensessions/ui.json',
    log: '/home/me/.local/state/opensessions/daemon.log',
    cacheDir: '/home/me/.cache/opensessions',
    dataDir: '/home/me/.local/share/opensessions',
    recentDirs: '/home/me/.local/state/opensessions/recent-dirs.json',
    runtimeDir: '/home/me/.local/state/opensessions',
    socket: '/home/me/.local/state/opensessions/daemon.sock',
    pid: '/home/me/.local/state/opensessions/daemon.pid',
  });
});

test('XDG variables move it, and without HOME they are enough', () => {
  const xdg = {
    XDG_CONFIG_HOME: '/c',
    XDG_STATE_HOME: '/s',
    XDG_CACHE_HOME: '/k',
    XDG_DATA_HOME: '/d',
    XDG_RUNTIME_DIR: '/run/user/1',
  };
  expect(paths(xdg)).toMatchObject({
    config: '/c/opensessions/config.json',
    token: '/s/opensessions/token',
    cacheDir: '/k/opensessions',
    dataDir: '/d/opensessions',
    socket: '/run/user/1/opensessions/daemon.sock',
    pid: '/run/user/1/opensessions/daemon.pid',
    runtimeDir: '/run/user/1/opensessions',
  });
});

test.each(['', 'relative/dir', './x', '~/x'])('%j counts as unset', (value) => {
  expect(paths({ ...home, XDG_STATE_HOME: value, XDG_RUNTIME_DIR: value, OPENSESSIONS_SOCKET: value })).toEqual(
    paths(home),
  );
  expect(() => paths({ HOME: value })).toThrow(/HOME/);
});

describe('the socket', () => {
  const long = (name: string, bytes: number) => `/${name.repeat(bytes)}`.slice(0, bytes);

  test('is where it was told to be', () => {
    expect(paths({ ...home, OPENSESSIONS_SOCKET: '/a/b.sock' })).toMatchObject({
      socket: '/a/b.sock',
      pid: '/a/b.pid',
      runtimeDir: '/a',
    });
    expect(paths({ ...home, OPENSESSIONS_SOCKET: '/a/b' })).toMatchObject({ socket: '/a/b', pid: '/a/b.pid' });
  });

  test('may be as long as the limit, and one byte more sends it to the state directory', () => {
    const rest = '/opensessions/daemon.sock'.length;
    const fits = paths({ ...home, XDG_RUNTIME_DIR: long('r', socketPathBytesMax - rest) });
    expect(fits.socket).toHaveLength(socketPathBytesMax);
    expect(paths({ ...home, XDG_RUNTIME_DIR: long('r', socketPathBytesMax - rest + 1) }).socket).toBe(
      paths(home).socket,
    );
  });

  test('is measured in bytes, not in characters', () => {
    expect(paths({ ...home, XDG_RUNTIME_DIR: `/${'é'.repeat(40)}` }).socket).toBe(paths(home).socket);
  });

  test('has a short name of its own where both are too long', () => {
    const of = (letter: string) => paths({ HOME: long(letter, 90) });
    expect(of('a').socket).toMatch(/^\/tmp\/opensessions-[0-9a-f]{16}\/daemon\.sock$/);
    expect(of('a').socket).not.toBe(of('b').socket);
    expect(of('a')).toEqual(of('a'));
    expect(of('a').runtimeDir).toBe(of('a').socket.replace('/daemon.sock', ''));
  });

  test('has the hash that the scripts compute: FNV-1a over the code points, forwards and backwards', () => {
    const stateDir = `${long('h', 90)}/.local/state/opensessions`;
    const fnv = (points: string[]) =>
      points
        .reduce((sum, point) => ((sum ^ BigInt(point.codePointAt(0) ?? 0)) * 0x01000193n) & 0xffffffffn, 0x811c9dc5n)
        .toString(16)
        .padStart(8, '0');
    const points = [...stateDir];
    expect(paths({ HOME: long('h', 90) }).socket).toContain(fnv(points) + fnv(points.toReversed()));
  });
});
