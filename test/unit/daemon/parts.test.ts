import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readIfThere, writePrivate } from '../../../src/daemon/files.ts';
import { createLinger } from '../../../src/daemon/linger.ts';
import { openLog } from '../../../src/daemon/log.ts';
import { createStore } from '../../../src/daemon/store.ts';
import { isAuthorized, loadToken } from '../../../src/daemon/token.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'os-daemon-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const mode = (path: string) => statSync(path).mode & 0o777;

describe('store', () => {
  const wide = { type: 'config.read', config: { width: 30, position: null } } as const;

  test('tells everybody of a change, and nobody of none', () => {
    const store = createStore();
    const heard: (number | null)[][] = [[], []];
    for (const list of heard) store.onChange((state) => list.push(state.config.width));
    store.dispatch(wide);
    store.dispatch(wide);
    expect(heard).toEqual([[30], [30]]);
    expect(store.state().config.width).toBe(30);
  });

  test('a listener may dispatch; nobody is told of a state that is over', () => {
    const store = createStore();
    const heard: (number | null)[] = [];
    store.onChange((state) => {
      if (state.config.width === 30) store.dispatch({ type: 'config.read', config: { width: 31, position: null } });
    });
    store.onChange((state) => heard.push(state.config.width));
    store.dispatch(wide);
    expect(new Set(heard)).toEqual(new Set([31]));
  });
});

describe('linger', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('ends once, as long after the last one left as it was told', () => {
    const end = vi.fn();
    const linger = createLinger(1000, end);
    linger.idle(true);
    vi.advanceTimersByTime(600);
    linger.idle(true);
    vi.advanceTimersByTime(399);
    expect(end).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(end).toHaveBeenCalledOnce();
  });

  test('somebody who comes starts it anew', () => {
    const end = vi.fn();
    const linger = createLinger(1000, end);
    linger.idle(true);
    vi.advanceTimersByTime(900);
    linger.idle(false);
    vi.advanceTimersByTime(5000);
    linger.idle(true);
    vi.advanceTimersByTime(999);
    expect(end).not.toHaveBeenCalled();
  });

  test('null stays', () => {
    const end = vi.fn();
    createLinger(null, end).idle(true);
    vi.advanceTimersByTime(1e9);
    expect(end).not.toHaveBeenCalled();
  });
});

describe('files', () => {
  test('are private, in private directories, and whole', () => {
    const file = join(dir, 'a', 'b', 'file');
    writePrivate(file, 'one');
    writePrivate(file, 'two');
    expect([readIfThere(file), mode(file), mode(join(dir, 'a', 'b'))]).toEqual(['two', 0o600, 0o700]);
    expect(readdirSync(join(dir, 'a', 'b'))).toEqual(['file']);
  });

  test('one that is missing is null, one that cannot be read is an error', () => {
    expect(readIfThere(join(dir, 'missing'))).toBe(null);
    expect(() => readIfThere(dir)).toThrow(/EISDIR/);
  });
});

describe('log', () => {
  test('is private; a record is one line with its time', () => {
    const file = join(dir, 'log');
    openLog(file, false)('two\nlines\r\nand\ttabs');
    expect(readFileSync(file, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z two lines and tabs\n$/);
    expect(mode(file)).toBe(0o600);
  });

  test('turns over once it is full, and keeps one old file', () => {
    const file = join(dir, 'log');
    for (const old of ['first', 'second']) {
      writeFileSync(file, `${old}${'x'.repeat(1024 * 1024)}`);
      openLog(file, false)('new');
      expect(readFileSync(file, 'utf8')).toMatch(/ new\n$/);
      expect(readFileSync(file, 'utf8').length).toBeLessThan(100);
      expect(readFileSync(`${file}.1`, 'utf8').startsWith(old)).toBe(true);
    }
    expect(readdirSync(dir).sort()).toEqual(['log', 'log.1']);
  });

  test('a disk that takes nothing is told on stderr, and the daemon goes on', () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    openLog(join(dir, 'missing', 'log'), false)('x');
    expect(stderr.mock.calls.join()).toContain(join(dir, 'missing', 'log'));
    stderr.mockRestore();
  });
});

describe('token', () => {
  test('is made once, and private', () => {
    const file = join(dir, 'state', 'token');
    const token = loadToken(file, () => undefined);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect([loadToken(file, () => undefined), mode(file)]).toEqual([token, 0o600]);
    chmodSync(file, 0o644);
    expect([loadToken(file, () => undefined), mode(file)]).toEqual([token, 0o600]);
  });

  test.each(['', 'short', 'g'.repeat(64)])('%j is none and is replaced', (content) => {
    const file = join(dir, 'token');
    writeFileSync(file, content);
    const token = loadToken(file, () => undefined);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(loadToken(file, () => undefined)).toBe(token);
  });

  test('opens, and nothing else does', () => {
    const token = 'ab'.repeat(32);
    expect(isAuthorized(`Bearer ${token}`, token)).toBe(true);
    for (const header of [
      undefined,
      '',
      token,
      `Basic ${token}`,
      `Bearer ${token}0`,
      `Bearer ${token.slice(1)}`,
      `Bearer ${'0'.repeat(64)}`,
      ` Bearer ${token}`,
    ])
      expect(isAuthorized(header, token)).toBe(false);
  });
});
