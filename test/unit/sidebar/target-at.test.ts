import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, threadKeyOf } from '../../../src/sidebar/model.ts';
import { width } from '../../../src/sidebar/text.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { frame } from '../../../src/sidebar/view/frame.ts';
import { targetAt, targetIn } from '../../../src/sidebar/view/target-at.ts';
import { entry, metadata, now, port, session, state, thread } from '../../screen/support/states.ts';
import { model, size } from './arbitrary.ts';

const sessions = [
  session(0, '漢字かな', {
    branch: '修复',
    ports: [port(3000, 'node'), port(5173, 'vite'), port(8080, '🚀')],
    threads: [
      thread('waiting', 5, { thread: '1', agent: 'first', detail: 'why first' }),
      thread('running', 5, { thread: '2', agent: 'second' }),
    ],
    metadata: metadata({ logs: [entry('info', 'logged')] }),
  }),
  session(1, 'web', { ports: [port(4000, 'http')] }),
];
const first = sessions[0] ?? session(0, '');

test('every port, thread and log entry that is drawn is a target in all of its cells', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(size, (size) => {
      const given = { place: 'tmux', home: '/', version: '1', size, snapshot: null, now, server: null } as const;
      const model = update(start(given), state(sessions), now).model;
      const listed = frame(model).findLastIndex(({ target }) => target?.kind === 'place');
      for (const [row, drawn] of frame(model).entries()) {
        const line = drawn.spans.map(({ text }) => text).join('');
        const cells = (from: number, to: number) =>
          Array.from({ length: width(line.slice(0, to)) - width(line.slice(0, from)) }, (_, index) =>
            targetIn(drawn, width(line.slice(0, from)) + index),
          );
        for (const { 0: text, index } of line.matchAll(/:(3000|5173|8080|4000)/g)) {
          seen.add('port');
          for (const target of cells(index, index + text.length))
            expect(target).toEqual({ kind: 'port', port: Number(text.slice(1)) });
        }
        const named = row > listed ? /first|second/.exec(line)?.[0] : undefined;
        const agent = first.threads.find((one) => one.agent === named);
        if (agent !== undefined) {
          seen.add('thread');
          for (const target of cells(0, line.length))
            expect(target).toEqual({ kind: 'thread', session: keyOf(first), thread: threadKeyOf(agent) });
        }
        if (line.includes('logged')) {
          seen.add('entry');
          for (const target of cells(0, line.length)) expect(target).toMatchObject({ kind: 'entry' });
        }
      }
    }),
  );
  expect([...seen].sort()).toEqual(['entry', 'port', 'thread']);
});

test('outside of what is drawn there is none', () => {
  fc.assert(
    fc.property(model, (model) => {
      for (const [row, line] of frame(model).slice(0, 3).entries())
        expect(targetAt(model, { column: 1, row })).toEqual(targetIn(line, 1));
      expect(targetAt(model, { column: 0, row: model.size.rows })).toBeUndefined();
      expect(targetAt(model, { column: 0, row: -1 })).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});
