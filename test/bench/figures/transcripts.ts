import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Snapshot } from '../../../src/protocol/state.ts';
import { ask } from '../../support/http.ts';
import { until } from '../../support/until.ts';
import { projectRoot, type World } from '../../support/world.ts';
import { type BareStart, bareStart, besideBareNode } from '../bare-node.ts';
import { cpuPercent, peakBytes } from '../cpu.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { long, slow, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting } from '../setting.ts';
import { append, interrupted, register, type StandInClaude, startClaude } from '../stand-ins.ts';

const mebibyte = 1024 * 1024;
const filesCount = 2000;
const projectsCount = 40;
/** One of twenty is long: 500 MiB in all. */
const longBytes = 2.6 * mebibyte;
const shortBytes = 0.126 * mebibyte;
const agentsCount = 5;
const secondsOfRest = 10;
const secondsToSettle = 12;
const pollMs = 2;
const startMsMax = 20_000;

/**
 * A daemon that starts beside 2,000 transcripts of Claude Code, 500 MiB in all, five of which live: until it answers
 * `GET /state`, until that shows them, the memory that it took, and what it takes of a core afterwards. Floor: a bare Node.
 */
export const transcripts: Figure = {
  name: 'transcripts',
  async measure({ n, floorsOnly, say }) {
    if (floorsOnly)
      return untilSteady<Sample>(slow(n), async () => ({ ours: null, bare: await bareStart() }), startRows);
    return scoped(buildSetting(3), (setting) => measure(setting, n, say));
  },
};

interface Start {
  firstMs: number;
  allMs: number;
  peakBytes: number;
}

interface Sample {
  ours: Start | null;
  bare: BareStart;
}

async function measure(setting: Setting, n: number, say: (what: string) => void): Promise<Row[]> {
  const { world } = setting;
  await world.loadPlugin();
  const agents: StandInClaude[] = [];
  for (let index = 1; index <= agentsCount; index += 1) agents.push(await startClaude(world, `agent${index}`));
  writeTranscripts(world, agents);
  for (const agent of agents) register(agent, world.home, 'idle');
  await shown(world, () => undefined);
  say('starts');
  const starts = await untilSteady<Sample>(
    slow(n),
    async () => {
      await end(world);
      return { ours: await start(world), bare: await bareStart() };
    },
    startRows,
  );
  say('at rest');
  await openSidebar({ ...setting, windows: setting.windows + agentsCount });
  await pause(secondsToSettle * 1000);
  const { pid } = await world.daemon();
  const atRest = await besideBareNode(1000, (bare) =>
    untilSteady(
      long(n),
      () => Promise.all([cpuPercent(pid, secondsOfRest), cpuPercent(bare, secondsOfRest)]),
      (samples) => {
        const of = (index: 0 | 1) => samples.map((one) => one[index]);
        const floor = row('transcripts', 'bare Node that wakes up every second', '% of a core', of(1), true);
        return [compared(row('transcripts', 'daemon at rest', '% of a core', of(0)), floor), floor];
      },
    ),
  );
  const peak = row('transcripts', 'peak memory of the daemon, after its rest', 'MiB', [peakBytes(pid) / mebibyte]);
  const bare = starts.find(({ floor, unit }) => floor && unit === 'MiB');
  return [...starts, bare === undefined ? peak : compared(peak, bare), ...atRest];
}

function startRows(samples: readonly Sample[]): Row[] {
  const bare = samples.map((one) => one.bare);
  const ours = samples.flatMap((one) => one.ours ?? []);
  const one = (what: string, unit: 'ms' | 'MiB', values: readonly number[], floor = false) =>
    row('transcripts', what, unit, unit === 'MiB' ? values.map((bytes) => bytes / mebibyte) : values, floor);
  const first = one(
    'bare Node, start to first output',
    'ms',
    bare.map(({ firstMs }) => firstMs),
    true,
  );
  const peak = one(
    'peak memory of a bare Node',
    'MiB',
    bare.map((taken) => taken.peakBytes),
    true,
  );
  if (ours.length === 0) return [first, peak];
  return [
    compared(
      one(
        'daemon start to first answer of /state',
        'ms',
        ours.map(({ firstMs }) => firstMs),
      ),
      first,
    ),
    compared(
      one(
        `daemon start to ${agentsCount} live threads`,
        'ms',
        ours.map(({ allMs }) => allMs),
      ),
      first,
    ),
    compared(
      one(
        'peak memory of the daemon',
        'MiB',
        ours.map((taken) => taken.peakBytes),
      ),
      peak,
    ),
    ...[first, peak],
  ];
}

/** Lines of a recording, over and over. */
function writeTranscripts(world: World, live: readonly StandInClaude[]): void {
  const recorded = readFileSync(join(projectRoot, 'test/fixtures/agents/claude/ask.jsonl'));
  const long = Buffer.concat(Array.from({ length: Math.ceil(longBytes / recorded.length) }, () => recorded));
  const short = long.subarray(0, Math.ceil(shortBytes / recorded.length) * recorded.length);
  const dirs = Array.from({ length: projectsCount }, (_, index) =>
    join(world.home, '.claude', 'projects', `-home-dev-project-${index}`),
  );
  for (const dir of dirs) mkdirSync(dir, { recursive: true });
  for (let index = live.length; index < filesCount; index += 1) {
    const file = join(dirs[index % projectsCount] ?? '', `old-${index}.jsonl`);
    writeFileSync(file, index % 20 === 0 ? long : short);
  }
  for (const { transcript } of live) {
    writeFileSync(transcript, long);
    append(transcript, interrupted());
  }
}

async function end(world: World): Promise<void> {
  const { pid } = await world.daemon();
  world.signal(pid, 'SIGKILL');
  await until(() => !world.processes().some((info) => info.pid === pid), 'the end of the daemon');
}

/** As the product starts it, but as a child, so that the clock begins with the process. */
async function start(world: World): Promise<Start> {
  const atMs = performance.now();
  const argv = ['--max-semi-space-size=4', join(projectRoot, 'dist', 'main.js'), 'daemon', '--background'];
  const child = spawn(process.execPath, argv, { cwd: '/', env: world.env, stdio: 'ignore', detached: true });
  child.unref();
  let firstMs = 0;
  await shown(world, () => {
    firstMs ||= performance.now() - atMs;
  });
  return { firstMs, allMs: performance.now() - atMs, peakBytes: peakBytes(child.pid ?? 0) };
}

/** Waits until all live threads are in the state. @param onAnswer is called for each answer */
async function shown(world: World, onAnswer: () => void): Promise<void> {
  const untilMs = performance.now() + startMsMax;
  while (performance.now() < untilMs) {
    const snapshot = await stateOf(world);
    if (snapshot !== null) {
      onAnswer();
      const threads = snapshot.sessions.flatMap((session) => session.threads);
      if (threads.filter(({ state }) => state === 'interrupted').length === agentsCount) return;
    }
    await pause(pollMs);
  }
  throw new Error(`the daemon did not show ${agentsCount} threads within ${startMsMax} ms`);
}

async function stateOf(world: World): Promise<Snapshot | null> {
  try {
    const answer = await ask({ socketPath: world.paths.socket }, '/state');
    return answer.status === 200 ? Snapshot.parse(answer.json()) : null;
  } catch (error) {
    // It does not listen yet, or ended before it read the question.
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(`${error.code}`))
      return null;
    throw error;
  }
}
