import { expect, test } from 'vitest';
import { createEventParser } from '../../../src/cli/event-stream.ts';

const text =
  ':\n\nid: 1-0\n\nid: 1-1\nevent: session\ndata: {"a":1}\n\nid: 1-2\nevent: thread\ndata: {"b":\ndata: 2}\n\n';
const events = [
  { id: '1-0', event: 'message', data: null },
  { id: '1-1', event: 'session', data: '{"a":1}' },
  { id: '1-2', event: 'thread', data: '{"b":\n2}' },
];

test('events are found however the text is cut', () => {
  for (let size = 1; size <= text.length; size += 1) {
    const parser = createEventParser();
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    );
    expect(chunks.flatMap(parser)).toEqual(events);
  }
});
