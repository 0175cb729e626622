import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import { type Bindings, bind, type Candidate, type Owner, type Work } from './binding.ts';
import { judge, type SessionRow } from './judge.ts';
import { shownTitle } from './pane-title.ts';
import { processSubject } from './statements.ts';
import { titleOf } from './value.ts';

/** A process that has the database, and what better sources say of it. */
export interface Holder {
  process: AgentProcess;
  /** Its arguments ask for it. */
  asked: string | null;
  /** Its events say so: nothing is to be guessed. */
  current: string | null;
  /** Its events say what it does. */
  speaks: boolean;
  headless: boolean;
}

export interface Reading {
  evidence: Evidence[];
  bindings: Bindings;
  /** Epoch milliseconds when time alone changes it; null when it doesn't. */
  due: number | null;
  /** A turn runs, as far as the records say. */
  running: boolean;
}

/** How exactly the start of a process is known. */
const startMillis = 1000;

/** What a look at the database comes to. Pure. */
export function readRecords(
  agent: string,
  rows: readonly SessionRow[],
  holders: readonly Holder[],
  owners: ReadonlyMap<string, Owner>,
  now: number,
): Reading {
  const bindings = bindAll(rows, holders, owners);
  const judged = rows.map((row) => {
    const process = ownerOf(row, rows, bindings, holders);
    return { row, process, ...judge(row, now) };
  });
  const sessions = judged.flatMap(({ row, process, ...judgement }): Evidence[] => {
    const { claim, at, detail } = broken(row, process, judgement);
    return [
      {
        agent,
        thread: row.id,
        source: 'database',
        subject: row.id,
        version: now,
        claim,
        at,
        process: process === null ? null : { pid: process.pid, start: process.start },
        expires: null,
        facts: factsOf(row, detail),
      },
    ];
  });
  const dues = judged.flatMap(({ due }) => due ?? []);
  return {
    evidence: [...processes(agent, rows, holders, bindings, now), ...sessions],
    bindings,
    due: dues.length === 0 ? null : Math.min(...dues),
    running: judged.some(({ claim }) => claim === 'running' || claim === 'waiting'),
  };
}

function bindAll(
  rows: readonly SessionRow[],
  holders: readonly Holder[],
  before: ReadonlyMap<string, Owner>,
): Bindings {
  const taken = new Set(holders.flatMap(({ current }) => current ?? []));
  const candidates = holders
    .filter(({ current, speaks, headless }) => current === null && !speaks && !headless)
    .map(({ process: { pid, startedAt, cwd, title }, asked }): Candidate => {
      return { pid, startedAt, cwd, asked, shown: shownTitle(title) };
    });
  const works = rows.flatMap((row): Work[] => {
    const prompted = row.messages.find(({ role }) => role === 'user')?.created;
    if (row.parent !== null || taken.has(row.id) || prompted === undefined) return [];
    return [{ session: row.id, directory: row.directory, title: titleOf(row.title) ?? null, prompted }];
  });
  return bind(candidates, works, before);
}

function ownerOf(
  row: SessionRow,
  rows: readonly SessionRow[],
  { owners, current }: Bindings,
  holders: readonly Holder[],
): AgentProcess | null {
  const root = rootOf(row, rows);
  const pid = owners.get(root)?.pid ?? [...current].find(([, session]) => session === root)?.[0];
  return holders.find((one) => one.current === root || one.process.pid === pid)?.process ?? null;
}

function rootOf(row: SessionRow, rows: readonly SessionRow[]): string {
  const seen = new Set<string>();
  let at: SessionRow = row;
  for (;;) {
    const parent = rows.find(({ id }) => id === at.parent);
    if (parent === undefined || seen.has(at.id)) return at.parent ?? at.id;
    seen.add(at.id);
    at = parent;
  }
}

/** A turn that is older than its process was left open by another one, and stays so for ever. */
function broken(
  { messages }: SessionRow,
  process: AgentProcess | null,
  judgement: ReturnType<typeof judge>,
): ReturnType<typeof judge> {
  const isOpen = judgement.claim === 'running' || judgement.claim === 'waiting';
  if (process === null || !isOpen) return judgement;
  const last = Math.max(judgement.at, ...messages.slice(0, 2).map(({ updated }) => updated));
  return last < process.startedAt - startMillis ? { claim: 'interrupted', at: last } : judgement;
}

/** Which session each process has; of one that has none yet, that no turn runs. */
function processes(
  agent: string,
  rows: readonly SessionRow[],
  holders: readonly Holder[],
  { current, owners }: Bindings,
  version: number,
): Evidence[] {
  return holders.flatMap(({ process, speaks, headless, current: known }): Evidence[] => {
    if (headless || known !== null) return [];
    const thread = current.get(process.pid) ?? null;
    const mayHave = rows.some(({ id, directory }) => directory === process.cwd && owners.get(id)?.pid === null);
    const common = { agent, source: 'database', subject: processSubject(process), version } as const;
    const ref = { pid: process.pid, start: process.start };
    const at = process.startedAt;
    if (thread !== null) return [{ ...common, thread, claim: null, at, process: ref, expires: null, facts: {} }];
    const claim = mayHave || speaks ? null : 'idle';
    return [{ ...common, thread: null, claim, at, process: ref, expires: null, facts: {} }];
  });
}

function factsOf(
  { title, parent, directory, model, messages }: SessionRow,
  detail: string | undefined,
): Evidence['facts'] {
  const name = titleOf(title);
  const latest = messages.find((one) => one.model !== null)?.model ?? model;
  return {
    ...(name !== undefined && { names: { generated: name } }),
    ...(detail !== undefined && { detail }),
    ...(latest !== null && { model: latest }),
    cwd: directory,
    ...(parent !== null && { parent }),
  };
}
