import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { openListeners, programName } from '../../../src/host/ports.ts';
import { parseSockets } from '../../../src/host/ports-linux.ts';
import { parseListeners } from '../../../src/host/ports-lsof.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that listens there; resolves with its port once it does. */
async function listening(host: string): Promise<{ pid: number; port: number }> {
  const script = `const s = require('net').createServer().listen(0, '${host}', () => console.log(s.address().port))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [chunk] = await once(child.stdout ?? process.stdin, 'data');
  return { pid: child.pid ?? 0, port: Number(chunk) };
}

describe.runIf(process.platform === 'linux')('real sockets', () => {
  test('of the processes that were asked for, on loopback and on every address', async () => {
    const [here, everywhere, six] = await Promise.all(['127.0.0.1', '0.0.0.0', '::'].map(listening));
    const wanted = [here, everywhere].flatMap((one) => (one === undefined ? [] : [one]));
    const listListeners = openListeners();
    const found = await listListeners([{ pid: process.pid }, ...wanted]);
    expect(found).toEqual(expect.arrayContaining(wanted));
    expect(found.some(({ pid }) => pid === six?.pid)).toBe(false);
    expect(await listListeners([{ pid: six?.pid ?? 0 }]), 'one that was none of theirs').toEqual([six]);
    expect(await listListeners([...wanted, { pid: six?.pid ?? 0 }])).toEqual(expect.arrayContaining([...wanted, six]));
  });

  test('that come later, in a process that is known', async () => {
    const server = createServer();
    const listListeners = openListeners();
    const before = await listListeners([{ pid: process.pid }]);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    expect(await listListeners([{ pid: process.pid }])).toHaveLength(before.length + 1);
    expect(await listListeners([{ pid: process.pid }])).toContainEqual({ pid: process.pid, port });
    server.close();
  });

  test('what only connects is none, and what has ended is gone', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const listListeners = openListeners();
    const one = await listening('127.0.0.1');
    expect(await listListeners([{ pid: one.pid }])).toEqual([one]);
    const child = children.at(-1);
    child?.kill('SIGKILL');
    await once(child ?? server, 'exit');
    expect(await listListeners([{ pid: one.pid }])).toEqual([]);
    server.close();
  });
});

test('the kernel tables are read: listening, of this user, reachable through localhost', () => {
  const line = (address: string, state: string, uid: number, inode: number) =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 100 0 0 10 0`;
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    line('0100007F:1435', '0A', 1000, 1),
    line('00000000:0BB8', '0A', 1000, 2),
    line('0100007F:0BB9', '01', 1000, 3),
    line('0A01A8C0:0BBA', '0A', 1000, 4),
    line('0100007F:0BBB', '0A', 0, 5),
    line('00000000000000000000000001000000:0BBC', '0A', 1000, 6),
    line('0000000000000000FFFF00000100007F:0BBD', '0A', 1000, 7),
    line('000080FE000000000000000001000000:0BBE', '0A', 1000, 8),
    'nonsense',
  ].join('\n');
  expect([...parseSockets(table, 1000)]).toEqual([
    ['1', 5173],
    ['2', 3000],
    ['6', 3004],
    ['7', 3005],
  ]);
});

test('lsof of macOS is read', () => {
  const output =
    'p40\nf23\nn*:5000\nf24\nn[::1]:5173\np39\nf3\nn127.0.0.1:3000\nf4\nn192.168.1.2:80\nf5\nn[fe80:1::1]:81\n';
  expect(parseListeners(output)).toEqual([
    { pid: 39, port: 3000 },
    { pid: 40, port: 5000 },
    { pid: 40, port: 5173 },
  ]);
});

test.each([
  ['vite', 'MainThread', ['node', '/code/web/node_modules/.bin/vite', '--port', '80']],
  ['vite', 'node', ['/usr/bin/node', '--enable-source-maps', '/x/node_modules/vite/bin/vite.js']],
  ['@angular/cli', 'node', ['node', '/x/node_modules/a/node_modules/@angular/cli/bin/ng.js', 'serve']],
  ['node', 'MainThread', ['node', 'server.js']],
  ['http.server', 'python3', ['python3', '-m', 'http.server', '8000']],
  ['python3', 'python3', ['python3', 'manage.py']],
  ['next-server', 'next-server (v1', []],
  ['next-server', 'MainThread', ['next-server (v14.1.0)']],
  ['nginx', 'nginx', []],
  ['node', 'node', []],
])('people call it %s', (name, comm, argv) => {
  expect(programName({ comm, argv })).toBe(name);
});
