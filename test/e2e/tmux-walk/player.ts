import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sidebarPids } from '../../support/sidebar.ts';
import type { Terminal } from '../../support/terminal.ts';
import { until } from '../../support/until.ts';
import { projectRoot, TmuxError, World } from '../../support/world.ts';
import { faults, ofProcesses, type Processes } from './faults.ts';
import { listingWords, livePanes, look, ourPanes, parse, windowOf } from './listing.ts';
import { type Move, type Ref, resolve } from './move.ts';
import { can, closesSidebar, detachedBy } from './rules.ts';
import { escaped, scriptOf } from './script.ts';

const settleMillisMax = 10_000;
const mainScript = join(projectRoot, 'dist', 'main.js');

/** A user's machine in which a walk is played. */
export interface Player extends AsyncDisposable {
  readonly world: World;
  /** The steps so far, for the script. */
  readonly lines: readonly string[];
  /** Makes a step, unless it cannot be made now. */
  make(move: Move): Promise<void>;
  /** Resolves when the daemon has nothing more to do and all is as it should be. @throws UntilError with what is not */
  settle(): Promise<void>;
  /** Lines of the daemon's log. */
  log(): string[];
}

/** Two sessions, three windows, a terminal, the sidebar open. */
export async function start(): Promise<Player> {
  const world = await World.create({ cols: 100, rows: 30 });
  try {
    return await play(world);
  } catch (error) {
    await world[Symbol.asyncDispose]();
    throw error;
  }
}

async function play(world: World): Promise<Player> {
  const command = ['cat', '-'];
  await world.newSession('a', { command });
  await world.newWindow('a', 'second', { command });
  await world.newSession('b', { command });
  const first = await world.attach({ session: 'a' });
  await world.loadPlugin();
  await world.daemon();
  await until(async () => {
    const { stash, strangersInStash } = await look(world);
    return stash !== '' && strangersInStash.length === 0;
  }, 'the stash');
  const tmux = world.env['OPENSESSIONS_TMUX'] ?? 'tmux';
  const terminals: Terminal[] = [first];
  const controls: Terminal[] = [];
  const lines: string[] = [];
  let [shown, crashes, kills] = [true, 0, false];
  let before = await look(world);
  let at = before;
  let now = before;

  const idOf = (ref: Ref) => resolve(now, ref)?.id ?? '';

  async function run(...argv: string[]): Promise<void> {
    try {
      at = parse(await world.tmux(...argv, ';', ...listingWords));
    } catch (error) {
      if (!(error instanceof TmuxError)) throw error;
      // tmux refuses a lot: no space for a pane, no next window. What stands behind it was not run then.
      at = await look(world);
    }
  }

  async function terminalOf(client: Ref): Promise<Terminal | undefined> {
    const name = idOf(client);
    const clients = await world.tmux('list-clients', '-F', '#{client_pid} #{client_name}');
    const pid = Number(
      clients
        .split('\n')
        .find((line) => line.endsWith(` ${name}`))
        ?.split(' ')[0],
    );
    return terminals.find((terminal) => terminal.pid === pid);
  }

  /** Clients take a moment to leave. */
  async function left(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await until(async () => {
      at = await look(world);
      return !at.clients.some(({ name }) => names.includes(name));
    }, `the end of ${names.join()}`);
  }

  async function attach({ session, size: [cols, rows], control }: Extract<Move, { type: 'attach' }>): Promise<void> {
    const flags = control ? ['-C'] : [];
    const count = async () => (await world.tmux('list-clients', '-F', '#{client_pid}')).split('\n').length;
    const already = await count();
    const args = ['-S', world.socket, ...flags, 'attach-session', '-t', idOf(session)];
    const terminal = world.terminal(tmux, args, { cols, rows });
    (control ? controls : terminals).push(terminal);
    await until(async () => (await count()) > already, 'another client');
    at = await look(world);
  }

  async function killProcess(what: 'sidebar' | 'daemon'): Promise<void> {
    at = now;
    if (what === 'sidebar') {
      crashes += 1;
      const [pane = ''] = livePanes(now);
      const pid = windowOf(now, pane)?.panes.find(({ id }) => id === pane)?.pid ?? 0;
      world.signal(pid, 'SIGKILL');
      await until(() => !world.processes().some((info) => info.pid === pid), 'the end of the sidebar');
      return;
    }
    const { pid } = await world.daemon();
    const restarts = sidebarPids(world).length > 0;
    world.signal(pid, 'SIGKILL');
    await until(() => !world.processes().some((info) => info.pid === pid), 'the end of the daemon');
    if (!restarts) await world.run(process.execPath, [mainScript, 'announce'], { TMUX: `${world.socket},0,0` });
    await until(async () => (await world.daemon()).pid !== pid, 'another daemon');
    // What it can know.
    shown = ourPanes(at).length > 0;
  }

  async function step(move: Move): Promise<void> {
    switch (move.type) {
      case 'tmux': {
        if (closesSidebar(now, move)) shown = false;
        await run(...move.words.map((word) => (typeof word === 'string' ? escaped(word) : idOf(word))));
        return left(detachedBy(now, move));
      }
      case 'attach':
        return attach(move);
      case 'hang-up': {
        const name = idOf(move.client);
        await (await terminalOf(move.client))?.kill();
        return left([name]);
      }
      case 'resize': {
        const terminal = await terminalOf(move.client);
        for (const size of move.sizes) terminal?.resize(...size);
        at = await look(world);
        return;
      }
      case 'toggle': {
        shown = !shown;
        const request = `#{OPENSESSIONS_REQUEST}toggle ${idOf(move.client)}|`;
        return run('set-environment', '-gFh', 'OPENSESSIONS_REQUEST', request, ';', 'wait-for', '-S', 'opensessions');
      }
      case 'kill-process':
        return killProcess(move.what);
      default:
        return move satisfies never;
    }
  }

  function processes(): Processes {
    const all = world.processes();
    const runs = (word: string) =>
      all.filter(({ args }) => args.some((arg) => arg.endsWith('main.js')) && args.includes(word)).length;
    const foreign = controls.map(({ pid }) => pid);
    const controlLines = all.filter(({ pid, args }) => args.includes('-C') && !foreign.includes(pid)).length;
    return { daemons: runs('daemon'), sidebars: runs('sidebar'), controlLines };
  }

  async function settle(): Promise<void> {
    let last = '';
    const inOrder = async () => {
      // The daemon has looked, and done what was to do, before it says that there is no such session.
      await world.curl('/log', { session: 'nobody', message: 'x' });
      now = await look(world);
      const seen = JSON.stringify([...now.windows]);
      const isStill = seen === last;
      last = seen;
      const found = [...faults({ before, at, now, shown, kills }), ...(isStill ? ofProcesses(now, processes()) : [])];
      if (found.length > 0) throw new Error(found.join('\n'));
      return isStill;
    };
    await until(inOrder, 'tmux to be in order', { timeoutMs: settleMillisMax });
  }

  await step({ type: 'toggle', client: { kind: 'client', nth: 0 } });
  shown = true;
  await settle();
  return {
    world,
    lines,
    async make(move) {
      before = now = await look(world);
      kills = move.type === 'tmux' && move.kills;
      if (!can(now, move, crashes)) return;
      lines.push(...scriptOf(now, move));
      await step(move);
    },
    async settle() {
      lines.push('settle');
      await settle();
    },
    log: () => readFileSync(world.paths.log, 'utf8').split('\n'),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
