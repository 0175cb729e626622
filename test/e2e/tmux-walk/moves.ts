import fc from 'fast-check';
import type { Move, Ref, Word } from './move.ts';

/**
 * tmux commands with holes: `<work>` is any work pane (see `Ref`), `<1..40>` a number, `<name>` a name, `<-h|-v|>` one of
 * these words or none. The number says how often, compared with the others.
 */
const commands: readonly [weight: number, command: string][] = [
  [3, 'new-session -d -x <40..200> -y <10..50> cat -'],
  [1, 'new-session -d -s <name> cat -'],
  [1, 'new-session -d -t <session>'],
  [4, 'new-window <-d|-a|> -t <session>: cat -'],
  [6, 'split-window <-h|-v|-hb|-vb|-hf|-vf|-hbf|-vbf> <-d|-Z|> -t <work> cat -'],
  [2, 'split-window <-h|-v|-hbf> <-d|> -t <ours> cat -'],
  [3, 'swap-pane <-d|-Z|> -s <work> -t <work>'],
  [2, 'swap-pane <-d|> -s <work> -t <ours>'],
  [1, 'swap-pane <-d|> -s <ours> -t <ours>'],
  [1, 'swap-pane <-U|-D> -t <work>'],
  [2, 'swap-window <-d|> -s <link> -t <link>'],
  [2, 'move-window <-d|> -s <link> -t <free>'],
  [1, 'move-window -r -t <session>'],
  [3, 'link-window <-d|> -s <link> -t <free>'],
  [2, 'unlink-window -t <link>'],
  [3, 'break-pane <-d|> -s <work> -t <session>:'],
  [1, 'break-pane -d -s <work>'],
  [1, 'break-pane -d -s <ours>'],
  [3, 'join-pane <-h|-v|-hb|-hf> <-d|> -s <work> -t <work>'],
  [1, 'join-pane <-h|-v|-hb> -d -s <work> -t <ours>'],
  [1, 'join-pane <-h|-v> -d -s <ours> -t <work>'],
  [2, 'rename-window -t <window> -- <name>'],
  [2, 'rename-session -t <session> -- <name>'],
  [2, 'resize-window -t <window> -x <20..220> -y <5..60>'],
  [1, 'resize-window <-A|-a> -t <window>'],
  [1, 'set-option -wu -t <window> window-size'],
  [3, 'resize-pane <-L|-R|-U|-D> -t <work> <1..40>'],
  [2, 'resize-pane -x <1..150> -t <ours>'],
  [1, 'resize-pane -y <1..40> -t <ours>'],
  [4, 'resize-pane -Z -t <work>'],
  [1, 'resize-pane -Z -t <live>'],
  [3, 'select-layout -t <window> <even-horizontal|even-vertical|main-horizontal|main-vertical|tiled|-o|-E>'],
  [1, '<next-layout|previous-layout> -t <window>'],
  [3, 'select-pane -t <work>'],
  [2, 'select-pane -t <ours>'],
  [2, 'select-pane <-L|-R|-U|-D|-l> -t <window>'],
  [4, 'select-window -t <link>'],
  [3, '<next-window|previous-window|last-window> -t <session>'],
  [4, 'switch-client -c <client> -t <session>'],
  [2, 'switch-client -c <client> <-n|-p|-l>'],
  [1, 'detach-client -t <client>'],
  [1, 'detach-client -s <session>'],
  [1, 'respawn-pane -k -t <work> cat -'],
  [1, 'respawn-pane -k -t <live>'],
  [2, 'rotate-window <-U|-D> <-Z|> -t <window>'],
  [1, 'set-option -g base-index <0..2>'],
  [1, 'set-option -g pane-base-index <0..2>'],
  [1, 'set-option -g renumber-windows <on|off>'],
  [1, 'set-option -g pane-border-status <top|bottom|off>'],
  [1, 'set-option -g status <off|on|2>'],
  // Not `manual`: with it tmux 3.3a itself crashes at the next new-session or new-window.
  [1, 'set-option -g window-size <latest|largest|smallest>'],
  [1, 'set-option -w -t <window> window-size <latest|manual>'],
  [1, 'set-option -g aggressive-resize <on|off>'],
  [1, 'set-option -g detach-on-destroy <on|off>'],
  [1, 'set-option -g synchronize-panes <on|off>'],
];

/**
 * Commands that end work panes; the walk leaves one session. `kill-window -a` is not among them: in a session of a group it
 * kills what it should leave, or the whole server (tmux 3.3a, without us: of six windows in a group none is left).
 */
const killing: readonly [weight: number, command: string][] = [
  [4, 'kill-pane -t <work>'],
  [1, 'kill-pane -a -t <work>'],
  [2, 'kill-window -t <link>'],
  [1, 'kill-session -t <session>'],
];

/** They end panes of ours alone. */
const closing: readonly [weight: number, command: string][] = [[2, 'kill-pane -t <ours>']];

/** What people (and those who want to be found out) call their windows and sessions. */
const names = [
  'two words',
  `it's "quoted"`,
  'a:b.c',
  '日本 🚀',
  '$(touch pwned)',
  '`touch pwned`',
  '-dash',
  '=1',
  '%1',
  '@2',
  '$3',
  '#{pane_id}',
  '##',
  'a|b',
  'end;',
  '{x}',
  '_os_stash2',
  '\\',
  '~',
];

const hole = /^<(.*)>$/;

function word(text: string): fc.Arbitrary<Word> {
  const [, inside] = hole.exec(text.replace(/:$/, '')) ?? [];
  if (inside === undefined) return fc.constant(text);
  const [, low, high] = /^(\d+)\.\.(\d+)$/.exec(inside) ?? [];
  if (low !== undefined) return fc.integer({ min: Number(low), max: Number(high) }).map(String);
  if (inside === 'name') return fc.constantFrom(...names);
  if (inside.includes('|')) return fc.constantFrom(...inside.split('|'));
  return fc.nat(11).map((nth): Ref => ({ kind: kindOf(inside), nth, ...(text.endsWith(':') ? { suffix: ':' } : {}) }));
}

function kindOf(text: string): Ref['kind'] {
  const kinds = ['work', 'ours', 'live', 'window', 'session', 'client', 'link', 'free'] as const;
  const kind = kinds.find((one) => one === text);
  if (kind === undefined) throw new Error(`no such hole: <${text}>`);
  return kind;
}

function tmux([weight, command]: readonly [number, string], kills: boolean) {
  const words = fc.tuple(...command.split(' ').map(word)).map((all) => all.filter((one) => one !== ''));
  return { weight, arbitrary: words.map((all): Move => ({ type: 'tmux', words: all, kills })) };
}

const client = fc.nat(3).map((nth): Ref => ({ kind: 'client', nth }));
const size = fc.tuple(fc.integer({ min: 20, max: 220 }), fc.integer({ min: 5, max: 60 }));

/** Any step, by its weight. */
export const move: fc.Arbitrary<Move> = fc.oneof(
  ...commands.map((one) => tmux(one, false)),
  ...closing.map((one) => tmux(one, false)),
  ...killing.map((one) => tmux(one, true)),
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('attach' as const),
      session: fc.nat(5).map((nth): Ref => ({ kind: 'session', nth })),
      size,
      control: fc.nat(5).map((n) => n === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('hang-up' as const), client }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('resize' as const),
      client,
      sizes: fc.oneof(
        { weight: 4, arbitrary: fc.array(size, { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(size, { minLength: 20, maxLength: 20 }) },
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('toggle' as const), client }) },
  { weight: 1, arbitrary: fc.constant<Move>({ type: 'kill-process', what: 'sidebar' }) },
  { weight: 1, arbitrary: fc.constant<Move>({ type: 'kill-process', what: 'daemon' }) },
);
