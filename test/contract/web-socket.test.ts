import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageBytesMax, protocolVersion } from '../../src/protocol/message.ts';
import type { Session } from '../../src/protocol/state.ts';
import { until } from '../support/until.ts';
import { type Stage, stage } from './support/stage.ts';
import { HandshakeRefused, WsClient } from './support/ws-client.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a', 'b']);
});
afterAll(() => on[Symbol.asyncDispose]());

const overTcp = (headers: Record<string, string>, path?: string) =>
  WsClient.open({ port: on.daemon.port }, { headers, ...(path === undefined ? {} : { path }) });
const overSocket = () => WsClient.open({ socketPath: on.world.paths.socket });
const bearer = () => ({ authorization: `Bearer ${on.daemon.token}` });
const sessions = async () => (await on.daemon.state()).sessions;
const byName = async (name: string): Promise<Session | undefined> =>
  (await sessions()).find((session) => session.name === name);

async function refusal(opening: Promise<WsClient>): Promise<{ status: number; detail: string }> {
  const error = await opening.then(
    () => new Error('it was let in'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof HandshakeRefused)) throw error;
  expect(JSON.parse(error.body).status).toBe(error.status);
  return { status: error.status, detail: JSON.parse(error.body).detail };
}

describe('who is let in', () => {
  test('with the token over TCP, without it over the unix socket', async () => {
    for (const client of [await overTcp(bearer()), await overSocket()]) {
      await client.next('hello');
      client.close();
    }
  });

  test('nobody else', async () => {
    expect((await refusal(overTcp({}))).status).toBe(401);
    expect((await refusal(overTcp({ authorization: `Bearer ${'0'.repeat(64)}` }))).status).toBe(401);
    expect((await refusal(overTcp({}, `/ws?token=${on.daemon.token}`))).status).toBe(401);
    expect((await refusal(overTcp({ ...bearer(), origin: 'http://evil.example' }))).status).toBe(403);
    expect((await refusal(overTcp({ ...bearer(), host: 'evil.example' }))).status).toBe(421);
    expect(await refusal(overTcp(bearer(), '/other'))).toMatchObject({
      status: 404,
      detail: expect.stringContaining('/ws'),
    });
  });
});

describe('what it says', () => {
  test('hello at once and unasked, then the state', async () => {
    const client = await overSocket();
    const state = await client.next('state');
    expect(client.messages[0]).toEqual({
      type: 'hello',
      v: protocolVersion,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      pid: on.daemon.pid,
    });
    expect(client.messages[1]).toBe(state);
    expect(state.state.sessions.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(state.you).toEqual({ server: null, client: null, session: null, cursor: null, visible: true, mouse: false });
    client.close();
  });

  test('the settings only to who identifies itself, now and after each change', async () => {
    const [sidebar, reader] = [await overSocket(), await overSocket()];
    sidebar.identify({});
    expect((await sidebar.next('settings')).settings).toMatchObject({ theme: { name: 'auto' }, problem: null });
    mkdirSync(on.world.paths.configDir, { recursive: true });
    writeFileSync(on.world.paths.config, '{ "theme": "nord" }');
    await sidebar.next('settings', ({ settings }) => settings.theme.name === 'nord' && settings.problem === null);
    writeFileSync(on.world.paths.config, '{ "theme": "no-such-theme" }');
    const wrong = await sidebar.next(
      'settings',
      ({ settings }) => settings.problem?.includes('no-such-theme') === true,
    );
    expect(wrong.settings.theme.name).toBe('nord');
    rmSync(on.world.paths.config);
    await until(() => {
      const last = sidebar.messages.findLast(({ type }) => type === 'settings');
      return last?.type === 'settings' && last.settings.theme.name === 'auto' && last.settings.problem === null;
    }, 'the defaults again');
    expect(reader.messages.map(({ type }) => type)).not.toContain('settings');
    for (const client of [sidebar, reader]) client.close();
  });

  test('each change, in order, and nothing when nothing changed', async () => {
    const client = await overSocket();
    await client.next('state');
    for (let round = 0; round < 20; round += 1) await on.daemon.post('/set-status', { session: 'a', text: 'same' });
    await client.next('state', ({ state }) => state.sessions[0]?.metadata.status?.text === 'same');
    const count = client.messages.length;
    for (let round = 0; round < 20; round += 1) await on.daemon.post('/set-status', { session: 'a', text: 'same' });
    for (let round = 0; round < 20; round += 1) await on.daemon.post('/set-progress', { session: 'b', clear: true });
    await on.daemon.post('/set-status', { session: 'a', text: 'other' });
    await client.next('state', ({ state }) => state.sessions[0]?.metadata.status?.text === 'other');
    expect(client.messages.length).toBe(count + 1);
    const seqs = client.messages.flatMap((message) => (message.type === 'state' ? [message.seq] : []));
    expect(seqs).toEqual([...seqs].sort((one, two) => one - two));
    client.close();
  });

  test('a burst of 500 pushes in few messages, the last of them complete', async () => {
    const client = await overSocket();
    await client.next('state');
    const before = client.messages.length;
    // Twenty lanes: more connections than the daemon takes would be another test.
    const lane = async (_: unknown, first: number) => {
      for (let current = first + 1; current <= 500; current += 20)
        await on.daemon.post('/set-progress', { session: 'b', current, total: 500 });
    };
    await Promise.all(Array.from({ length: 20 }, lane));
    await on.daemon.post('/set-status', { session: 'b', text: 'the last' });
    const last = await client.next('state', ({ state }) => state.sessions[1]?.metadata.status?.text === 'the last');
    expect(last.state.sessions[1]?.metadata).toEqual((await byName('b'))?.metadata);
    expect(client.messages.length - before).toBeLessThan(250);
    client.close();
  });
});

describe('what it hears', () => {
  test.each([
    ['', 'message'],
    ['{', 'message'],
    ['null', 'message'],
    ['[]', 'message'],
    ['{}', 'type'],
    ['{"type":"hello"}', 'type'],
    ['{"type":"command"}', 'command'],
    ['{"type":"command","command":{"name":"format.disk"}}', 'command.name'],
    ['{"type":"command","command":{"name":"session.kill","session":"$1; kill-server"}}', 'command.session'],
    ['{"type":"command","command":{"name":"session.create","session":"a\\u0000b"}}', 'command.session'],
    ['{"type":"command","command":{"name":"session.switchIndex","index":1.5}}', 'command.index'],
    ['{"type":"identify","origin":{"server":"relative","pane":"7"}}', 'origin.server'],
    ['{"type":"identify","__proto__":{"origin":{}}}', 'origin'],
    ['{"type":"command","command":{"name":"session.kill","session":"$999"}}', 'no session $999'],
    ['{"type":"identify","origin":{"server":"/nonexistent/tmux.sock"}}', '/nonexistent/tmux.sock'],
    [JSON.stringify({ type: 'x'.repeat(messageBytesMax - 100) }), 'type'],
    [JSON.stringify([...'['.repeat(5000)]), 'message'],
  ])('%.80s: an error that names what is wrong, and the client stays', async (text, named) => {
    const client = await overSocket();
    client.send(text);
    const { message } = await client.next('error');
    expect(message).toContain(named);
    expect(message).not.toMatch(/\n/);
    expect(message.length).toBeLessThan(1000);
    const { server } = (await sessions())[0] ?? {};
    client.identify({ server });
    await client.next('state', ({ you }) => you.server === server);
    client.close();
  });

  test.each([
    ['binary', Buffer.from('{"type":"identify","origin":{}}'), 1003],
    ['over 64 kB', JSON.stringify({ type: 'x'.repeat(messageBytesMax) }), 1009],
  ])('a frame that is %s closes the client, and only that one', async (_what, data, code) => {
    const other = await overSocket();
    const client = await overSocket();
    await client.next('hello');
    client.send(data);
    expect(await client.closed).toBe(code);
    await on.daemon.post('/set-status', { session: 'a', text: `after ${code}` });
    await other.next('state', ({ state }) => state.sessions[0]?.metadata.status?.text === `after ${code}`);
    other.close();
  });

  test('nested deeper than any stack is no JSON of ours either', async () => {
    const client = await overSocket();
    client.send('['.repeat(60_000));
    await client.next('error');
    client.close();
  });

  test('more clients than there is room for are told so', async () => {
    const clients = await Promise.all(Array.from({ length: 130 }, () => overSocket()));
    const surplus = await Promise.race(clients.map(async (client) => ({ code: await client.closed })));
    expect(surplus.code).toBe(1013);
    for (const client of clients) client.close();
    await Promise.all(clients.map((client) => client.closed));
    const next = await overSocket();
    await next.next('hello');
    next.close();
  });
});

describe('a command acts', () => {
  test('switch, cursor, create, kill, for the client that the origin names', async () => {
    const terminal = await on.world.attach({ session: 'a' });
    const client = await overTcp(bearer());
    client.identify({ server: on.world.socket, client: terminal.client });
    const me = async () => (await on.daemon.state()).clients.find(({ name }) => name === terminal.client);
    await until(async () => (await me())?.session === on.sessions.get('a')?.session, 'the client');
    const b = on.sessions.get('b')?.session ?? '';

    client.command({ name: 'cursor.move', session: b });
    await until(async () => (await me())?.cursor === b, 'the cursor on b');
    expect((await me())?.session).toBe(on.sessions.get('a')?.session);

    client.command({ name: 'session.switch', session: b, focus: 'work' });
    await terminal.until((screen) => screen.includes('WORK-b'), 'session b');
    await until(async () => (await me())?.session === b, 'the state to say so');

    client.command({ name: 'session.switchIndex', index: 1 });
    await terminal.until((screen) => screen.includes('WORK-a'), 'session a');

    client.command({ name: 'session.create', session: 'made.here #(touch pwned)', dir: on.world.root });
    const made = await until(async () => {
      const { session } = (await me()) ?? {};
      return (await sessions()).find(({ id, name }) => id === session && name.startsWith('made'));
    }, 'the client in the new session');
    expect(made).toMatchObject({ name: expect.stringMatching(/^made[._]here #\(touch pwned\)$/) });
    await until(async () => (await byName(made.name))?.dir === on.world.root, 'its directory');

    client.command({ name: 'session.kill', session: made.id });
    await terminal.until((screen) => screen.includes('WORK-a'), 'the session visited before');
    await until(async () => (await byName(made.name)) === undefined, 'the session to be gone');

    client.command({ name: 'session.switchIndex', index: 99 });
    expect((await client.next('error')).message).toBe('no session 99: there are 2');
    expect(client.messages.filter(({ type }) => type === 'error').length).toBe(1);
    client.close();
    await terminal.detach();
  });

  test('the same over POST /command: 204 when done, 409 when it cannot be, 502 when tmux refuses', async () => {
    const command = (body: object, origin: object = { server: on.world.socket }) =>
      on.daemon.request('/command', {
        method: 'POST',
        headers: { ...bearer(), 'content-type': 'application/json' },
        body: { origin, command: body },
      });
    expect((await command({ name: 'session.create', session: 'posted' })).status).toBe(204);
    const made = await byName('posted');
    const again = await command({ name: 'session.create', session: 'posted' });
    expect([again.status, JSON.parse(again.text).detail]).toEqual([502, expect.stringContaining('duplicate session')]);
    expect((await command({ name: 'session.kill', session: made?.id })).status).toBe(204);
    expect(await byName('posted')).toBe(undefined);
    const gone = await command({ name: 'session.kill', session: made?.id });
    expect([gone.status, JSON.parse(gone.text).detail]).toEqual([409, `no session ${made?.id}`]);
    expect((await command({ name: 'server.announce' }, { server: '/nonexistent/tmux.sock' })).status).toBe(502);
    expect((await command({ name: 'server.announce' }, {})).status).toBe(409);
    expect((await command({ name: 'format.disk' })).status).toBe(400);
    expect((await command({ name: 'server.announce' }, { server: '/a\u0000b' })).status).toBe(400);
  });
});
