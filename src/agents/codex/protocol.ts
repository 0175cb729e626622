import type { Claim, Facts } from '../../core/evidence.ts';
import { type Fields, fields, list, shown, text } from '../values.ts';
import { threadOfRollout } from './rollout.ts';

/** A thread as the app-server describes it. Codex 0.169, `codex app-server generate-json-schema`, `Thread`. */
export interface ServedThread {
  id: string;
  /** Where its rollout is, or will be. */
  rollout: string;
  cwd: string | null;
  /** It was begun in a terminal, or nobody knows where. */
  fromTui: boolean;
  facts: Facts;
  status: Status;
}

/** Null: not loaded. */
export type Status = { claim: Claim } | null;

export type ServerEvent =
  | { type: 'thread'; thread: ServedThread }
  | { type: 'status'; id: string; status: Status; at: number | null }
  | { type: 'name'; id: string; name: string | null }
  | { type: 'closed'; id: string }
  /** One without a rollout: Codex makes up titles in such. */
  | { type: 'ephemeral'; id: string };

/** A notification that says something about a thread; null for all others. */
export function parseNotification(message: Fields): ServerEvent | null {
  const params = fields(message['params']);
  const id = text(params?.['threadId']);
  const at = typeof message['emittedAtMs'] === 'number' ? message['emittedAtMs'] : null;
  switch (message['method']) {
    case 'thread/started': {
      const started = text(fields(params?.['thread'])?.['id']);
      const thread = parseThread(params?.['thread']);
      if (thread !== null) return { type: 'thread', thread };
      return started === null ? null : { type: 'ephemeral', id: started };
    }
    case 'thread/status/changed': {
      const status = parseStatus(params?.['status']);
      return id === null || status === undefined ? null : { type: 'status', id, status, at };
    }
    case 'thread/name/updated':
      return id === null ? null : { type: 'name', id, name: shown(params?.['threadName']) };
    case 'thread/closed':
      return id === null ? null : { type: 'closed', id };
    default:
      return null;
  }
}

/** Null for a thread without a rollout, as Codex uses for making up titles, and for what is not understood. */
export function parseThread(value: unknown): ServedThread | null {
  const thread = fields(value);
  const id = text(thread?.['id']);
  const rollout = text(thread?.['path']);
  if (thread === null || id === null || rollout === null || thread['ephemeral'] === true) return null;
  if (!rollout.startsWith('/') || threadOfRollout(rollout) !== id) return null;
  const cwd = text(thread['cwd']);
  const parent = text(thread['parentThreadId']);
  const custom = shown(thread['name']);
  const prompt = shown(thread['preview']);
  const model = shown(thread['model']);
  const originator = text(thread['originator']);
  return {
    id,
    rollout,
    cwd,
    fromTui: parent === null && (originator === null || originator === 'codex-tui'),
    status: parseStatus(thread['status']) ?? null,
    facts: {
      ...(custom === null && prompt === null
        ? {}
        : { names: { ...(custom === null ? {} : { custom }), ...(prompt === null ? {} : { prompt }) } }),
      ...(model === null ? {} : { model }),
      ...(cwd === null ? {} : { cwd }),
      ...(parent === null ? {} : { parent }),
    },
  };
}

/** Undefined when it is none that we know. */
function parseStatus(value: unknown): Status | undefined {
  const status = fields(value);
  switch (status?.['type']) {
    case 'notLoaded':
      return null;
    case 'idle':
      return { claim: 'idle' };
    case 'systemError':
      return { claim: 'error' };
    case 'active':
      return { claim: list(status['activeFlags']).some(isWaiting) ? 'waiting' : 'running' };
    default:
      return undefined;
  }
}

function isWaiting(flag: unknown): boolean {
  return flag === 'waitingOnApproval' || flag === 'waitingOnUserInput';
}
