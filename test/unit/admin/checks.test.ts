import { describe, expect, test } from 'vitest';
import { checkSidebars } from '../../../src/admin/sidebars.ts';
import { checkSqlite } from '../../../src/admin/sqlite.ts';
import { checkTerminal } from '../../../src/admin/terminal.ts';

describe('the sidebars', () => {
  test.each([
    ['closed', ' 100 a\nslot 0 _os_stash\nlive 101 _os_stash', 'ok', 'closed'],
    ['open', 'live 101 a\nslot 0 b\n 100 b', 'ok', 'open in 2 windows, 1 running'],
    ['the process gone', 'live 0 a\nslot 0 b', 'warn', '1 of 1 have no process any more'],
    ['none that runs', 'slot 0 a\nslot 0 b c', 'warn', '2 empty places and none that runs'],
  ])('%s', (_what, listed, state, says) => {
    const found = checkSidebars(listed);
    expect(found).toMatchObject({ name: 'sidebar', state });
    expect(found.says).toContain(says);
    expect(found.advice === undefined).toBe(state === 'ok');
  });
});

describe('the terminal', () => {
  test.each([
    [{ TERM: 'tmux-256color' }, '/s', 'ok'],
    [{ TERM: 'screen' }, '/s', 'ok'],
    [{ TERM: 'xterm-256color' }, '/s', 'warn'],
    [{ TERM: 'xterm-256color' }, undefined, 'ok'],
    [{ TERM: 'dumb' }, undefined, 'warn'],
    [{}, undefined, 'warn'],
  ])('%o in %s', (env, server, state) => {
    const found = checkTerminal({ env, server });
    expect(found.state).toBe(state);
    expect(found.advice === undefined).toBe(state === 'ok');
  });

  test('colours that are switched off are no fault', () => {
    expect(checkTerminal({ env: { TERM: 'tmux', NO_COLOR: '1' }, server: '/s' })).toMatchObject({
      state: 'ok',
      says: 'TERM is tmux, NO_COLOR is set: no colours are drawn',
    });
  });
});

test('the native module: there, and missing', async () => {
  expect(await checkSqlite()).toMatchObject({ state: 'ok' });
  const missing = await checkSqlite(() => Promise.reject(new Error('Could not locate the bindings file.\nTried: …')));
  expect(missing).toMatchObject({ state: 'warn', advice: expect.stringContaining('setup --build') });
  expect(missing.says).toMatch(/Could not locate the bindings file\.$/);
});
