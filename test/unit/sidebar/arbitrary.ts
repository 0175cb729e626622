import fc from 'fast-check';
import { repositoryOf } from '../../../src/protocol/blocks.ts';
import { rowFields, rowsDefault, rowTemplate } from '../../../src/protocol/rows.ts';
import type { Settings } from '../../../src/protocol/settings.ts';
import type { Session, Snapshot, You } from '../../../src/protocol/state.ts';
import { allSessionsOf, keyOf, type Mode, type Model, threadKeyOf } from '../../../src/sidebar/model.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { portLinesMax } from '../../../src/sidebar/view/port-lines.ts';
import { anyString } from '../../support/any-string.ts';

const pieces = [
  'api',
  'a b',
  '🚀',
  '👨‍👩‍👧',
  '👍🏽',
  '❤️',
  '🇩🇪',
  '🇩',
  '1️⃣',
  '漢字',
  '각',
  'ᄀ',
  'ᅡ',
  'ｶﾞ',
  'ﾞ',
  'é',
  '\u0301',
  '\u0300\u0301\u0302',
  'हिन्दी',
  'ा',
  'กำ',
  'سلام',
  'שָׁלוֹם',
  '\u202e',
  '\u200d',
  '\ufe0f',
  '\u0600',
  '\u001b[31m',
  '\u001b]0;x\u0007',
  '\u0007',
  '\n',
  '\t',
  '…',
  '\ud83d',
];

/** Words that terminals and width tables stumble over, and anything else that is a string. */
export const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  anyString({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

const tone = fc.constantFrom('neutral', 'info', 'success', 'warn', 'error');
const threadState = fc.constantFrom('idle', 'running', 'waiting', 'done', 'error', 'interrupted', 'unknown');
/** Few, so that sessions meet in them. */
const repository = fc.oneof(fc.constantFrom('/home/me/api', '/home/me/漢字 👍🏽 web', '/', ''), text);
const amount = fc.option(fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)));
const entry = fc.record({ message: text, tone, source: fc.option(text), at: fc.nat(), notify: fc.boolean() });

const windows = fc
  .array(
    fc.record({
      index: fc.nat(),
      name: text,
      active: fc.boolean(),
      panes: fc.array(
        fc.record({
          active: fc.boolean(),
          command: fc.option(text),
          dir: fc.option(text.map((path) => `/${path}`)),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  )
  .map((windows) =>
    windows.map((window, at) => ({
      ...window,
      id: `@${at}`,
      panes: window.panes.map((pane, nth) => ({ ...pane, id: `%${10 * at + nth}` })),
    })),
  );

function session(number: number): fc.Arbitrary<Session> {
  return fc.record({
    id: fc.constant(`$${number}`),
    server: fc.constantFrom('/tmp/a', '/tmp/b'),
    name: text,
    dir: fc.option(text.map((path) => `/home/me/${path}`)),
    branch: fc.option(text),
    git: fc.option(
      fc.record({
        root: repository,
        branch: fc.option(text),
        detached: fc.boolean(),
        operation: fc.constantFrom('rebase', 'cherry-pick', null),
        dirty: fc.constantFrom(true, false, null),
        ahead: fc.option(fc.nat()),
        behind: fc.option(fc.nat()),
        worktreeOf: fc.option(repository),
      }),
    ),
    ports: fc.array(
      fc.record({ port: fc.nat({ max: 65_535 }), program: text, pid: fc.nat(), pane: fc.constant('%1') }),
      { maxLength: portLinesMax + 2 },
    ),
    windows,
    metadata: fc.record({
      status: fc.option(fc.record({ text, tone })),
      progress: fc.option(
        fc.record({
          current: amount,
          total: amount,
          percent: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
          label: fc.option(text),
          indeterminate: fc.boolean(),
        }),
      ),
      logs: fc.array(entry, { maxLength: 10 }),
    }),
    threads: fc.uniqueArray(
      fc.record({
        agent: fc.oneof(fc.constant('claude'), text),
        thread: text,
        name: fc.option(text),
        state: threadState,
        since: fc.nat(),
        certainty: fc.constantFrom('exact', 'inferred', 'presence'),
        pane: fc.constantFrom('%0', '%11'),
        detail: fc.option(text),
        model: fc.option(text),
        unseen: fc.boolean(),
        outside: fc.boolean(),
        subagents: fc.nat(),
        background: fc.nat(),
      }),
      { maxLength: 3, selector: threadKeyOf },
    ),
  });
}

const ask = fc.record({
  id: fc.constantFrom('1', '2', '3'),
  server: fc.constantFrom('/tmp/a', '/tmp/b'),
  session: fc.constantFrom('$0', '$1', '$5', '$99'),
  question: text,
  choices: fc.array(text, { minLength: 1, maxLength: 9 }),
  since: fc.nat(),
  expires: fc.nat(),
});

// So many that few panes have rows for all of them, and two digits for their numbers.
const sessions = Array.from({ length: 16 }, (_, number) => session(number));

export const snapshot: fc.Arbitrary<Snapshot> = fc
  .nat({ max: sessions.length })
  .chain((count) => fc.tuple(...sessions.slice(0, count)))
  .chain((sessions) =>
    fc.record({
      sessions: fc.constant(sessions),
      clients: fc.constant([{ name: 'c', server: '/tmp/a', session: '$1', window: '@1', cursor: '$2' }]),
      asks: fc.uniqueArray(ask, { maxLength: 3, selector: ({ id }) => id }),
      list: fc.record({
        filter: fc.constantFrom('all', 'all', 'agents', 'waiting', 'running'),
        hidden: fc.subarray(sessions.map(({ name }) => name)),
        showsHidden: fc.boolean(),
        excluded: fc.subarray(sessions.map(({ name }) => name)).map((names) => names.slice(0, 2)),
        folded: fc.subarray(sessions.flatMap((session) => repositoryOf(session) ?? [])),
      }),
    }),
  );

export const you: fc.Arbitrary<You> = fc.record({
  server: fc.option(fc.constantFrom('/tmp/a', '/tmp/b', '/tmp/none')),
  client: fc.option(fc.constant('c')),
  session: fc.option(fc.constantFrom('$0', '$1', '$5', '$99')),
  cursor: fc.option(fc.constantFrom('$0', '$1', '$5', '$99')),
  visible: fc.boolean(),
  mouse: fc.boolean(),
});

export const size = fc.record({ columns: fc.integer({ min: 1, max: 80 }), rows: fc.integer({ min: 1, max: 60 }) });

export const key = fc.oneof(
  fc.constantFrom(...'jjkgGhhll1234nxdcyrq?aaaatt<>+-ooHJK.f//R'),
  fc.constantFrom('enter', 'tab', 's-tab', 'escape', 'ctrl-c', 'backspace', 'ctrl-u', 'ctrl-d', 'up', 'down'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

const rowWords = [...Object.keys(rowFields).filter((name) => name !== 'index'), '>'].map((name) => `{${name}}`);
const rowLine = fc
  .array(fc.oneof(fc.constantFrom(...rowWords), fc.constantFrom('·', '漢', '[{branch}]', '{name}{state}', '')), {
    maxLength: 7,
  })
  .map((words) => words.filter((word, index) => word !== '{>}' || words.indexOf(word) === index).join(' '));
const rows = fc
  .tuple(fc.boolean(), fc.array(rowLine, { minLength: 1, maxLength: 6 }))
  .map(([isNumbered, [first = '', ...others]]) => rowTemplate([isNumbered ? `{index} ${first}` : first, ...others]));

const settings: fc.Arbitrary<Settings> = fc.record({
  theme: fc.record({ name: fc.constantFrom('auto', 'nord', 'mine', 'gone'), palette: fc.constant({}) }),
  themes: fc.constantFrom([], [{ name: 'mine' }, { name: 'a-theme-with-a-name-that-is-longer-than-any-sidebar' }]),
  glyphs: fc.constantFrom('unicode', 'nerd', 'ascii'),
  reducedMotion: fc.boolean(),
  keys: fc.constantFrom({}, { 'new-session': [] }, { help: ['C-h'] }, { kill: ['j'] }),
  rows: fc.oneof(fc.constant(rowTemplate(rowsDefault)), rows),
  panelRows: fc.option(fc.nat({ max: 60 })),
  problem: fc.option(text),
});

const events = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('key' as const), key }),
    fc.record({ type: fc.constant('pasted' as const), text }),
    fc.record({
      type: fc.constant('mouse' as const),
      kind: fc.constantFrom('press', 'drag', 'release', 'release', 'other', 'wheel-up', 'wheel-down'),
      column: fc.nat({ max: 90 }),
      row: fc.nat({ max: 70 }),
    }),
    fc.record({ type: fc.constant('link' as const), link: fc.constantFrom('live', 'gone', 'connecting') }),
    fc.record({ type: fc.constant('error' as const), message: text }),
    fc.record({ type: fc.constant('settings' as const), settings }),
    fc.record({ type: fc.constant('resized' as const), size }),
    fc.record({ type: fc.constant('state' as const), seq: fc.nat(), state: snapshot, you }),
  ),
  { maxLength: 12 },
);

/** A model as it can come about: started, then through any events, and with everything unfolded at last, perhaps. */
export const model: fc.Arbitrary<Model> = fc
  .record({
    size,
    snapshot: fc.option(snapshot),
    place: fc.constantFrom('tmux', 'terminal'),
    server: fc.option(fc.constant('/tmp/a')),
    now: fc.nat(),
    events,
    isUnfolded: fc.boolean(),
  })
  .map(({ events, isUnfolded, ...given }) => {
    const model = events.reduce(
      (model, event) => update(model, event, given.now).model,
      start({ ...given, home: '/home/me', version: '0.1.0' }),
    );
    if (!isUnfolded) return model;
    const unfolded = new Set(allSessionsOf(model).map(keyOf));
    return update({ ...model, unfolded }, { type: 'ticked' }, given.now).model;
  });

export type { Mode };
