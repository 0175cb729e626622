import { list } from '../values.ts';
import type { Ending, Session, Wait } from './events.ts';
import { at, describeQuestion, describeTool, line, number, sessionId, text, titleOf } from './value.ts';

type Facts = { [fact in 'title' | 'model' | 'cwd' | 'parent']?: Session[fact] | undefined };

/** What one event changes in one session. `prompted` is when a person wrote, epoch milliseconds. */
export type Change = { session: string; prompted?: number; parent?: string } & (
  | { type: 'told'; facts: Facts }
  | { type: 'busy'; retry?: string }
  | { type: 'idle' }
  | { type: 'failed'; ending: Ending }
  | { type: 'answering'; facts: Facts }
  | { type: 'asked'; request: string; wait: Omit<Wait, 'at'> }
  | { type: 'answered'; request: string }
  | { type: 'tool'; call: string; detail: string }
  | { type: 'toolEnded'; call: string }
  | { type: 'removed' }
);

/**
 * Reads an event of OpenCode (1.18.33: recorded; `permission.updated` with `permissionID`: 1.0). Null when it changes nothing
 * that we know of, or is none.
 */
export function changes(event: unknown, now: number): Change | null {
  const type = text(at(event, 'type'));
  const properties = at(event, 'properties');
  const info = at(properties, 'info');
  const session =
    sessionId(at(properties, 'sessionID')) ??
    sessionId(at(properties, 'part', 'sessionID')) ??
    sessionId(at(info, 'id'));
  if (type === undefined || session === undefined) return null;
  switch (type) {
    case 'session.created':
    case 'session.updated':
      if (number(at(info, 'time', 'archived')) !== undefined) return { session, type: 'removed' };
      return { session, type: 'told', facts: sessionFacts(info), ...created(type, info, now) };
    case 'session.deleted':
      return { session, type: 'removed' };
    case 'session.status':
      return status(session, at(properties, 'status'));
    case 'session.idle':
      return { session, type: 'idle' };
    case 'session.error':
      return { session, type: 'failed', ending: ending(at(properties, 'error')) };
    case 'permission.asked':
    case 'permission.updated':
    case 'question.asked':
      return asked(session, properties);
    case 'permission.replied':
    case 'question.replied':
    case 'question.rejected': {
      const request = text(at(properties, 'requestID')) ?? text(at(properties, 'permissionID'));
      return request === undefined ? null : { session, type: 'answered', request };
    }
    case 'message.updated':
      return message(session, info, now);
    case 'message.part.updated':
      return part(session, at(properties, 'part'));
    default:
      return null;
  }
}

function sessionFacts(info: unknown): Facts {
  return {
    title: titleOf(at(info, 'title')),
    parent: sessionId(at(info, 'parentID')),
    cwd: text(at(info, 'directory')),
    model: line(at(info, 'model', 'id')),
  };
}

/** A session is made by its first prompt. */
function created(type: string, info: unknown, now: number): { prompted?: number; parent?: string } {
  const parent = sessionId(at(info, 'parentID'));
  const time = number(at(info, 'time', 'created'));
  if (type !== 'session.created' || time === undefined) return {};
  return parent === undefined ? { prompted: Math.min(time, now) } : { parent };
}

function status(session: string, value: unknown): Change | null {
  const type = text(at(value, 'type'));
  if (type === 'busy') return { session, type: 'busy' };
  if (type === 'idle') return { session, type: 'idle' };
  if (type !== 'retry') return null;
  const attempt = number(at(value, 'attempt'));
  const why = line(at(value, 'message')) ?? 'the model failed';
  return {
    session,
    type: 'busy',
    retry: line(`retry${attempt === undefined ? '' : ` ${attempt}`}: ${why}`) ?? 'retry',
  };
}

/** `MessageAbortedError` is a person's Esc. */
function ending(error: unknown): Ending {
  const name = line(at(error, 'name'));
  if (name === 'MessageAbortedError') return { claim: 'interrupted' };
  const detail = line(at(error, 'data', 'message')) ?? name;
  return detail === undefined ? { claim: 'error' } : { claim: 'error', detail };
}

function asked(session: string, properties: unknown): Change | null {
  const request = text(at(properties, 'id'));
  if (request === undefined) return null;
  const detail = describeQuestion(at(properties, 'questions')) ?? describePermission(properties);
  return { session, type: 'asked', request, wait: detail === undefined ? {} : { detail } };
}

function describePermission(properties: unknown): string | undefined {
  const permission = text(at(properties, 'permission')) ?? text(at(properties, 'type'));
  const patterns = [at(properties, 'patterns'), at(properties, 'pattern')].flat().flatMap((one) => text(one) ?? []);
  const what = patterns.length > 0 ? patterns.join(', ') : text(at(properties, 'title'));
  if (permission === undefined) return line(what);
  return line(what === undefined ? permission : `${permission}: ${what}`);
}

/** A message that is complete, without a finish and an error, was broken off while it waited to try again. */
function message(session: string, info: unknown, now: number): Change | null {
  const role = at(info, 'role');
  if (role === 'user') {
    const time = number(at(info, 'time', 'created'));
    const prompted = time === undefined ? {} : { prompted: Math.min(time, now) };
    return { session, type: 'told', facts: { model: line(at(info, 'model', 'modelID')) }, ...prompted };
  }
  if (role !== 'assistant') return null;
  const facts = { model: line(at(info, 'modelID')) };
  if (at(info, 'error') !== undefined && at(info, 'error') !== null) {
    return { session, type: 'failed', ending: ending(at(info, 'error')) };
  }
  if (number(at(info, 'time', 'completed')) === undefined) return { session, type: 'answering', facts };
  if (text(at(info, 'finish')) === undefined) return { session, type: 'failed', ending: { claim: 'interrupted' } };
  return { session, type: 'told', facts };
}

function part(session: string, value: unknown): Change | null {
  if (at(value, 'type') !== 'tool') return null;
  const call = text(at(value, 'callID'));
  const state = at(value, 'state');
  if (call === undefined) return null;
  if (at(state, 'status') !== 'running') {
    return list(['completed', 'error']).includes(at(state, 'status')) ? { session, type: 'toolEnded', call } : null;
  }
  const detail =
    describeQuestion(at(state, 'input', 'questions')) ?? describeTool(at(value, 'tool'), at(state, 'input'));
  return detail === undefined ? null : { session, type: 'tool', call, detail };
}
