import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { told } from '../agents/pi.ts';
import { codexSteps, type Transcript } from './codex.ts';
import { openCodeSteps } from './opencode.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What the recorder saw, in the order of time; times are milliseconds since the beginning of the recording. */
export type Step =
  | { t: number; type: 'start'; args: readonly string[] }
  | { t: number; type: 'end'; signal: 'SIGTERM' | 'SIGKILL' }
  /** `path` begins with `~/`. */
  | { t: number; type: 'append'; path: string; text: string }
  | { t: number; type: 'touch'; path: string }
  | { t: number; type: 'registry'; json: Json | null }
  | { t: number; type: 'file'; path: string; text: string | null }
  /** The payload of a hook or of an extension; null removes what they left. */
  | { t: number; type: 'event'; payload: Json | null }
  | { t: number; type: 'title'; title: string }
  | { t: number; type: 'screen'; lines: readonly string[] }
  /** Codex: a terminal, or an agent in it, opens a thread. `served`: it runs in the app-server. */
  | { t: number; type: 'open'; id: string; path: string; cwd: string; parent: string | null; served: boolean }
  | { t: number; type: 'close'; id: string; path: string }
  /** A notification of Codex's app-server. */
  | { t: number; type: 'served'; message: Json }
  /** OpenCode: `INSERT`, `UPDATE` or `DELETE` of a row, with fields of columns of JSON as `data.time.created`. */
  | { t: number; type: 'row'; verb: string; table: string; id: string; values: Json; schema: string };

export interface Recording {
  folder: string;
  /** As its adapter is called. */
  agent: string;
  scenario: string;
  /** Epoch milliseconds of its beginning. */
  epoch: number;
  steps: readonly Step[];
}

interface Change {
  t_ms: number;
  appended_lines?: string[];
  touched_without_growth?: boolean;
  preexisting_bytes?: number;
}

export interface Observed {
  t_ms: number;
  kind: string;
  [field: string]: unknown;
}

const agents = ['claude', 'codex', 'opencode', 'pi', 'amp'];

/**
 * Reads a scenario of a folder of recordings, see `test/fixtures/agents/README.md`.
 *
 * @param agent default what the folder's name begins with
 * @throws Error when there is none, or of an agent whose recordings have another form
 */
export function readRecording(folder: string, scenario: string, agent = agentOf(folder)): Recording {
  const steps = stepsOf(folder, scenario, agent).toSorted((a, b) => a.t - b.t);
  return { folder, agent, scenario, epoch: epochOf(steps), steps };
}

function stepsOf(folder: string, scenario: string, agent: string): Step[] {
  if (agent === 'opencode') return openCodeSteps(folder, scenario);
  if (agent === 'amp') return ampSteps(folder, scenario);
  const events: Observed[] = JSON.parse(readFileSync(join(folder, `${scenario}.events.json`), 'utf8'));
  const transcripts = readdirSync(folder)
    .filter((file) => file.startsWith(`${scenario}.`) && file.endsWith('.timeline.json'))
    .flatMap((file) => readTranscript(join(folder, file), agent, events));
  return [
    ...transcripts.flatMap(({ steps }) => steps),
    ...events.flatMap((event) => stepOf(event, agent)),
    ...(agent === 'pi' ? extensionSteps(events, transcripts) : []),
    ...(agent === 'codex' ? codexSteps(events, transcripts) : []),
    ...registrySteps(events),
    ...lifeSteps(events, agent),
  ];
}

/** A thread file of Amp, which was made by hand: its process starts, and it is there when the thread has gone so far. */
function ampSteps(folder: string, scenario: string): Step[] {
  const text = readFileSync(join(folder, `${scenario}.json`), 'utf8');
  const path = `~/.local/share/amp/threads/${scenario}.json`;
  return [
    { t: 0, type: 'start', args: [] },
    { t: 8000, type: 'file', path, text },
  ];
}

function agentOf(folder: string): string {
  const found = agents.find((agent) => basename(folder).startsWith(agent));
  if (found === undefined) throw new Error(`${folder} is of none of ${agents.join(', ')}`);
  return found;
}

function readTranscript(
  timeline: string,
  agent: string,
  events: readonly Observed[],
): (Transcript & { steps: Step[] })[] {
  const transcript = timeline.replace(/\.timeline\.json$/, '.jsonl');
  const text = existsSync(transcript) ? readFileSync(transcript, 'utf8') : '';
  if (text === '') return [];
  const path = pathOf(basename(transcript), text, agent, events);
  const changes: Change[] = JSON.parse(readFileSync(timeline, 'utf8'));
  const growth = changes.flatMap(({ t_ms, appended_lines }) =>
    appended_lines === undefined ? [] : [{ t: t_ms, lines: appended_lines }],
  );
  const steps = changes.map((change): Step => {
    if (change.appended_lines !== undefined)
      return { t: change.t_ms, type: 'append', path, text: `${change.appended_lines.join('\n')}\n` };
    if (change.preexisting_bytes === undefined) return { t: change.t_ms, type: 'touch', path };
    // The recorder's bytes are those before vendor texts were removed, so whole lines are counted from the end.
    const lines = text.trimEnd().split('\n');
    const before = lines.slice(0, lines.length - growth.flatMap((one) => one.lines).length);
    return { t: -1, type: 'append', path, text: `${before.join('\n')}\n` };
  });
  return [{ path, text, growth, steps }];
}

/** What our extension in Pi would have left. */
function extensionSteps(events: readonly Observed[], transcripts: readonly Transcript[]): Step[] {
  const lines = transcripts.flatMap(({ text }) => text.trimEnd().split('\n'));
  return told(events, lines).map(({ at, event }): Step => ({ t: at, type: 'event', payload: event }));
}

/** Where the agent keeps this transcript; of Claude and Pi the hooks or the lines say it, Codex names it after thread and time. */
function pathOf(file: string, text: string, agent: string, events: readonly Observed[]): string {
  const first = JSON.parse(text.slice(0, text.indexOf('\n')));
  if (agent === 'codex') {
    const { id, timestamp } = first.payload;
    const [date = '', time = ''] = String(timestamp).slice(0, 19).split('T');
    return `~/.codex/sessions/${date.replaceAll('-', '/')}/rollout-${date}T${time.replaceAll(':', '-')}-${id}.jsonl`;
  }
  if (agent === 'pi') {
    const stamp = String(first.timestamp).replace(/[:.]/g, '-');
    return `~/.pi/agent/sessions/-${encoded(first.cwd)}--/${stamp}_${first.id}.jsonl`;
  }
  const session = /"sessionId":"([^"]+)"/.exec(text)?.[1] ?? '';
  const subagent = /\.(agent-[^.]+)\.jsonl$/.exec(file)?.[1];
  const cwd = events.map(({ json }) => (json as { cwd?: string } | undefined)?.cwd).find((dir) => dir !== undefined);
  const dir = `~/.claude/projects/${encoded(cwd ?? '/home/dev/api')}`;
  return subagent === undefined ? `${dir}/${session}.jsonl` : `${dir}/${session}/subagents/${subagent}.jsonl`;
}

/** How agents make the name of a folder of a directory's path. */
export function encoded(dir: string): string {
  return dir.replace(/[^a-zA-Z0-9]/g, '-');
}

function stepOf(event: Observed, agent: string): Step[] {
  const t = event.t_ms;
  if (event.kind === 'hook' && agent === 'claude') return [{ t, type: 'event', payload: event['payload'] as Json }];
  if (event.kind === 'pane') return [{ t, type: 'title', title: String(event['title'] ?? '') }];
  if (event.kind === 'screen') return [{ t, type: 'screen', lines: (event['lines'] as string[] | undefined) ?? [] }];
  if (event.kind === 'aux_file' && agent !== 'codex') {
    const text = event['gone'] === true ? null : String(event['text'] ?? '');
    return [{ t, type: 'file', path: String(event['file']), text }];
  }
  return [];
}

/**
 * Of some only the end was recorded: what stood behind the length of the text before. A status that is new stands there
 * whole; of a change from `busy` to `waiting` what is left begins within its time.
 */
function registrySteps(events: readonly Observed[]): Step[] {
  let last: { t: number; json: Json } = { t: 0, json: {} };
  return events
    .filter(({ kind }) => kind === 'session_file')
    .map((event): Step => {
      const t = event.t_ms;
      const json = event['json'] as Json | undefined;
      const tail = json?.['unparsed_tail'];
      if (json !== undefined) last = { t, json: typeof tail === 'string' ? withTail(last, tail, t) : json };
      return { t, type: 'registry', json: event['gone'] === true ? null : last.json };
    });
}

function withTail(before: { t: number; json: Json }, tail: string, t: number): Json {
  if (tail.startsWith('"')) return { ...before.json, ...JSON.parse(`{${tail}`) };
  const now = Number(before.json['statusUpdatedAt']) + t - before.t;
  const { rest: _, ...fields } = JSON.parse(`{"rest":${tail}`);
  return { ...before.json, ...fields, status: 'waiting', updatedAt: now, statusUpdatedAt: now };
}

/**
 * Its process runs while the pane's command is not the shell; a kill ends it at once. Pi calls itself so a moment after its
 * process began, by its extension's first word at the latest.
 */
function lifeSteps(events: readonly Observed[], agent: string): Step[] {
  const steps: Step[] = [];
  let running = false;
  for (const event of events) {
    const t = event.t_ms;
    if (event.kind === 'input' && event['kill'] !== undefined && running) {
      running = false;
      steps.push({ t, type: 'end', signal: 'SIGKILL' });
    }
    const speaks = agent === 'pi' && event.kind === 'hook' && isStart(event);
    if (event.kind !== 'pane' && !speaks) continue;
    const inShell = event['cmd'] === 'bash';
    const isThere = speaks || (!inShell && (agent !== 'pi' || event['cmd'] === 'pi'));
    if (isThere && !running) steps.push({ t: t - 1, type: 'start', args: argsOf(events, agent) });
    if (inShell && running) steps.push({ t, type: 'end', signal: 'SIGTERM' });
    running = !inShell && (running || isThere);
  }
  return steps;
}

function isStart({ payload }: Observed): boolean {
  return (payload as Json | undefined)?.['hook_event_name'] === 'session_start';
}

/** Of its arguments only the thread that Codex is to resume. */
function argsOf(events: readonly Observed[], agent: string): string[] {
  const resumed = events
    .map(({ typed }) => / resume ([0-9a-f-]{36})/.exec(String(typed ?? ''))?.[1])
    .find((id) => id !== undefined);
  return agent === 'codex' && resumed !== undefined ? ['resume', resumed] : [];
}

/** Nothing is written before its time: the latest beginning that would make a timestamp one of the future. */
function epochOf(steps: readonly Step[]): number {
  const times = steps.flatMap((step) => {
    if (step.t < 0) return [];
    const text = textOf(step);
    const isos = [...text.matchAll(isoTime)].map(([iso]) => Date.parse(iso));
    const numbers = [
      ...text.matchAll(/"(?:created|statusUpdatedAt|updatedAt|time_created|time_updated)": ?(\d{13})/g),
    ].map((found) => Number(found[1]));
    return [...isos, ...numbers].map((at) => at - step.t);
  });
  return times.length === 0 ? Date.now() : Math.max(...times);
}

function textOf(step: Step): string {
  if (step.type === 'append') return step.text;
  if (step.type === 'file') return step.text ?? '';
  return step.type === 'registry' ? JSON.stringify(step.json) : step.type === 'row' ? JSON.stringify(step.values) : '';
}

export const isoTime = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
