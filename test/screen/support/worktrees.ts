import type { Session } from '../../../src/protocol/state.ts';
import { git, metadata, pane, session, thread } from './states.ts';

const repository = '/home/me/code/shop';
const linked = (name: string) => git({ root: `/home/me/code/${name}`, branch: name, worktreeOf: repository });

/** Three of a repository, the second and the last in linked worktrees; one of another. */
export const worktrees: Session[] = [
  session(0, 'notes', { branch: null }),
  session(1, 'shop', { git: git({ root: repository, dirty: true }), threads: [thread('running', 125)] }),
  session(2, 'fix-login', {
    branch: 'fix-login',
    git: linked('fix-login'),
    threads: [thread('waiting', 12, { name: 'fix login', detail: 'Bash rm -rf build?' })],
    metadata: metadata({ status: { text: 'Indexing', tone: 'info' } }),
  }),
  session(3, 'web', { git: git({ root: '/home/me/code/web' }), threads: [thread('done', 30, { unseen: true })] }),
  session(4, 'a-worktree-with-a-name-that-is-long', {
    branch: 'wt/long',
    git: linked('wt/long'),
    threads: [thread('waiting', 700, { agent: 'codex' })],
  }),
];

/** A session with panes in two of its windows, one of which an agent has; one with a single window of several. */
export const panes: Session[] = [
  session(0, 'api', {
    windows: [
      { id: '@0', index: 0, name: 'sh', active: false, panes: [pane(0)] },
      {
        id: '@1',
        index: 1,
        name: 'work',
        active: true,
        panes: [
          pane(1, { command: 'nvim', dir: '/home/me/code/api' }),
          pane(2, { command: 'node', dir: '/home/me/code/api' }),
          pane(3, { command: 'zsh', dir: '/home/me/code/api/packages/a-package-with-a-long-name' }),
          pane(4),
        ],
      },
    ],
    threads: [thread('running', 125, { agent: 'pi', name: 'tests', pane: '%2' })],
  }),
  session(1, 'web', {
    windows: [
      {
        id: '@2',
        index: 0,
        name: 'vite',
        active: true,
        panes: [pane(5, { command: 'vite' }), pane(6, { command: '漢字', dir: '/srv' })],
      },
    ],
  }),
];
