import { execa } from 'execa';
import { hooks } from '../tmux/hooks.ts';
import { hookIndex } from '../tmux/names.ts';
import { versionAtLeast } from '../tmux/version.ts';
import type { Check, Scene } from './check.ts';
import { checkIndexKeys, indexKeysQuestion } from './index-keys.ts';
import { checkSidebars, sidebarsQuestion } from './sidebars.ts';

const versionFloor = '3.2';
const answerMillisMax = 5000;
const keyTable = 'opensessions';

/** The program, and in the server that we are in: our hooks and keys. */
export async function checkTmux({ tmux, server }: Scene): Promise<Check[]> {
  const { stdout = '', failed } = await execa(tmux, ['-V'], { reject: false, timeout: answerMillisMax });
  if (failed) {
    const advice = `install tmux ${versionFloor} or newer, or set OPENSESSIONS_TMUX to its path`;
    return [{ name: 'tmux', state: 'fail', says: `${tmux} cannot be run`, advice }];
  }
  const program: Check = versionAtLeast(stdout, versionFloor)
    ? { name: 'tmux', state: 'ok', says: stdout }
    : { name: 'tmux', state: 'fail', says: stdout, advice: `install tmux ${versionFloor} or newer` };
  if (server === undefined) {
    const says = 'not inside tmux: hooks and keys were not looked at';
    return [program, { name: 'hooks', state: 'warn', says, advice: 'run this in a pane of tmux' }];
  }
  const panes = await answer(tmux, server, sidebarsQuestion);
  const indexKeys = (await answer(tmux, server, indexKeysQuestion)) ?? '';
  return [
    program,
    await checkHooks(tmux, server),
    await checkKeys(tmux, server),
    ...checkIndexKeys(indexKeys),
    panes === null ? unreachable('sidebar', server) : checkSidebars(panes),
  ];
}

async function checkHooks(tmux: string, server: string): Promise<Check> {
  // A server may be older than the program: what it has is what counts.
  const version = await answer(tmux, server, ['display-message', '-p', '#{version}']);
  if (version === null) return unreachable('hooks', server);
  const listed = [
    (await answer(tmux, server, ['show-hooks', '-g'])) ?? '',
    (await answer(tmux, server, ['show-hooks', '-gw'])) ?? '',
  ].join('\n');
  const installed = new Set(
    [...listed.matchAll(/^(\S+)\[(\d+)\]/gm)].filter(([, , at]) => Number(at) === hookIndex).map(([, name]) => name),
  );
  const wanted = hooks({ live: null, width: 0, position: 'left', windowResized: versionAtLeast(version, '3.3') });
  const missing = [...wanted.keys()].filter((name) => !installed.has(name));
  if (missing.length === 0) return { name: 'hooks', state: 'ok', says: `all ${wanted.size} at index ${hookIndex}` };
  const says =
    missing.length === wanted.size
      ? 'none of ours in this tmux server'
      : `missing at index ${hookIndex}: ${missing.join(', ')}`;
  return { name: 'hooks', state: 'warn', says, advice: 'opensessions announce puts them in' };
}

async function checkKeys(tmux: string, server: string): Promise<Check> {
  const keys = await answer(tmux, server, ['list-keys', '-T', keyTable]);
  if (keys?.trim()) {
    const all = await answer(tmux, server, ['list-keys']);
    const says = `${keys.trim().split('\n').length} in the key table`;
    if (all?.includes(`switch-client -T ${keyTable}`)) return { name: 'keys', state: 'ok', says };
    const advice = 'load opensessions.tmux below what binds that key, or set @opensessions-prefix-key to another one';
    return { name: 'keys', state: 'warn', says: `${says}, and no key leads there`, advice };
  }
  const advice = 'load opensessions.tmux in tmux.conf, or run: opensessions start';
  return { name: 'keys', state: 'warn', says: 'the plugin is not loaded in this tmux server', advice };
}

function unreachable(name: string, server: string): Check {
  return { name, state: 'fail', says: `no tmux server at ${server}`, advice: 'is $TMUX of a server that has ended?' };
}

/** Null when tmux refuses: a table without keys is an error to it, too. */
async function answer(tmux: string, server: string, args: readonly string[]): Promise<string | null> {
  const options = { reject: false, timeout: answerMillisMax } as const;
  const { stdout, failed } = await execa(tmux, ['-N', '-u', '-S', server, ...args], options);
  return failed ? null : stdout;
}
