import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openCode } from '../../../../src/agents/opencode/index.ts';
import { listeners, parseListeners } from '../../../../src/agents/opencode/ports.ts';
import { until } from '../../../support/until.ts';
import { scratch } from './database.ts';
import { agentProcess, engine } from './engine.ts';
import { fixture } from './recordings.ts';

/** Answers as OpenCode does. Each line on stdin says what to do: an event, `cut`, or what a path answers from now on. */
const script = `
  const http = require('node:http');
  const streams = new Set();
  const answers = { '/global/health': { healthy: true }, '/session/status': {}, '/permission': [], '/question': [] };
  const requests = [];
  let mode = '';
  const server = http.createServer((request, response) => {
    const path = request.url.split('?')[0];
    requests.push(path);
    if (mode === 'password') return response.writeHead(401, { 'content-type': 'text/plain' }).end();
    if (mode === 'page') return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    if (path !== '/global/event') {
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[path]));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"payload":{"type":"server.connected","properties":{}}}\\n\\n');
    streams.add(response);
    console.log('connected');
  });
  server.listen(0, '127.0.0.1', () => console.log('listening'));
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { event, raw, answer, set } = JSON.parse(line);
    if (set) mode = set;
    if (answer) Object.assign(answers, answer);
    for (const stream of streams) {
      if (set === 'cut') stream.destroy();
      else if (event) stream.write('data: ' + JSON.stringify({ directory: '/d', payload: event }) + '\\n\\n');
      else if (raw) stream.write(raw);
    }
    if (set === 'cut') streams.clear();
    console.log('requests ' + requests.length);
  });`;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function server() {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')));
  await until(() => said.includes('listening'), 'the server');
  const tell = (what: object) => void child.stdin.write(`${JSON.stringify(what)}\n`);
  const connections = () => said.filter((line) => line === 'connected').length;
  const requests = () => Number(said.findLast((line) => line.startsWith('requests'))?.split(' ')[1] ?? 0);
  return { pid: child.pid ?? 0, tell, connections, requests, said };
}

const status = (type: string, session = 'ses_a') => ({
  type: 'session.status',
  properties: { sessionID: session, status: { type } },
});
const listening = { argv: ['opencode', '--port', '0'] };

test('an open port says what runs, also what began before we came', async () => {
  using place = scratch();
  const { pid, tell, connections } = await server();
  const asked = { id: 'per_1', sessionID: 'ses_a', permission: 'bash', patterns: ['make'] };
  tell({ answer: { '/session/status': { ses_a: { type: 'busy' } }, '/permission': [asked] } });
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  one.live([agentProcess(pid, listening)]);
  await until(() => one.state('ses_a') === 'waiting', 'the wait');
  expect(connections()).toBe(1);
  tell({ event: { type: 'permission.replied', properties: { sessionID: 'ses_a', requestID: 'per_1' } } });
  await until(() => one.state('ses_a') === 'running', 'the answer');
  tell({ event: status('idle') });
  await until(() => one.state('ses_a') === 'done', 'the end');
});

test('a line that breaks is taken up again, with what was missed', async () => {
  using place = scratch();
  const { pid, tell, connections } = await server();
  tell({ answer: { '/session/status': { ses_a: { type: 'busy' } } } });
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  one.live([agentProcess(pid, listening)]);
  await until(() => one.state('ses_a') === 'running', 'the turn');
  tell({ answer: { '/session/status': {} }, set: 'cut' });
  await until(() => connections() === 2, 'the second line');
  await until(() => one.state('ses_a') === 'done', 'the end that was missed');
});

test('a recorded stream of two directories, to where a permission was asked for', async () => {
  using place = scratch();
  const { pid, tell, connections } = await server();
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  one.live([agentProcess(pid, { argv: ['opencode', 'serve'] })]);
  await until(() => connections() === 1, 'the line');
  tell({ raw: fixture('serve.global-event.sse.txt') });
  await until(() => one.state('ses_e02ff07cbfferCXlvCTqJXuuOr') === 'waiting', 'the wait');
  await until(() => one.state('ses_e02ff0823ffek698MhHGhEH3Yl') === 'done', 'the other session');
  // The server itself has none of them.
  expect(one.state(`pid:${pid}`)).toBe('idle');
});

test('a server that wants a password is asked once, and that is said', async () => {
  using place = scratch();
  const { pid, tell, requests } = await server();
  tell({ set: 'password' });
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  one.live([agentProcess(pid, listening)]);
  await until(() => one.logged.length > 0, 'the log');
  expect(one.logged).toEqual([`opencode: process ${pid} wants a password for its port; it is not asked again`]);
  one.live([agentProcess(pid, listening)]);
  tell({});
  await until(() => requests() > 0, 'the count');
  expect(requests()).toBe(1);
});

test('something else that answers with a page is no OpenCode', async () => {
  using place = scratch();
  const { pid, tell, requests, said } = await server();
  tell({ set: 'page' });
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  one.live([agentProcess(pid, listening)]);
  await until(() => {
    tell({});
    return requests() > 1;
  }, 'two tries');
  expect(said).not.toContain('connected');
  expect(one.threads()).toEqual([`pid:${pid} unknown presence`]);
});

test('a process that was not told to listen is not looked at', async () => {
  using place = scratch();
  const { pid, tell, requests, said } = await server();
  await using one = engine(openCode, place.dir, { HOME: place.dir });
  one.live([agentProcess(pid)]);
  await one[Symbol.asyncDispose]();
  tell({});
  await until(() => said.some((line) => line.startsWith('requests')), 'the count');
  expect(requests()).toBe(0);
});

test('only its own sockets that listen count', async () => {
  const own = createServer().listen(0, '127.0.0.1');
  await once(own, 'listening');
  const address = own.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  expect(await listeners(process.pid)).toContainEqual({ host: '127.0.0.1', port });
  const { pid } = await server();
  const others = await listeners(pid);
  expect(others).toHaveLength(1);
  expect(others).not.toContainEqual({ host: '127.0.0.1', port });
  expect(await listeners(999_999_999)).toEqual([]);
  own.close();
});

test('the kernel’s table', () => {
  const line = (local: string, state: string, inode: number) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    line('0100007F:1000', '0A', 1),
    line('0100007F:1001', '01', 2),
    line('0A00000A:1002', '0A', 3),
    line('00000000000000000000000001000000:1003', '0A', 4),
    line('00000000:1004', '0A', 5),
  ].join('\n');
  expect(parseListeners(table, new Set(['1', '2', '3', '4', '5']))).toEqual([
    { host: '127.0.0.1', port: 4096 },
    { host: '::1', port: 4099 },
    { host: '127.0.0.1', port: 4100 },
  ]);
  expect(parseListeners(table, new Set(['9']))).toEqual([]);
});
