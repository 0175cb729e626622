import { describe, expect, test } from 'vitest';
import { findSession } from '../../../src/core/find-session.ts';
import { initialState, sessionKey } from '../../../src/core/state.ts';
import { later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { api: ['@1', '@2'], 'my web': ['@3'], a_b_c: ['@4'], $7: ['@5'] },
  windows: { '@1': ['*work'], '@2': ['*work'], '@3': ['*work'], '@4': ['*work'], '@5': ['*work'] },
} as const satisfies ServerSketch;
const state = serving(sketch);
const key = (id: string, at = server) => ({ ok: true, key: sessionKey(at, id) });

describe('in one tmux server', () => {
  test.each([
    ['its name', 'api', '$0'],
    ['its whole name', 'my web', '$1'],
    ['its name before tmux rewrote it', 'a.b:c', '$2'],
    ['its id', '$1', '$1'],
    ['a pane in it', '%20', '$0'],
    ['socket and name', 'tmux.sock:my web', '$1'],
    ['path of the socket and name', '/tmp/tmux.sock:my web', '$1'],
    ['socket and id', 'tmux.sock:$1', '$1'],
    ['socket and pane', 'tmux.sock:%20', '$0'],
  ])('%s', (_, ref, id) => {
    expect(findSession(state, ref)).toEqual(key(id));
  });

  test.each(['ap', 'API', ' api', '$9', '%99', 'other.sock:api', '', '__proto__'])('%j is none', (ref) => {
    expect(findSession(state, ref)).toMatchObject({ ok: false });
  });

  test('what looks like an id is an id, never a name', () => {
    expect(findSession(state, '$7')).toMatchObject({ ok: false });
  });

  test('of the sessions that share a window the oldest is meant by a pane', () => {
    const linked = serving({ ...sketch, sessions: { a: ['@2'], b: ['@1', '@2'] } });
    expect(findSession(linked, '%20')).toEqual(key('$0'));
  });

  test('the refusal names what is there, but not hundreds', () => {
    expect(findSession(initialState, 'x')).toEqual({ ok: false, reason: 'no session "x"; no tmux session is known' });
    expect(findSession(state, 'x')).toEqual({
      ok: false,
      reason: 'no session "x"; known sessions: api, my web, a_b_c, $7',
    });
    const sessions = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`s${index}`, ['@1']]));
    const many = findSession(serving({ ...sketch, sessions }), 'x');
    expect(many).toMatchObject({ reason: expect.stringMatching(/ s19 …$/) });
  });
});

describe('what tmux makes of a name', () => {
  test.each([
    ['a$b', 'a\\$b'],
    ['$(x)', '$(x)'],
    ['a.b$c', 'a_b\\$c'],
    ['back\\slash', 'back\\\\slash'],
    ['two\nlines', 'two\\nlines'],
    ['v1.2:x', 'v1.2:x'],
  ])('%j is found as %j', (given, rewritten) => {
    const one = serving({ ...sketch, sessions: { other: ['@2'], [rewritten]: ['@1'] } });
    expect(findSession(one, given)).toEqual(key('$1'));
  });

  test('the nearest name is suggested, harmless and short', () => {
    expect(findSession(state, 'apx')).toMatchObject({ reason: expect.stringContaining('did you mean "api"? known') });
    expect(findSession(state, '\u001b[31m\u202eapx')).toMatchObject({
      reason: expect.stringContaining('no session "apx"'),
    });
    expect(findSession(state, 'x'.repeat(1000))).toMatchObject({ reason: expect.not.stringContaining('did you mean') });
    const reason = findSession(state, 'x'.repeat(1000));
    expect(JSON.stringify(reason).length).toBeLessThan(200);
  });
});

describe('in several tmux servers', () => {
  const both = later(state, {
    type: 'tmux.listed',
    server: '/tmp/work',
    topology: topology({ ...sketch, sessions: { api: ['@1'], only: ['@2'] } }),
  });

  test('a name that stands once needs no server', () => {
    expect(findSession(both, 'only')).toEqual(key('$1', '/tmp/work'));
  });

  test('a name, an id or a pane that stands twice does, and the refusal says how', () => {
    const refusal = { ok: false, reason: expect.stringContaining('say tmux.sock:api') };
    for (const ref of ['api', '$0', '%10']) expect(findSession(both, ref)).toEqual(refusal);
    expect(findSession(both, 'work:api')).toEqual(key('$0', '/tmp/work'));
    expect(findSession(both, 'tmux.sock:api')).toEqual(key('$0'));
  });

  test('whose sockets have the same name, the paths are said, and understood', () => {
    const same = later(state, {
      type: 'tmux.listed',
      server: '/run/tmux.sock',
      topology: topology({ ...sketch, sessions: { api: ['@1'] } }),
    });
    for (const ref of ['api', 'tmux.sock:api'])
      expect(findSession(same, ref)).toMatchObject({
        reason: expect.stringContaining('say /tmp/tmux.sock:api or /run/tmux.sock:api'),
      });
    expect(findSession(same, '/run/tmux.sock:api')).toEqual(key('$0', '/run/tmux.sock'));
  });
});
