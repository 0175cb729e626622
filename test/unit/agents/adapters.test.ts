import { expect, test } from 'vitest';
import { adapters } from '../../../src/agents/index.ts';

const agentOf = (comm: string, argv: readonly string[]) =>
  adapters.find((adapter) => adapter.matches({ comm, argv }))?.agent ?? null;

test.each([
  ['pi', 'pi', ['pi']],
  ['pi', 'node', ['node', '/usr/bin/pi', '-c']],
  ['pi', 'node', ['/usr/bin/node', '/x/@mariozechner/pi-coding-agent/dist/cli.js']],
  ['amp', 'amp', ['/home/dev/.amp/bin/amp']],
  ['gemini', 'node', ['node', '--max-old-space-size=8192', '/usr/bin/gemini']],
  ['copilot', 'node', ['node', '/usr/lib/node_modules/@github/copilot/index.js']],
  ['cursor', 'node', ['/x/cursor-agent/versions/1/node', '/x/cursor-agent/versions/1/index.js']],
  ['aider', 'aider', ['/usr/bin/python3', '/home/dev/.local/bin/aider']],
  ['droid', 'droid', ['droid']],
  [null, 'vim', ['vim', 'pi']],
  [null, 'node', ['node', 'server.js']],
  [null, 'bash', ['-bash']],
])('%s: %s %j', (agent, comm, argv) => {
  expect(agentOf(comm, argv)).toBe(agent);
});

test('no two adapters have the same name', () => {
  const names = adapters.map(({ agent }) => agent);
  expect(new Set(names).size).toBe(names.length);
});
