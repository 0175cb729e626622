import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, nothingKnown } from '../../../../src/agents/opencode/events.ts';
import { evidenceOf, folded, happenings, type Recorded, recorded, recordings, story } from './recordings.ts';

const asks = 'A waiting (bash: touch /home/dev/api/asked.txt)';

/** What really happened, by the keys that were pressed and what the model was told to do. */
const stories: Readonly<Record<string, readonly string[]>> = {
  simple: ['A running', 'A done'],
  tool: ['A running', 'A done'],
  toolmid: ['A running', 'A done', 'A running', 'A done'],
  run: ['A running', 'A done'],
  esc: ['A running', 'A interrupted', 'A running', 'A interrupted', 'A running', asks, 'A running', 'A done'],
  fail: [
    ...['A running', 'A error (fake bad request)', 'A running', 'A error (fake bad key)'],
    // Tried again three times, then Esc: no event tells of that, the message does.
    ...['A running', 'A interrupted'],
  ],
  kill9warm: ['A running', 'A done', 'A running'],
  permission: [
    ...['A running', asks, 'A running', 'A done'],
    ...['A running', asks, 'A running', 'A done'],
    ...['A running', asks, 'A running', 'A done'],
  ],
  question: ['A running', 'A waiting (Which colour?)', 'A running', 'A done'],
  subagent: [
    ...['A running', 'B running', 'B done', 'A done'],
    ...['A running', 'C running', asks.replace('A', 'C'), 'C running', 'C done', 'A done'],
  ],
};

test('every recording has its story', () => {
  expect(recordings('.plugin.jsonl')).toEqual(
    Object.keys(stories)
      .map((name) => `${name}.plugin.jsonl`)
      .sort(),
  );
});

test.each(recordings('.plugin.jsonl'))('%s', (file) => {
  const [scenario = ''] = file.split('.');
  const told = story(recorded(file));
  expect(told).toEqual(stories[scenario]);
});

test.each(recordings('.sse.jsonl'))('%s tells the same as the plugin', (file) => {
  expect(story(recorded(file))).toEqual(story(recorded(file.replace('.sse.', '.plugin.'))));
});

test.each(recordings('.sse-global.jsonl'))('%s tells the same as the plugin', (file) => {
  expect(story(recorded(file))).toEqual(story(recorded(file.replace('.sse-global.', '.plugin.'))));
});

test('a server tells of the sessions of all directories', () => {
  const known = folded(recorded('serve.global-event.sse.txt'));
  const claims = evidenceOf(known).filter(({ subject }) => subject.startsWith('session:'));
  expect(claims.length).toBeGreaterThan(1);
  expect(new Set(claims.map(({ facts }) => facts.cwd))).toEqual(new Set(['/home/dev/api', '/home/dev/web']));
});

test('a session has its title, model, directory and parent', () => {
  const evidence = evidenceOf(folded(recorded('subagent.plugin.jsonl')));
  const [parent, child] = evidence.filter(({ subject }) => subject.startsWith('session:')).reverse();
  expect(parent?.facts).toEqual({
    names: { generated: 'Fake title TASK SLOW 5' },
    model: 'fake-1',
    cwd: '/home/dev/api',
  });
  expect(child?.facts).toMatchObject({
    names: { generated: 'fake subtask (@general subagent)' },
    parent: parent?.thread,
  });
});

test('the process has the session that a person wrote in, never a subagent', () => {
  const events = recorded('subagent.plugin.jsonl');
  const root = events.find(({ event }) => event.type === 'session.created')?.event.properties['sessionID'];
  const processes = happenings(events).reduce<{ known: typeof nothingKnown; threads: unknown[] }>(
    ({ known, threads }, happening) => {
      const after = fold(known, happening);
      return {
        known: after,
        threads: [...threads, evidenceOf(after).find(({ subject }) => subject === 'pid:1')?.thread],
      };
    },
    { known: nothingKnown, threads: [] },
  );
  expect(new Set(processes.threads)).toEqual(new Set([null, root]));
});

test('before the first session no turn runs, whichever session it shows', () => {
  const [first] = recorded('simple.plugin.jsonl');
  if (first === undefined) throw new Error('empty recording');
  expect(evidenceOf(folded([first]))).toMatchObject([{ thread: null, subject: 'pid:1', claim: 'idle', at: first.at }]);
});

const session = (type: string, properties: object = {}, at = 1000): Recorded => ({
  at,
  pid: 1,
  event: { type, properties: { sessionID: 'ses_1', ...properties } },
});
const claims = (...events: Recorded[]) =>
  evidenceOf(folded(events)).flatMap(({ subject, claim, at }) => (subject === 'session:ses_1' ? [[claim, at]] : []));
const busy = (at: number) => session('session.status', { status: { type: 'busy' } }, at);
const idle = (at: number) => session('session.status', { status: { type: 'idle' } }, at);

test('since when is when it began, not when it was said last', () => {
  expect(claims(busy(1), busy(2), busy(3))).toEqual([['running', 1]]);
  expect(claims(busy(1), idle(2), session('session.idle', {}, 3))).toEqual([['done', 2]]);
});

test('of two open requests the older one is shown, and both must be answered', () => {
  const asked = (id: string, at: number) => session('permission.asked', { id, permission: id, patterns: [] }, at);
  const replied = (requestID: string, at: number) => session('permission.replied', { requestID, reply: 'once' }, at);
  expect(claims(busy(1), asked('a', 2), asked('b', 3))).toEqual([['waiting', 2]]);
  expect(claims(busy(1), asked('a', 2), asked('b', 3), replied('a', 4))).toEqual([['waiting', 3]]);
  expect(claims(busy(1), asked('a', 2), asked('b', 3), replied('a', 4), replied('b', 5))).toEqual([['running', 5]]);
});

test('a turn that ends leaves no request behind', () => {
  expect(claims(busy(1), session('question.asked', { id: 'q', questions: [] }, 2), idle(3))).toEqual([['done', 3]]);
});

test('a session that is deleted or archived is removed', () => {
  const known = folded([busy(1), session('session.deleted', {}, 2)]);
  expect([known.sessions.size, known.removed]).toEqual([0, ['ses_1']]);
  const archived = session('session.updated', { info: { id: 'ses_1', time: { archived: 5 } } }, 2);
  expect(folded([busy(1), archived]).removed).toEqual(['ses_1']);
});

test('a thousand sessions do not pile up', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    session('session.idle', { sessionID: `ses_${index}` }, index),
  );
  expect(folded(many).sessions.size).toBe(64);
});

test('hostile text is cleaned and cut', () => {
  const title = `\u001b]0;owned\u0007${'x'.repeat(100_000)}\u202e`;
  const told = evidenceOf(folded([session('session.updated', { info: { title, directory: '/d' } })]));
  const name = told.find(({ thread }) => thread === 'ses_1')?.facts.names?.generated ?? '';
  expect(name).toMatch(/^x{199}…$/);
});

test('what is said twice changes nothing', () => {
  const events = recorded('permission.plugin.jsonl');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: events.length - 1 }), { maxLength: 20 }), (twice) => {
      const doubled = events.flatMap((event, index) => (twice.includes(index) ? [event, event] : [event]));
      expect(story(doubled)).toEqual(story(events));
    }),
    { numRuns: 30 },
  );
});

const types = [
  ...['session.created', 'session.updated', 'session.deleted', 'session.status', 'session.idle', 'session.error'],
  ...['permission.asked', 'permission.replied', 'question.asked', 'message.updated', 'message.part.updated', 'x'],
];

test('nothing that is no event does any harm', () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom(...types), (properties, type) => {
      const known = fold(nothingKnown, { at: 1, version: 1, event: { type, properties } });
      expect(evidenceOf(known).length).toBeGreaterThan(0);
    }),
  );
});
