import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Watcher } from '../../../../src/agents/adapter.ts';
import { watchClaude } from '../../../../src/agents/claude/watch.ts';
import type { AgentProcess, Evidence } from '../../../../src/core/evidence.ts';
import { until } from '../../../support/until.ts';
import { timeline } from './recording.ts';

const hook = fileURLToPath(new URL('../../../../scripts/integrations/claude-hook.sh', import.meta.url));

let home: string;
let stateDir: string;
let children: ChildProcess[];
let watcher: Watcher | undefined;
let observed: Evidence[];
let withdrawn: string[];
let failed: string[];
let claimed: number[];
let claimedAt: Map<number, number>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'os-claude-'));
  stateDir = join(home, 'state', 'opensessions');
  mkdirSync(stateDir, { recursive: true });
  [children, observed, withdrawn, failed, claimed, watcher] = [[], [], [], [], [], undefined];
  claimedAt = new Map();
});
afterEach(async () => {
  await watcher?.close();
  for (const child of children) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

function watch(env: Record<string, string> = { HOME: home }): Watcher {
  watcher = watchClaude({
    env,
    stateDir,
    observe: (evidence) => observed.push(...evidence),
    withdraw: (source, subject) => withdrawn.push(`${source} ${subject}`),
    failed: (source, subject) => failed.push(`${source} ${subject}`),
    claim: (claims) => {
      for (const { pid, at } of claims) claimedAt.set(pid, at);
      claimed.push(...claims.map(({ pid }) => pid));
    },
    log: (message) => failed.push(message),
  });
  return watcher;
}

/** A real process that stands in for Claude Code. */
async function standIn(): Promise<AgentProcess> {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  children.push(child);
  const pid = await until(() => child.pid, 'a process');
  return describe(pid);
}

function describe(pid: number): AgentProcess {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return {
    agent: 'claude',
    pid,
    start,
    startedAt: Date.now() - 1000,
    cwd: '/home/dev/api',
    argv: ['claude'],
    env: { HOME: home },
    place: null,
  };
}

function register(process: AgentProcess, entry: object, config = join(home, '.claude')): void {
  const path = join(config, 'sessions', `${process.pid}.json`);
  mkdirSync(dirname(path), { recursive: true });
  const { pid, start: procStart } = process;
  const text = { pid, procStart, cwd: '/home/dev/api', version: '2.1.197', startedAt: Date.now(), ...entry };
  writeFileSync(path, JSON.stringify(text));
}

function transcript(thread: string, project = '-home-dev-api'): string {
  const path = join(home, '.claude', 'projects', project, `${thread}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

const newest = (source: string, thread: string) =>
  observed.findLast((one) => one.source === source && one.thread === thread);
const says = (source: string, thread: string, claim: string | null, detail?: string) =>
  until(() => {
    const one = newest(source, thread);
    return one?.claim === claim && one.facts.detail === detail;
  }, `${source} of ${thread} to say ${claim} ${detail}`);

test.skipIf(process.platform !== 'linux')('a session from its start over a question to its end', async () => {
  const agent = await standIn();
  watch().processes([agent]);
  register(agent, { sessionId: 'one', status: 'idle', statusUpdatedAt: 1 });
  await says('registry', 'one', 'idle');
  register(agent, { sessionId: 'one', status: 'waiting', waitingFor: 'permission prompt', statusUpdatedAt: 2 });
  await says('registry', 'one', 'waiting');
  const path = transcript('one');
  const steps = timeline('claude/ask');
  const isAsked = (line: string) => line.includes('"tool_use"') && line.includes('rm -rf');
  const asked = steps.findIndex(({ lines }) => lines.some(isAsked)) + 1;
  const write = (from: number, to?: number) =>
    appendFileSync(
      path,
      steps
        .slice(from, to)
        .flatMap(({ lines }) => lines.map((line) => `${line}\n`))
        .join(''),
    );
  write(0, asked);
  await says('transcript', 'one', 'running', 'Bash rm -rf ./nothing-here');
  write(asked);
  await says('transcript', 'one', 'done');
  expect(newest('registry', 'one')).toMatchObject({
    subject: `pid:${agent.pid}`,
    at: 2,
    process: { pid: agent.pid, start: agent.start },
  });
  rmSync(join(home, '.claude', 'sessions', `${agent.pid}.json`));
  await until(() => withdrawn.includes(`registry pid:${agent.pid}`), 'its end');
  expect(failed).toEqual([]);
  expect(claimed).toEqual([]);
  const versions = observed.filter(({ source }) => source === 'registry').map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test.skipIf(process.platform !== 'linux')(
  '/clear: the same subject goes over to another thread, whose transcript comes later',
  async () => {
    const agent = await standIn();
    register(agent, { sessionId: 'one', status: 'idle', statusUpdatedAt: 1 });
    writeFileSync(transcript('one'), '');
    watch().processes([agent]);
    await says('registry', 'one', 'idle');
    register(agent, { sessionId: 'two', status: 'busy', statusUpdatedAt: 1 });
    await says('registry', 'two', 'running');
    // In another folder than the one that its directory has: it was resumed.
    writeFileSync(
      transcript('two', '-elsewhere'),
      timeline('claude/tool')
        .flatMap(({ lines }) => lines)
        .join('\n')
        .concat('\n'),
    );
    register(agent, { sessionId: 'two', status: 'idle', statusUpdatedAt: 2 });
    await says('transcript', 'two', 'done');
  },
);

test.skipIf(process.platform !== 'linux')(
  'an entry left behind says nothing of a new process with its number; an unknown pid is claimed',
  async () => {
    const [agent, unknown] = [await standIn(), await standIn()];
    register({ ...agent, start: '1' }, { sessionId: 'stale', status: 'busy' });
    register(unknown, { sessionId: 'other', status: 'busy', statusUpdatedAt: 1_795_000_000_000 });
    writeFileSync(join(home, '.claude', 'sessions', `${agent.pid}.abc.key`), 'secret');
    watch().processes([agent]);
    await until(() => claimed.includes(unknown.pid), 'the claim');
    expect(claimedAt.get(unknown.pid)).toBe(1_795_000_000_000);
    expect(observed).toEqual([]);
    watcher?.processes([agent, unknown]);
    await says('registry', 'other', 'running');
    expect(observed.map(({ thread }) => thread)).toEqual(['other']);
    expect(claimed).toEqual([unknown.pid]);
  },
);

test.skipIf(process.platform !== 'linux')(
  'a torn entry is read again; one that stays torn is a failed look',
  async () => {
    const agent = await standIn();
    watch().processes([agent]);
    register(agent, { sessionId: 'one', status: 'idle' });
    await says('registry', 'one', 'idle');
    writeFileSync(join(home, '.claude', 'sessions', `${agent.pid}.json`), '{"pid":');
    await until(() => failed.includes(`registry pid:${agent.pid}`), 'the failure');
    register(agent, { sessionId: 'one', status: 'busy' });
    await says('registry', 'one', 'running');
    expect(withdrawn.filter((one) => one.startsWith('registry'))).toEqual([]);
  },
);

test.skipIf(process.platform !== 'linux')('a process with a folder of its own, and print mode', async () => {
  const config = join(home, 'elsewhere');
  const agent = { ...(await standIn()), env: { CLAUDE_CONFIG_DIR: config }, argv: ['claude', '-p', 'x'] };
  watch().processes([agent]);
  register(agent, { sessionId: 'one', entrypoint: 'sdk-cli' }, config);
  await says('registry', 'one', 'running');
});

test.skipIf(process.platform !== 'linux')("a subagent's call is its parent's detail", async () => {
  // The recording is older than the process that stands in.
  const agent = { ...(await standIn()), startedAt: 0 };
  register(agent, { sessionId: 'one', status: 'busy' });
  watch().processes([agent]);
  await says('registry', 'one', 'running');
  const main = timeline('claude/task')
    .filter(({ ms }) => ms < 4000)
    .flatMap(({ lines }) => lines);
  const path = transcript('one');
  writeFileSync(path, `${main.join('\n')}\n`);
  await says('transcript', 'one', 'running', 'Agent sub job');
  const dir = join(path.replace('.jsonl', ''), 'subagents');
  mkdirSync(dir, { recursive: true });
  const child = timeline('claude/task', '.agent-a2f3105f44af774d1').filter(({ ms }) => ms < 4000);
  writeFileSync(join(dir, 'agent-a2f3.jsonl'), `${child.flatMap(({ lines }) => lines).join('\n')}\n`);
  await says('transcript', 'one', 'running', 'Bash sleep 5; echo slept');
  expect(newest('transcript', 'a2f3')).toMatchObject({ claim: 'running', facts: { parent: 'one' } });
});

const fire = (event: object, env: object = {}) =>
  execFileSync(hook, {
    input: JSON.stringify(event),
    env: { ...process.env, XDG_STATE_HOME: join(home, 'state'), ...env },
  }).toString();

test.skipIf(process.platform !== 'linux')(
  'hooks tell of the process that runs them, and of a thread without a registry',
  async () => {
    const agent = describe(process.pid);
    watch();
    const event = { session_id: 'one', cwd: '/home/dev/api', hook_event_name: 'PermissionRequest' };
    expect(fire({ ...event, tool_name: 'Bash', tool_input: { command: 'rm -rf "a\nb"' } }, { TMUX_PANE: '%7' })).toBe(
      '',
    );
    await until(() => claimed.includes(process.pid), 'the claim');
    watcher?.processes([agent]);
    await says('hook', 'one', null);
    const said = observed.filter(({ thread }) => thread === 'one');
    expect(said.map(({ subject, claim, facts }) => [subject, claim, facts.detail])).toEqual([
      ['session:one', 'waiting', 'Bash rm -rf "a b"'],
      [`pid:${process.pid}`, null, undefined],
    ]);
    fire({ ...event, hook_event_name: 'PostToolUse', tool_name: 'Read', tool_response: 'x'.repeat(200_000) });
    await until(() => observed.some(({ claim }) => claim === 'running'), 'the answer');
    fire({ ...event, hook_event_name: 'StopFailure', error: 'server_error', last_assistant_message: 'API Error: 500' });
    await until(
      () => observed.some(({ claim, facts }) => claim === 'error' && facts.detail === 'API Error: 500'),
      'the error',
    );
    fire({ ...event, hook_event_name: 'SessionEnd', reason: 'prompt_input_exit' });
    await until(() => withdrawn.includes('hook session:one'), 'its end');
    expect(failed).toEqual([]);
  },
);

test('a hook says and leaves nothing where there is no state directory, and takes any input', () => {
  const elsewhere = { XDG_STATE_HOME: join(home, 'none') };
  expect(fire({ hook_event_name: 'Stop', session_id: 'x' }, elsewhere)).toBe('');
  expect(() => readFileSync(join(home, 'none'))).toThrow('ENOENT');
  for (const input of ['', 'no JSON', '{', '{}', '\u0000\u0001', '"hook_event_name":"'.repeat(10_000)]) {
    const env = { ...process.env, XDG_STATE_HOME: join(home, 'state') };
    expect(execFileSync(hook, { input, env }).toString()).toBe('');
  }
});

test('a dialog at the start is believed when it stays, without another word of the registry', async () => {
  const agent = await standIn();
  watch().processes([agent]);
  // Two of the three seconds that it is doubted are over.
  const statusUpdatedAt = Date.now() - 2000;
  register(agent, { sessionId: 'one', status: 'waiting', waitingFor: 'dialog open', statusUpdatedAt });
  await says('registry', 'one', null);
  await says('registry', 'one', 'waiting', 'dialog open');
});

test.skipIf(process.platform !== 'linux')(
  "a hook's question lapses where the registry has to confirm it, and only there",
  async () => {
    const agent = describe(process.pid);
    watch().processes([agent]);
    fire({ session_id: 'one', hook_event_name: 'PermissionRequest', tool_name: 'Bash', tool_input: { command: 'ls' } });
    await says('hook', 'one', null);
    const question = () => observed.filter(({ subject }) => subject === 'session:one');
    expect(question().map(({ claim, expires }) => [claim, expires])).toEqual([['waiting', null]]);
    // A version whose entries tell no status confirms nothing.
    register(agent, { sessionId: 'one', version: '2.1.100' });
    await says('registry', 'one', 'present');
    expect(question()).toHaveLength(1);
    register(agent, { sessionId: 'one', status: 'busy' });
    await says('registry', 'one', 'running');
    const [first, second] = question();
    expect(second).toMatchObject({ claim: 'waiting', at: first?.at, expires: (first?.at ?? 0) + 2000 });
    expect(second?.version).toBeGreaterThan(first?.version ?? 0);
    fire({ session_id: 'one', hook_event_name: 'PermissionRequest', tool_name: 'Bash', tool_input: { command: 'id' } });
    await until(() => question().at(-1)?.facts.detail === 'Bash id', 'the next question');
    expect(question().at(-1)?.expires).toBe((question().at(-1)?.at ?? 0) + 2000);
    fire({ session_id: 'one', hook_event_name: 'Stop' });
    await until(() => question().at(-1)?.claim === 'done', 'the end');
    expect(question().at(-1)?.expires).toBeNull();
  },
);

test.skipIf(process.platform !== 'linux')('what is told of a transcript never gets an older version', async () => {
  const agent = await standIn();
  watch().processes([agent]);
  register(agent, { sessionId: 'one', status: 'busy' });
  const lines = timeline('claude/tool').flatMap(({ lines }) => lines.map((line) => `${line}\n`));
  const path = transcript('one');
  writeFileSync(path, lines.join(''));
  await says('transcript', 'one', 'done');
  // It is moved away and comes back shorter: it is followed anew each time.
  rmSync(path);
  await until(() => withdrawn.includes(`transcript ${path}`), 'its absence');
  const elsewhere = transcript('one', '-elsewhere');
  writeFileSync(elsewhere, lines.join(''));
  register(agent, { sessionId: 'one', status: 'busy', statusUpdatedAt: 2 });
  await until(() => observed.some(({ subject }) => subject === elsewhere), 'the other path');
  rmSync(elsewhere);
  await until(() => withdrawn.includes(`transcript ${elsewhere}`), 'its absence there');
  const before = observed.length;
  writeFileSync(path, lines.slice(0, lines.findIndex((line) => line.includes('"tool_use"')) + 1).join(''));
  register(agent, { sessionId: 'one', status: 'busy', statusUpdatedAt: 3 });
  await until(() => observed.slice(before).some(({ subject }) => subject === path), 'the first path again');
  const versions = observed.filter(({ subject }) => subject === path).map(({ version }) => version);
  expect(versions.length).toBeGreaterThan(1);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test.skipIf(process.platform !== 'linux')(
  'of many subagents those written last are followed; ended ones make room, earlier processes left theirs',
  async () => {
    const began = Date.now() - 1_000_000;
    const agent = { ...(await standIn()), startedAt: began };
    const path = transcript('one');
    const dir = join(path.replace('.jsonl', ''), 'subagents');
    mkdirSync(dir, { recursive: true });
    const line = (at: number, type: string, message: object) =>
      `${JSON.stringify({ type, isSidechain: true, timestamp: new Date(at).toISOString(), message })}\n`;
    const prompt = (at: number) => line(at, 'user', { content: 'go on' });
    const answer = (at: number) => line(at, 'assistant', { content: [], stop_reason: 'end_turn' });
    const leave = (number: number, text: (at: number) => string) => {
      const [file, at] = [join(dir, `agent-${number}.jsonl`), began + number * 1000];
      writeFileSync(`${file}.new`, text(at));
      utimesSync(`${file}.new`, at / 1000, at / 1000);
      renameSync(`${file}.new`, file);
    };
    for (let number = 1; number < 100; number += 1) leave(number - 20, (at) => prompt(at) + answer(at + 1));
    writeFileSync(
      path,
      timeline('claude/tool')
        .flatMap(({ lines }) => lines.map((one) => `${one}\n`))
        .join(''),
    );
    register(agent, { sessionId: 'one', status: 'busy' });
    watch().processes([agent]);
    const told = (claim: string) =>
      new Set(
        observed.filter((one) => one.facts.parent === 'one' && one.claim === claim).map(({ thread }) => Number(thread)),
      );
    await until(() => told('done').size >= 64, 'the subagents');
    expect([...told('done')].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, index) => index + 16));
    // More than there is room for, all of them at work.
    for (let number = 200; number < 264; number += 1) leave(number, prompt);
    await until(() => told('running').size === 64, 'the new ones');
    expect(withdrawn.filter((one) => one.includes('subagents'))).toEqual([]);
    leave(300, prompt);
    await until(() => told('running').has(300), 'one more');
    await until(() => withdrawn.includes(`transcript ${join(dir, 'agent-200.jsonl')}`), 'the oldest to be let go');
    rmSync(join(dir, 'agent-300.jsonl'));
    await until(() => withdrawn.includes(`transcript ${join(dir, 'agent-300.jsonl')}`), 'its end');
    expect(failed).toEqual([]);
  },
);
