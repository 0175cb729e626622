import type { Json, Observed, Step } from './recording.ts';

/** A rollout of the recording. */
export interface Transcript {
  path: string;
  /** The whole text at the end. */
  text: string;
  /** When its lines came. */
  growth: readonly { t: number; lines: readonly string[] }[];
}

/**
 * What a recording of Codex has beside rollouts, titles and screens: which threads its terminal opens, and what the
 * app-server says of them. A terminal that was started with `-c` runs its threads itself, and holds their files open.
 */
export function codexSteps(events: readonly Observed[], transcripts: readonly Transcript[]): Step[] {
  const typed = events.map((event) => String(event['typed'] ?? '')).find((line) => line.includes('codex')) ?? '';
  const served = !/ (?:-c|--disable|--config) /.test(`${typed} `);
  const said = events
    .filter(({ kind }) => kind === 'appserver')
    .map(({ t_ms, msg }) => ({ t: t_ms, msg: msg as Json }));
  const threads = transcripts.map(({ path, text }) => {
    const meta = JSON.parse(text.slice(0, text.indexOf('\n'))).payload as Json;
    const id = String(meta['id']);
    const locks = events.filter(({ kind, file }) => kind === 'aux_file' && String(file).endsWith(`/${id}.lock`));
    const opened = locks.find((event) => event['gone'] !== true)?.t_ms;
    const closed = locks.find((event) => event['gone'] === true)?.t_ms;
    return { id, path, meta, opened, closed };
  });
  const first = events.find(({ kind, cmd }) => kind === 'pane' && cmd !== 'bash')?.t_ms ?? 0;
  const opens = threads.map(({ id, path, meta, opened }): Step => {
    const parent = typeof meta['parent_thread_id'] === 'string' ? meta['parent_thread_id'] : null;
    return { t: opened ?? first + 500, type: 'open', id, path, cwd: String(meta['cwd']), parent, served };
  });
  const closes = threads.flatMap(({ id, path, closed }): Step[] =>
    closed === undefined ? [] : [{ t: closed, type: 'close', id, path }],
  );
  const heard = said.map(({ t, msg }): Step => ({ t, type: 'served', message: msg }));
  const concluded = threads.flatMap(({ id }, index) => statuses(id, transcripts[index]?.growth ?? []));
  return [...opens, ...closes, ...(served ? (heard.length > 0 ? heard : concluded) : [])];
}

/** Of some recordings nobody listened to the server: it tells within 5 ms of the rollout when a turn begins and ends. */
function statuses(threadId: string, growth: Transcript['growth']): Step[] {
  return growth.flatMap(({ t, lines }) =>
    lines.flatMap((line): Step[] => {
      const { type, error } = (JSON.parse(line).payload ?? {}) as { type?: string; error?: unknown };
      if (type !== 'task_started' && type !== 'task_complete' && type !== 'turn_aborted') return [];
      const over = error === undefined || error === null ? 'idle' : 'systemError';
      const status = type === 'task_started' ? { type: 'active', activeFlags: [] } : { type: over };
      return [{ t, type: 'served', message: { method: 'thread/status/changed', params: { threadId, status } } }];
    }),
  );
}
