import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventFile } from '../../../src/agents/event-log.ts';
import { until } from '../until.ts';
import type { Created, World } from '../world.ts';
import { type CodexHome, codexHome, isRollout } from './codex-home.ts';
import type { Shown } from './compare.ts';
import { ThreadFeed } from './feed.ts';
import { type OpenCodeDatabase, openCodeDatabase } from './opencode-database.ts';
import { encoded, isoTime, type Json, type Recording, type Step } from './recording.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const recordedHome = '/home/dev';
const dayMillis = 24 * 60 * 60 * 1000;

export interface ReplayOptions {
  /** So many times faster than it was; default 1. Lags of the product weigh more then. */
  speed?: number;
  /** Whether our integration in the agent tells its events; default no. */
  integrated?: boolean;
  /** How long is watched after the last step, in real milliseconds; default 1500. */
  afterMillis?: number;
}

/**
 * Plays recordings in a world, all at once and each in a session of its own: a stand-in process in a pane of tmux, the
 * agent's files in the world's home with times of today, titles and screens in the pane. Nobody looks at the panes.
 *
 * @returns for each what the daemon told of threads, on the clock of the recording
 */
export async function replay(
  world: World,
  recordings: readonly Recording[],
  options: ReplayOptions = {},
): Promise<Shown[][]> {
  const stages = await Promise.all(
    recordings.map(async (recording) => {
      const name = `${basename(recording.folder)}-${recording.scenario}`.replaceAll('.', '-');
      const dir = join(world.home, name, 'api');
      // A repository of its own, whatever lies above the world.
      mkdirSync(join(dir, '.git'), { recursive: true });
      const created = await world.newSession(name, { dir, command: ['/bin/sh', '-i'] });
      const tty = await world.tmux('display-message', '-p', '-t', created.pane, '#{pane_tty}');
      return { ...created, recording, tty, home: join(world.home, name) };
    }),
  );
  await world.loadPlugin();
  const daemon = await world.daemon();
  await until(async () => (await daemon.state()).sessions.length === stages.length, 'the sessions in the state');
  const feed = await ThreadFeed.open(daemon.socket);
  await using codex = recordings.some(({ agent }) => agent === 'codex') ? await codexHome(world) : null;
  using database = openCodeDatabase(world);
  const began = performance.now();
  await Promise.all(stages.map((stage) => playAll(world, { ...stage, codex, database }, began, options)));
  feed.close();
  const { speed = 1 } = options;
  return stages.map(({ pane }) => {
    const ids = new Set(feed.changes.filter(({ thread }) => thread?.pane === pane).map(({ id }) => id));
    return feed.changes
      .filter(({ id }) => ids.has(id))
      .map(({ at, id, thread }) => ({ t: (at - began) * speed, id, thread }));
  });
}

interface Place extends Created {
  recording: Recording;
  tty: string;
  /** What stands for the recorded home directory, but for what is hidden in it. */
  home: string;
}

interface Stage extends Place {
  codex: CodexHome | null;
  database: OpenCodeDatabase;
}

async function playAll(
  world: World,
  { recording, session, window, pane, tty, home, codex, database }: Stage,
  began: number,
  { speed = 1, integrated = false, afterMillis = 1500 }: ReplayOptions,
): Promise<void> {
  const epoch = Date.now() - (performance.now() - began);
  const salt = createHash('sha256').update(world.root).digest('hex');
  const isEmbedded = recording.steps.some((step) => step.type === 'open' && !step.served);
  let agent: StandIn | null = null;
  for (const step of recording.steps) {
    await pause(Math.max(0, began + step.t / speed - performance.now()));
    await play(step);
  }
  await pause(afterMillis);

  async function play(step: Step): Promise<void> {
    switch (step.type) {
      case 'start':
        agent = await startStandIn(world, pane, recording.agent, step.args.map(translated));
        return;
      case 'end':
        agent?.end(step.signal);
        agent = null;
        return;
      case 'append':
        return write(step.path, (path) => {
          appendFileSync(path, translated(step.text));
          if (isRollout(path) && isEmbedded) agent?.hold(path);
        });
      case 'touch':
        return write(step.path, (path) => utimesSync(path, new Date(), new Date()));
      case 'file':
        return write(step.path, (path) =>
          step.text === null ? rmSync(path, { force: true }) : writeFileSync(path, translated(step.text)),
        );
      case 'registry':
        return register(step.json);
      case 'event':
        return integrated ? tell(step.payload) : undefined;
      case 'title':
        return appendFileSync(tty, `\u001b]2;${step.title}\u0007`);
      case 'screen':
        return appendFileSync(tty, `\u001b[H\u001b[2J${step.lines.join('\r\n')}`);
      case 'open':
        if (agent !== null) opened(step, agent);
        return;
      case 'close':
        return codex?.close({ ...step, id: translated(step.id), path: placed(step.path) }, agent);
      case 'served':
        return codex?.tell(JSON.parse(translated(JSON.stringify(step.message))));
      case 'row':
        return database.write({
          ...step,
          id: translated(step.id),
          values: JSON.parse(translated(JSON.stringify(step.values))),
        });
    }
  }

  function opened(step: Extract<Step, { type: 'open' }>, terminal: StandIn): void {
    const parent = step.parent === null ? null : translated(step.parent);
    const own = { id: translated(step.id), parent, path: placed(step.path), cwd: translated(step.cwd) };
    codex?.open({ ...step, ...own }, terminal);
  }

  function write(path: string, change: (path: string) => void): void {
    const real = placed(path);
    mkdirSync(dirname(real), { recursive: true });
    change(real);
  }

  function placed(path: string): string {
    return translated(path).replace(/^~/, world.home);
  }

  /** Claude Code rewrites its file in place. */
  function register(json: Json | null): void {
    if (agent === null) return;
    const path = join(world.home, '.claude', 'sessions', `${agent.pid}.json`);
    mkdirSync(dirname(path), { recursive: true });
    if (json === null) {
      rmSync(path, { force: true });
      return;
    }
    const place = 'tmux' in json ? { tmux: `${session}:${window}.${pane}` } : {};
    const own = { ...JSON.parse(translated(JSON.stringify(json))), pid: agent.pid, procStart: agent.start, ...place };
    writeFileSync(path, JSON.stringify(own));
  }

  function tell(payload: Json | null): void {
    if (agent === null) return;
    const file = eventFile(world.paths.stateDir, recording.agent, agent.pid);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (payload === null) {
      rmSync(file, { force: true });
      return;
    }
    const event = JSON.parse(translated(JSON.stringify(payload)));
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), pid: agent.pid, pane, event })}\n`, { mode: 0o600 });
  }

  /** Paths and threads of this world, times of now. */
  function translated(text: string): string {
    return renamed(text, salt)
      .replaceAll(`${recordedHome}/.`, `${world.home}/.`)
      .replaceAll(recordedHome, home)
      .replaceAll(encoded(recordedHome), encoded(home))
      .replace(isoTime, (iso) => new Date(shifted(Date.parse(iso))).toISOString())
      .replace(/\b[1-9]\d{12}\b/g, (digits) => `${Math.round(shifted(Number(digits)))}`);
  }

  function shifted(at: number): number {
    const since = at - recording.epoch;
    return Math.abs(since) > dayMillis ? at : epoch + (since > 0 ? since / speed : since);
  }
}

/**
 * The same recording may be played in two worlds at once, and each daemon sees the whole machine: the ends of UUIDs and of
 * OpenCode's ids are those of this world.
 */
function renamed(text: string, salt: string): string {
  const mask = BigInt(`0x${salt.slice(0, 12)}`);
  const other = (end: string) => (BigInt(`0x${end}`) ^ mask).toString(16).padStart(12, '0');
  return text
    .replace(/\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)([0-9a-f]{12})\b/g, (_, head, end) => `${head}${other(end)}`)
    .replace(/\b((?:ses|msg|prt|evt)_[0-9a-f]{12}[0-9A-Za-z]{8})[0-9A-Za-z]{6}\b/g, `$1${salt.slice(0, 6)}`);
}
