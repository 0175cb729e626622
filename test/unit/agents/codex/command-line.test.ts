import { expect, test } from 'vitest';
import { parseCommandLine, threadDir } from '../../../../src/agents/codex/command-line.ts';
import { codex } from '../../../../src/agents/codex/index.ts';

const id = '01a1fd05-1b44-7501-ba77-d6307edcd203';
const matches = (line: string) => codex.matches({ comm: 'codex', argv: line.split(' ') });

test.each([
  '/usr/lib/node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex',
  'codex -c model_reasoning_effort=low',
  'codex resume --last',
  'codex -m update fix-it',
  'codex exec do-it',
  'codex agents',
  './codex-x86_64-unknown-linux-musl',
])('%s is Codex', (line) => expect(matches(line)).toBe(true));

test.each([
  'node /usr/lib/node_modules/@openai/codex/bin/codex.js',
  'codex-linux-sandbox --sandbox-policy-cwd /x -- sh',
  'codex app-server daemon pid-update-loop',
  'codex app-server',
  'codex app-server --listen stdio://',
  'codex app-server generate-ts --out x',
  'codex mcp-server',
  'codex login',
  'vim codex',
  '',
])('%j is not', (line) => expect(matches(line)).toBe(false));

test.each([
  ['codex app-server --listen unix:// --analytics-default-enabled --managed-daemon', ''],
  ['codex app-server --listen=unix:///run/x.sock', '/run/x.sock'],
])('%s is the server', (line, socket) => {
  expect(matches(line)).toBe('server');
  expect(parseCommandLine(line.split(' ')).socket).toBe(socket);
});

test('a thread that is resumed by id', () => {
  expect(parseCommandLine(['codex', '-m', 'x', 'resume', id])).toMatchObject({ role: 'tui', resumes: id });
  expect(parseCommandLine(['codex', 'resume', 'my name']).resumes).toBeNull();
  expect(parseCommandLine(['codex', id]).resumes).toBeNull();
});

test.each([
  [['codex'], '/a', '/a'],
  [['codex', '-C', 'b'], '/a', '/a/b'],
  [['codex', '--cd=/c'], null, '/c'],
  [['codex', '--cd', 'b'], null, null],
])('%j in %s begins threads in %s', (argv, cwd, dir) => {
  expect(threadDir(parseCommandLine(argv), cwd)).toBe(dir);
});
