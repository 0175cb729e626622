import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import opensessions from '../../../../scripts/integrations/pi-extension.ts';
import { until } from '../../../support/until.ts';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'os-pi-'));
  file = join(root, 'opensessions/agents', `pi-${process.pid}.jsonl`);
  vi.stubEnv('XDG_STATE_HOME', root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

type Handler = (event: Record<string, unknown>, context?: object) => void;
function load() {
  const handlers = new Map<string, Handler>();
  opensessions({ on: (type, handler) => void handlers.set(type, handler) });
  return { handlers, emit: (type: string, event: object = {}) => handlers.get(type)?.({ type, ...event }, {}) };
}
const written = () =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).event)
    : [];

test('where opensessions was never set up it is not there', () => {
  expect(load().handlers.size).toBe(0);
  expect(existsSync(join(root, 'opensessions'))).toBe(false);
});

test('what it writes is private and small, and gone when Pi ends', async () => {
  mkdirSync(join(root, 'opensessions'));
  const { emit } = load();
  emit('tool_execution_start', { toolName: 'bash', args: { command: 'x'.repeat(100_000), nested: {}, n: 1 } });
  await until(() => written().length === 1, 'the line');
  expect(written()[0].args).toEqual({ command: 'x'.repeat(300) });
  expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
  emit('session_shutdown', { reason: 'quit' });
  expect(existsSync(file)).toBe(false);
});

test('its file is begun anew before it is large, with what the state follows from', async () => {
  mkdirSync(join(root, 'opensessions'));
  const { emit } = load();
  emit('agent_start');
  let before = 0;
  await until(() => {
    const size = existsSync(file) ? statSync(file).size : 0;
    if (size < before) return true;
    before = size;
    for (let n = 0; n < 50; n += 1)
      emit('tool_execution_start', { toolName: 'bash', args: { command: 'x'.repeat(300) } });
    return false;
  }, 'the file to be begun anew');
  expect(before).toBeLessThanOrEqual(256 * 1024);
  // It is emptied and written in two steps.
  const [first] = await until(() => written().length > 0 && written(), 'its first line');
  expect(first.type).toBe('agent_start');
});

test('an agent that is another version than ours, and a place that cannot be written, disturb nobody', () => {
  mkdirSync(join(root, 'opensessions'));
  const { handlers } = load();
  for (const handler of handlers.values()) {
    expect(handler({})).toBeUndefined();
    expect(
      handler({ messages: 'none', args: 7 }, { sessionManager: { getSessionId: () => Promise.reject } }),
    ).toBeUndefined();
    const throwing = {
      sessionManager: {
        getSessionId: () => {
          throw new Error('no');
        },
      },
    };
    expect(handler({ messages: [null, 7] }, throwing)).toBeUndefined();
  }
});
