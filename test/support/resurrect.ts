import { readFileSync, writeFileSync } from 'node:fs';
import type { World } from './world.ts';

/**
 * What tmux-resurrect 4.0 asks of tmux when it saves and restores, command by command, and the file between: fields behind
 * tabs, for panes `pane session window window_active :flags index title :path active command :full_command`, for windows
 * `window session index :name active :flags layout automatic-rename`.
 */
export async function save(world: World, file: string): Promise<void> {
  const records = async (list: string, fields: readonly string[]) =>
    (await world.tmux(list, '-a', '-F', fields.join('\u001f')))
      .split('\n')
      // Newer versions of tmux print control characters escaped.
      .map((line) => line.replaceAll(/\u001f|\\037/g, '\t'));
  const lines = [
    ...(await records('list-panes', paneFields)),
    ...(await records('list-windows', windowFields)),
    `state\t${await world.tmux('display-message', '-p', '#{client_session}')}\t`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
}

const paneFields = [
  'pane',
  '#{session_name}',
  '#{window_index}',
  '#{window_active}',
  ':#{window_flags}',
  '#{pane_index}',
  '#{pane_title}',
  ':#{pane_current_path}',
  '#{pane_active}',
  '#{pane_current_command}',
  ':',
];
const windowFields = [
  'window',
  '#{session_name}',
  '#{window_index}',
  ':#{window_name}',
  '#{window_active}',
  ':#{window_flags}',
  '#{window_layout}',
  ':',
];

/** Restores what `save` wrote, with the hooks that tmux-resurrect calls before and after. */
export async function restore(world: World, file: string): Promise<void> {
  const records = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'));
  await callHook(world, 'pre-restore-all', file);
  for (const [kind, session = '', window = '', , , index = '', title = ''] of records) {
    if (kind === 'pane') await restorePane(world, { session, window, index, title });
  }
  for (const [kind, session, window, , , , layout = ''] of records) {
    if (kind === 'window') await lenient(world, 'select-layout', '-t', `${session}:${window}`, layout);
  }
  for (const [kind, session, window, , , index, , , active] of records) {
    if (kind === 'pane' && active === '1') await lenient(world, 'select-pane', '-t', `${session}:${window}.${index}`);
  }
  await callHook(world, 'post-restore-all', file);
}

interface SavedPane {
  session: string;
  window: string;
  index: string;
  title: string;
}

/** One that is there already is left as it is: a pane is known by its index. */
async function restorePane(world: World, { session, window, index, title }: SavedPane): Promise<void> {
  const target = `${session}:${window}`;
  const there = await lenient(world, 'list-panes', '-t', target, '-F', '#{pane_index}');
  if (there?.split('\n').includes(index)) return;
  if (there !== null) {
    await lenient(world, 'split-window', '-t', target, '-c', world.home);
    await lenient(world, 'resize-pane', '-t', target, '-U', '999');
  } else if ((await lenient(world, 'has-session', '-t', `=${session}`)) !== null) {
    await world.tmux('new-window', '-d', '-t', target, '-c', world.home);
  } else {
    // The daemon may have made its stash since.
    await lenient(world, 'new-session', '-d', '-s', session, '-x', `${world.cols}`, '-y', `${world.rows}`);
    if (window !== '0') await world.tmux('move-window', '-s', `${session}:0`, '-t', target);
  }
  await lenient(world, 'select-pane', '-t', `${target}.${index}`, '-T', title);
}

/** tmux-resurrect gives what the option says to bash's eval, in a script in which `last_resurrect_file` is a function. */
async function callHook(world: World, kind: string, file: string): Promise<void> {
  const hook = (await lenient(world, 'show-options', '-gqv', `@resurrect-hook-${kind}`)) ?? '';
  const pid = await world.tmux('display-message', '-p', '#{pid}');
  const script = 'last_resurrect_file() { printf "%s\\n" "$file"; }; file=$2; eval "$1"';
  const { code, stderr } = await world.run('bash', ['-c', script, 'restore.sh', hook, file], {
    TMUX: `${world.socket},${pid},0`,
  });
  if (code !== 0 || stderr !== '') throw new Error(`the hook ${kind}: exit code ${code}: ${stderr}`);
}

/** Null where tmux refuses: tmux-resurrect goes on then, too. */
async function lenient(world: World, ...args: string[]): Promise<string | null> {
  try {
    return await world.tmux(...args);
  } catch {
    return null;
  }
}
