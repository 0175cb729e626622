import { describe, expect, test } from 'vitest';
import { emptyMetadata, type MetadataEvent, reduceMetadata } from '../../../src/core/metadata.ts';
import { logEntriesMax, type Metadata } from '../../../src/protocol/metadata.ts';

const key = 'k';

function pushed(...events: MetadataEvent[]): Metadata | undefined {
  return events.reduce(reduceMetadata, new Map<string, Metadata>()).get(key);
}

const status = (text: string | null, tone?: 'info'): MetadataEvent => ({
  type: 'status.pushed',
  key,
  push: tone === undefined ? { text } : { text, tone },
  expires: null,
});
const log = (message: string): MetadataEvent => ({ type: 'log.pushed', key, push: { message }, at: 7, notify: false });

describe('status', () => {
  test('is the last one, neutral unless said', () => {
    expect(pushed(status('a', 'info'), status('b'))).toEqual({
      ...emptyMetadata,
      status: { text: 'b', tone: 'neutral' },
    });
  });

  test.each([null, ''])('%j clears it', (text) => {
    expect(pushed(status('a'), status(text))?.status).toBe(null);
  });
});

describe('progress', () => {
  const progress = (push: Extract<MetadataEvent, { type: 'progress.pushed' }>['push']): MetadataEvent => ({
    type: 'progress.pushed',
    key,
    push,
    expires: null,
  });

  test('is replaced as a whole', () => {
    expect(pushed(progress({ current: 1, total: 3, label: 'x' }), progress({ percent: 0.5 }))?.progress).toEqual({
      current: null,
      total: null,
      percent: 0.5,
      label: null,
      indeterminate: false,
    });
  });

  test('goes with clear', () => {
    expect(pushed(progress({ current: 1 }), progress({ clear: true }))?.progress).toBe(null);
  });
});

describe('log', () => {
  test('keeps the newest entries, the newest last', () => {
    const messages = Array.from({ length: logEntriesMax + 2 }, (_, index) => `m${index}`);
    const logs = pushed(...messages.map(log))?.logs ?? [];
    expect(logs.map((entry) => entry.message)).toEqual(messages.slice(2));
    expect(logs[0]).toEqual({ message: 'm2', tone: 'neutral', source: null, at: 7, notify: false });
  });

  test('an empty source is none', () => {
    expect(
      pushed({ type: 'log.pushed', key, push: { message: 'm', source: '' }, at: 7, notify: true })?.logs[0],
    ).toMatchObject({ source: null, notify: true });
  });

  test('is cleared, and nothing else is', () => {
    expect(pushed(status('a'), log('m'), { type: 'log.cleared', key })).toEqual({
      ...emptyMetadata,
      status: { text: 'a', tone: 'neutral' },
    });
  });
});

test('sessions do not touch each other, and the map that was given stays as it was', () => {
  const before = reduceMetadata(new Map(), status('a'));
  const after = reduceMetadata(before, { ...status('b'), key: 'other' });
  expect([...before.keys()]).toEqual([key]);
  expect(after.get(key)).toBe(before.get(key));
});
