import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Signal } from '../../src/protocol/explain.ts';
import type { ServerMessage } from '../../src/protocol/message.ts';
import { rowTemplate } from '../../src/protocol/rows.ts';
import { type Settings, settingsDefault } from '../../src/protocol/settings.ts';
import type { Session } from '../../src/protocol/state.ts';
import { keyOf } from '../../src/sidebar/model.ts';
import type { UiEvent } from '../../src/sidebar/ui.ts';
import { until as untilTrue } from '../support/until.ts';
import { type InProcess, openInProcess } from './support/in-process.ts';
import {
  ask,
  entry,
  git,
  hello,
  metadata,
  now,
  pane,
  port,
  session,
  snapshot,
  state,
  thread,
} from './support/states.ts';
import { panes, worktrees } from './support/worktrees.ts';

const sizes = [
  { columns: 26, rows: 30 },
  { columns: 40, rows: 50 },
  { columns: 20, rows: 10 },
];

const unknown = { current: null, total: null, percent: null, label: null, indeterminate: true };

const busy: Session[] = [
  session(0, 'api', {
    branch: 'feat/auth',
    metadata: metadata({
      status: { text: 'Indexing', tone: 'info' },
      progress: { current: 3, total: 10, percent: null, label: 'files', indeterminate: false },
      logs: [
        entry('info', 'Build started'),
        entry('success', 'Tests passed'),
        entry('warn', 'Coverage is lower than before', { source: 'sonar' }),
        entry('error', 'Deploy failed', { source: 'cd', notify: true }),
        entry('neutral', 'Somebody said something', { source: null }),
        entry('success', 'Deployed', { notify: true }),
      ],
    }),
  }),
  session(1, 'web', {
    metadata: metadata({
      progress: { current: null, total: null, percent: 0.75, label: 'deploying', indeterminate: false },
    }),
  }),
  session(2, 'docs', { branch: null, metadata: metadata({ status: { text: 'Tests failed', tone: 'error' } }) }),
  session(3, 'infra', {
    branch: 'wt/fix-ci',
    metadata: metadata({ progress: { current: 12, total: null, percent: null, label: null, indeterminate: false } }),
  }),
  session(4, 'notes', { branch: null, dir: null }),
];

const threads: Session[] = [
  session(0, 'api', {
    branch: 'feat/auth',
    threads: [
      thread('running', 125, { agent: 'codex', name: 'write tests' }),
      thread('waiting', 12, { name: 'fix login', detail: 'Bash  rm -rf build?' }),
      thread('idle', 9, { agent: 'pi' }),
    ],
    metadata: metadata({
      status: { text: 'Indexing', tone: 'info' },
      progress: { ...unknown, label: 'files' },
      logs: [entry('success', 'Tests passed')],
    }),
  }),
  session(1, 'web', { threads: [thread('running', 125)], metadata: metadata({ progress: unknown }) }),
  session(2, 'docs', { threads: [thread('done', 3), thread('unknown', 3)] }),
  session(3, 'infra', { threads: [thread('error', 3), thread('running', 3)], branch: null }),
  session(4, 'notes', { threads: [thread('interrupted', 3), thread('done', 3)], branch: null }),
  session(5, 'blog', { threads: [thread('unknown', 3)], branch: null }),
  session(6, 'idle', { threads: [thread('idle', 3)], branch: null }),
  session(7, 'months-of-migration-work', { threads: [thread('running', 200 * 86_400)], branch: null }),
];

const agents: Session[] = [
  session(0, 'api', {
    branch: 'feat/auth',
    threads: [
      thread('waiting', 12, { thread: '1', name: 'fix login', detail: 'Bash rm -rf build?', pane: '%1' }),
      thread('done', 30, { thread: '2', agent: 'codex', name: 'write tests', unseen: true, pane: '%2' }),
      thread('running', 125, { thread: '3', agent: 'pi', name: 'guess', certainty: 'inferred', pane: '%3' }),
      thread('unknown', 9, { thread: '4', agent: 'gemini', certainty: 'presence', outside: true }),
    ],
  }),
  session(1, 'web', { threads: [thread('error', 125, { unseen: true })] }),
  session(2, 'docs', { threads: [thread('running', 3, { certainty: 'inferred' })] }),
];

const windows: Session[] = [
  session(0, 'api', {
    windows: ['sh', 'a window with a name that is far too long', 'agents'].map((name, index) => ({
      id: `@${index}`,
      index: index * 2,
      name,
      active: index === 2,
      panes: [pane(index)],
    })),
    threads: [
      thread('waiting', 12, { thread: '1', name: 'fix login', pane: '%2' }),
      thread('running', 125, { thread: '2', agent: 'codex', name: 'tests', pane: '%0' }),
      thread('idle', 5, { thread: '3', agent: 'pi', outside: true }),
    ],
  }),
  session(1, 'web'),
];

const explanation: UiEvent = {
  type: 'explained',
  session: keyOf(agents[0] ?? { server: '', id: '' }),
  answer: {
    now,
    explanations: [
      {
        server: '/tmp/tmux',
        session: '$0',
        sessionName: 'api',
        thread: thread('waiting', 12, { name: 'fix login' }),
        rule: 'registry says so',
        signals: [
          signal('registry', 'waiting', 12, { role: 'decided', detail: 'Bash rm -rf build?' }),
          signal('transcript', 'running', 15, {}),
          signal('title', 'running', 70, { failed: true, role: 'withdrawn' }),
        ],
      },
    ],
  },
};

function signal(source: string, claim: string, seconds: number, more: Partial<Signal>): Signal {
  const at = now - 1000 * seconds;
  return { source, subject: 'pid:1', claim, detail: null, at, pid: 1, role: 'outranked', failed: false, ...more };
}

const asks = [
  ask('1', 1, 'Ship it?', ['yes', 'no'], { since: now - 125_000 }),
  ask('2', 0, 'Which database should the new integration tests of the billing service run against?', [
    'the local container',
    'staging',
    'skip them this once and remind me tomorrow morning',
  ]),
  ask('3', 0, 'Really?', ['ja', 'jein', 'nein', '漢字', '5', 'six', 'seven', 'eight', 'nine']),
];

const many = Array.from({ length: 300 }, (_, index) => session(index, `project-${index + 1}`));

const long = [
  session(0, 'the-service-with-a-very-long-name-indeed', {
    dir: '/home/me/work/customers/acme/backend/services/billing',
    branch: 'feature/JIRA-1234-rename-everything-once-more',
    metadata: metadata({
      status: { text: 'Running the whole integration suite against staging', tone: 'warn' },
      progress: { current: 123456, total: 1234567, percent: null, label: 'records migrated', indeterminate: false },
      logs: [
        entry('info', 'A message that is far longer than any sidebar has cells to show it in', {
          source: 'a-long-source',
        }),
      ],
    }),
  }),
  session(1, 'short'),
];

const scripts = [
  session(0, '🚀 rocket', {
    branch: '修复/登录',
    metadata: metadata({ status: { text: '👨‍👩‍👧 family ❤️', tone: 'success' } }),
  }),
  session(1, '漢字かな交じりの名前です', { dir: '/home/me/文書/計画' }),
  session(2, 'سلام دنیا', { branch: 'عربي' }),
  session(3, 'שָׁלוֹם', { branch: null }),
  session(4, 'café é́', { branch: 'ไทยกำลัง', metadata: metadata({ logs: [entry('info', '🇩🇪 ｶﾞｷﾞ 각')] }) }),
  session(5, '\u001b[31mred\u001b[0m\u202egnp.exe\u0007', { branch: null }),
];

const repositories: Session[] = [
  session(0, 'api', {
    branch: 'feat/auth',
    git: git({ dirty: true }),
    ports: [port(3000, 'node'), port(5173, 'vite')],
    threads: [thread('waiting', 12, { name: 'fix login' })],
  }),
  session(1, 'web', { git: git({ ahead: 2, behind: 1 }), ports: [port(5173, 'vite')] }),
  session(2, 'infra', { branch: 'wt/fix-ci', git: git({ worktreeOf: '/home/me/code/main' }) }),
  session(3, 'rebased', {
    branch: 'feature/JIRA-1234-rename-everything',
    git: git({ operation: 'rebase', dirty: true, ahead: 123, worktreeOf: '/srv/api.git' }),
  }),
  session(4, 'detached', { branch: '1a2b3c4', git: git({ detached: true, dirty: null }) }),
  session(5, 'bare', {
    branch: null,
    ports: [8000, 8001, 8002, 8003, 8004, 8005].map((number) => port(number, 'http.server')),
  }),
];

const working: Session[] = [
  session(0, 'api', {
    branch: 'feat/auth',
    git: git({ dirty: true }),
    threads: [
      thread('running', 125, { thread: '1', name: 'fix the login of all customers', subagents: 2, background: 1 }),
      thread('idle', 5, { thread: '2', agent: 'codex', background: 120 }),
      thread('waiting', 5, { thread: '3', agent: 'pi', name: 'tests' }),
    ],
    ports: [port(3000, 'node')],
  }),
  session(1, 'web', { threads: [thread('idle', 5, { background: 1 })] }),
  session(2, 'a-service-with-a-long-name', { threads: [thread('running', 40, { subagents: 3 })] }),
  session(3, 'docs', { branch: null, metadata: metadata({ status: { text: 'Tests failed', tone: 'error' } }) }),
];

const day = 86_400_000;
const logged = [
  session(0, 'api', {
    metadata: metadata({
      logs: [
        entry('info', 'Build started', { at: now - 3 * day }),
        entry('success', 'Tests passed', { at: now - day }),
        entry('warn', 'Slow', { at: now - 7_200_000, source: null }),
        entry('error', 'Deploy of the billing service failed: no answer from registry within 30 s', {
          at: now - 3_600_000,
          source: 'cd',
          notify: true,
        }),
        ...['a', 'b', 'c', 'd'].map((name) => entry('neutral', `${name} ok`, { at: now - 60_000 })),
      ],
    }),
  }),
];

/** Puts the mouse on these cells, the button held from the first on. */
function dragged(sidebar: InProcess, ...cells: [column: number, row: number][]) {
  for (const [index, [column, row]] of cells.entries())
    sidebar.dispatch({ type: 'mouse', kind: index === 0 ? 'press' : 'drag', column, row });
}

const unsaved: Session[] = [
  session(0, 'billing', {
    branch: 'feature/JIRA-1234-rename-everything',
    git: git({ dirty: true, ahead: 2, operation: 'rebase' }),
    ports: [port(3000, 'node'), port(5173, 'vite')],
    threads: [
      thread('waiting', 12, { thread: '1', name: 'fix login' }),
      thread('running', 125, { thread: '2', agent: 'codex', name: 'write all the tests of the service' }),
      thread('idle', 9, { thread: '3', agent: 'pi' }),
      thread('running', 9, { thread: '4', agent: 'gemini', outside: true }),
    ],
  }),
  session(1, 'web'),
];

interface Case {
  name: string;
  run(sidebar: InProcess): void;
  /** Only there once all of it is drawn. */
  until: string;
  /** What the styles block is worth keeping for. */
  styles?: boolean;
}

/** Connected with these sessions; that it is live is drawn last. */
function live(sidebar: InProcess, first: ServerMessage) {
  // The state comes last, as on the wire: whatever of it is on the screen, the rest is there, too.
  sidebar.dispatch({ type: 'link', link: 'live' });
  sidebar.dispatch(hello);
  sidebar.dispatch(first);
}

function configured(sidebar: InProcess, settings: Partial<Settings>) {
  sidebar.dispatch({ type: 'settings', settings: { ...settingsDefault, ...settings } });
}

const cases: Case[] = [
  { name: 'starting', run: () => {}, until: 'connecting…' },
  {
    name: 'no sessions',
    run(sidebar) {
      live(sidebar, state([]));
    },
    until: '? help',
  },
  {
    name: 'one session',
    run(sidebar) {
      live(sidebar, state([session(0, 'api')]));
    },
    until: '? help',
  },
  {
    name: 'away with one session',
    run(sidebar) {
      live(sidebar, state([session(0, 'api')], undefined, { away: true, prefix: 'C-b o' }));
    },
    until: 'C-b o s focus here',
  },
  {
    name: 'one of several passes the filter',
    run(sidebar) {
      const working = session(0, 'api', { threads: [thread('waiting', 5)] });
      live(sidebar, state([working, session(1, 'web')], working, {}, [], { filter: 'waiting' }));
    },
    until: '? help',
  },
  {
    name: 'busy',
    run(sidebar) {
      live(sidebar, state(busy));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'cursor deep in 300',
    run(sidebar) {
      live(sidebar, state(many, many[2], { cursor: '$149' }));
    },
    until: 'project-150',
    styles: true,
  },
  {
    name: 'long texts',
    run(sidebar) {
      live(sidebar, state(long));
    },
    until: '? help',
  },
  {
    name: 'scripts of the world',
    run(sidebar) {
      live(sidebar, state(scripts, scripts[4]));
    },
    until: '? help',
  },
  {
    name: 'help',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.type('?');
    },
    until: 'Esc close',
  },
  {
    name: 'help to its end',
    run(sidebar) {
      live(sidebar, state(busy, undefined, { prefix: 'C-b o', mouse: true }));
      sidebar.type(`?${'j'.repeat(45)}`);
    },
    until: ' mouse ',
  },
  {
    name: 'kill one of several',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.type('x');
    },
    until: 'y kill',
    styles: true,
  },
  {
    name: 'kill the last',
    run(sidebar) {
      live(sidebar, state([session(0, 'api')]));
      sidebar.type('x');
    },
    until: 'y kill',
  },
  {
    name: 'quit',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.type('q');
    },
    until: 'y quit',
  },
  {
    name: 'new session',
    run(sidebar) {
      live(sidebar, state(busy));
      // Where there is no room for a popup.
      sidebar.dispatch({ type: 'key', key: 'n' });
      sidebar.dispatch({ type: 'error', message: 'too small', command: 'session.pick' });
      sidebar.type('~/code/漢字-and-a-path-that-is-long');
    },
    until: 'is-long',
    styles: true,
  },
  {
    name: 'daemon gone',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.dispatch({ type: 'link', link: 'gone' });
    },
    until: 'daemon gone',
    styles: true,
  },
  {
    name: 'threads',
    run(sidebar) {
      live(sidebar, state(threads));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'agents unfolded',
    run(sidebar) {
      live(sidebar, state(agents));
      sidebar.type('ljj');
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'work in the background',
    run(sidebar) {
      live(sidebar, state(working));
      sidebar.type('lj');
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'rows of one line',
    run(sidebar) {
      configured(sidebar, { rows: rowTemplate(['{name} {branch} {dirty} {>} {work} {state}']) });
      const all = [...working, ...repositories].map((one, index) => ({ ...one, id: `$${index}` }));
      live(sidebar, state(all, all[1]));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'rows with the directory',
    run(sidebar) {
      configured(sidebar, {
        rows: rowTemplate([
          '{index} {state} {name} {>} {since}',
          '{dir} {>} {ports}',
          '{agent} {thread}',
          '[{branch}] {window}',
          '',
        ]),
      });
      live(sidebar, state(working, working[2]));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'filtered and hidden',
    run(sidebar) {
      const hidden = ['web', 'blog'];
      live(sidebar, state(threads, threads[0], {}, [], { filter: 'agents', hidden, showsHidden: true }));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'nothing passes the filter',
    run(sidebar) {
      live(sidebar, state(busy, busy[0], {}, [], { filter: 'waiting', hidden: ['web'], showsHidden: false }));
    },
    until: '? help',
  },
  {
    name: 'kill what works',
    run(sidebar) {
      live(sidebar, state(threads));
      sidebar.type('x');
    },
    until: 'y kill',
  },
  {
    name: 'kill what is not saved',
    run(sidebar) {
      live(sidebar, state(unsaved));
      sidebar.type('x');
    },
    until: 'y kill',
    styles: true,
  },
  {
    name: 'rename to a name that is taken',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.type('R\u0015web');
    },
    until: 'is taken',
  },
  {
    name: 'rename',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.type('R.bak');
    },
    until: 'api.bak',
  },
  {
    name: 'find',
    run(sidebar) {
      live(sidebar, state(agents));
      sidebar.type('/wr');
    },
    until: ' / wr',
    styles: true,
  },
  {
    name: 'find in long texts',
    run(sidebar) {
      live(sidebar, state([...long, ...scripts]));
      sidebar.type('/billing');
    },
    until: '/ billing',
    styles: true,
  },
  {
    name: 'find nothing',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.type('/zzzz');
    },
    until: 'nothing found',
  },
  {
    name: 'windows unfolded',
    run(sidebar) {
      live(sidebar, state(windows));
      sidebar.type('ljjj');
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'worktrees',
    run(sidebar) {
      live(sidebar, state(worktrees, worktrees[2]));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'worktrees folded',
    run(sidebar) {
      live(sidebar, state(worktrees, worktrees[2], {}, [], { folded: ['/home/me/code/shop'] }));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'worktrees ascii',
    run(sidebar) {
      configured(sidebar, { glyphs: 'ascii' });
      live(sidebar, state(worktrees, worktrees[3]));
    },
    until: '? help',
  },
  {
    name: 'panes unfolded',
    run(sidebar) {
      live(sidebar, state(panes));
      sidebar.type('jlgljjj');
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'all left out',
    run(sidebar) {
      live(sidebar, state(busy, busy[0], {}, [], { excluded: busy.map(({ name }) => name) }));
    },
    until: '? help',
  },
  {
    name: 'why',
    run(sidebar) {
      live(sidebar, state(agents));
      sidebar.dispatch({ type: 'key', key: 'i' });
      sidebar.dispatch(explanation);
    },
    until: 'i again',
    styles: true,
  },
  {
    name: 'repositories',
    run(sidebar) {
      live(sidebar, state(repositories));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'a port to open',
    run(sidebar) {
      live(sidebar, state(repositories, repositories[5]));
      sidebar.type('ojj');
    },
    until: '1…6 open',
    styles: true,
  },
  {
    name: 'questions',
    run(sidebar) {
      live(sidebar, state(busy, busy[0], {}, asks));
    },
    until: 'a answer',
    styles: true,
  },
  {
    name: 'answering',
    run(sidebar) {
      live(sidebar, state(busy, busy[0], {}, asks));
      sidebar.type('a\u001b[B\u001b[B');
    },
    until: '1…3 answer',
    styles: true,
  },
  {
    name: 'answering another session',
    run(sidebar) {
      live(sidebar, state(busy, busy[4], {}, asks));
      sidebar.type('a');
    },
    until: '1…2 answer',
  },
  {
    name: 'answering the last of nine',
    run(sidebar) {
      live(sidebar, state(busy, busy[0], {}, asks.slice(2)));
      sidebar.type('a\u001b[A'.padEnd(14, 'j'));
    },
    until: '1…9 answer',
  },
  {
    name: 'question gone',
    run(sidebar) {
      live(sidebar, state(busy, busy[1], {}, asks));
      sidebar.dispatch({ type: 'key', key: 'a' });
      sidebar.dispatch(state(busy, busy[1]));
    },
    until: 'the question',
  },
  {
    name: 'failure',
    run(sidebar) {
      live(sidebar, state(busy));
      sidebar.dispatch({ type: 'error', message: 'no such session' });
    },
    until: 'no such sess',
  },
  {
    name: 'themes',
    run(sidebar) {
      configured(sidebar, { theme: { name: 'gruvbox-dark', palette: {} } });
      live(sidebar, state(agents));
      sidebar.type('tj');
    },
    until: 'Enter keep',
    styles: true,
  },
  {
    name: 'config error',
    run(sidebar) {
      const problem = '/home/me/.config/opensessions/config.json: sidebarWidth: Too big: expected number to be <=60';
      configured(sidebar, { problem });
      live(sidebar, state(busy));
    },
    until: 'sidebarWidth:',
  },
  {
    name: 'log with times',
    run(sidebar) {
      configured(sidebar, { panelRows: 9 });
      live(sidebar, state(logged));
    },
    until: '? help',
    styles: true,
  },
  {
    name: 'log scrolled',
    run(sidebar) {
      configured(sidebar, { panelRows: 6 });
      live(sidebar, state(logged));
      sidebar.type('\u0015');
    },
    until: '↓',
    styles: true,
  },
  {
    name: 'log entry',
    run(sidebar) {
      configured(sidebar, { panelRows: 6 });
      live(
        sidebar,
        state([session(0, 'api', { metadata: metadata({ logs: logged[0]?.metadata.logs.slice(0, 4) ?? [] }) })]),
      );
      dragged(sidebar, [4, sidebar.screen.lines.length - 4]);
      sidebar.dispatch({ type: 'mouse', kind: 'release', column: 4, row: 0 });
    },
    until: 'Esc close',
    styles: true,
  },
  {
    name: 'dragging a session up',
    run(sidebar) {
      live(sidebar, state(busy));
      dragged(sidebar, [4, 5], [4, 3]);
    },
    until: 'place 1',
    styles: true,
  },
  {
    name: 'dragging a session down',
    run(sidebar) {
      live(sidebar, state(busy));
      dragged(sidebar, [4, 2], [4, 6]);
    },
    until: 'place 2',
    styles: true,
  },
  {
    name: 'ascii and calm',
    run(sidebar) {
      configured(sidebar, { glyphs: 'ascii', reducedMotion: true, panelRows: 4 });
      live(sidebar, state(threads));
    },
    until: '? help',
  },
];

describe.each(sizes)('$columns×$rows', ({ columns, rows }) => {
  test.each(cases)('$name', async ({ name, run, until, styles }) => {
    const sidebar = openInProcess({ columns, rows });
    run(sidebar);
    await sidebar.screen.until(until);
    const picture = () => `${[...sidebar.screen.lines, ...(styles ? ['', sidebar.screen.styles] : [])].join('\n')}\n`;
    const file = `golden/${name.replaceAll(' ', '-')}.${columns}x${rows}.txt`;
    // What is waited for may stand there a frame before the rest; a difference that stays is told below.
    const golden = new URL(file, import.meta.url);
    if (existsSync(golden)) {
      const wanted = readFileSync(golden, 'utf8');
      await untilTrue(() => picture() === wanted, 'the golden screen', { timeoutMs: 2000 }).catch(() => undefined);
    }
    expect(sidebar.screen.scrolledRows).toBe(0);
    await expect(picture()).toMatchFileSnapshot(file);
  });
});

test('the last snapshot is painted before the daemon answers', async () => {
  const sidebar = openInProcess({ columns: 26, rows: 30 }, { snapshot: snapshot(busy, busy[1]) });
  await sidebar.screen.until('connecting…');
  expect(sidebar.screen.lines.slice(0, 6).join('\n')).toContain('▌2 web');
});

test('with ASCII glyphs nothing of ours needs more than ASCII', async () => {
  const sidebar = openInProcess({ columns: 26, rows: 30 });
  configured(sidebar, { glyphs: 'ascii' });
  live(sidebar, state([...threads, ...agents.map((one, index) => ({ ...one, id: `$${20 + index}` }))]));
  await sidebar.screen.until('? help');
  expect(sidebar.screen.lines.join('\n')).toMatch(/^[ -~\n]*$/);
});

test('without colours the same glyphs and weights remain', async () => {
  const sidebar = openInProcess({ columns: 26, rows: 30 }, { env: { NO_COLOR: '1' } });
  live(sidebar, state(busy));
  await sidebar.screen.until('? help');
  expect(sidebar.screen.styles).not.toMatch(/red|green|yellow|blue|gray|colour/);
  expect(sidebar.screen.styles).toMatch(/3: 0 bold "▌", 1-25 inverse "1 api"/);
});

test('the first picture has the theme that was set last', async () => {
  const theme = { name: 'dracula', palette: {} };
  const sidebar = openInProcess(
    { columns: 26, rows: 30 },
    { snapshot: snapshot(busy, busy[1]), settings: { ...settingsDefault, theme } },
  );
  await sidebar.screen.until('connecting…');
  expect(sidebar.screen.styles.split('\n')[0]).toMatch(/colour\d+ bold "opensessions"/);
});
