import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNotification, parseThread } from '../../../../src/agents/codex/protocol.ts';
import { thread } from '../../../support/agents/app-server.ts';
import { events, scenarios } from './recordings.ts';

const said = (scenario: string) =>
  events(scenario)
    .filter(({ kind }) => kind === 'appserver')
    .map(({ t_ms, msg }) => [t_ms, parseNotification(msg ?? {})] as const)
    .map(([t, event]) => [
      t,
      event?.type === 'status' ? (event.status?.claim ?? null) : event?.type === 'name' ? event.name : event,
    ]);

test('the messages of the recordings', () => {
  const all = Object.fromEntries(scenarios.map((one) => [one, said(one)]).filter(([, list]) => list?.length !== 0));
  expect(all).toEqual({
    ask: [
      [4028, 'running'],
      [4603, 'waiting'],
      [17214, 'running'],
      [17607, 'idle'],
    ],
    fail: [
      [4801, 'running'],
      [7566, 'error'],
    ],
    interrupt: [
      [3847, 'running'],
      [7964, 'idle'],
    ],
    rename: [
      [4185, 'running'],
      [4632, 'idle'],
      [9295, 'my cool name'],
      [13464, 'running'],
      [13831, 'idle'],
    ],
    simple: [
      [3863, 'running'],
      [4260, 'idle'],
      [8986, 'running'],
      [9346, 'idle'],
    ],
    slow: [
      [3863, 'running'],
      [13961, 'idle'],
    ],
    tool: [
      [3888, 'running'],
      [5030, 'idle'],
    ],
  });
});

test('a claim holds since the server said so', () => {
  const [first] = events('ask').filter(({ kind }) => kind === 'appserver');
  expect(parseNotification(first?.msg ?? {})).toMatchObject({ type: 'status', at: 1795246335626 });
});

const id = '01a1fe45-0734-77d3-857a-f38b3eaa6173';

test('a thread, with what is known of it', () => {
  const one = thread('/home/dev/.codex', id, { name: 'cool\u001b[2J', preview: 'ASK', parentThreadId: 'p' });
  expect(parseThread(one)).toEqual({
    id,
    rollout: `/home/dev/.codex/sessions/2026/11/21/rollout-2026-11-21T13-21-39-${id}.jsonl`,
    cwd: '/home/dev/api',
    fromTui: false,
    status: { claim: 'idle' },
    facts: { names: { custom: 'cool', prompt: 'ASK' }, model: 'gpt-5.3-codex', cwd: '/home/dev/api', parent: 'p' },
  });
});

test('one that makes up a title is none', () => {
  const one = thread('/h', id, { ephemeral: true, path: null, threadSource: 'thread_title' });
  expect(parseThread(one)).toBeNull();
  expect(parseNotification({ method: 'thread/started', params: { thread: one } })).toEqual({ type: 'ephemeral', id });
});

test('a path that is no rollout of this thread is not followed', () => {
  expect(parseThread(thread('/h', id, { path: '/etc/passwd' }))).toBeNull();
  expect(parseThread(thread('relative', id, {}))).toBeNull();
});

test('any message is survived', () => {
  const method = fc.constantFrom('thread/started', 'thread/status/changed', 'thread/name/updated', 'thread/closed');
  const params = fc.oneof(fc.jsonValue(), fc.record({ threadId: fc.jsonValue(), status: fc.jsonValue() }));
  fc.assert(fc.property(method, params, (name, given) => void parseNotification({ method: name, params: given })));
});
