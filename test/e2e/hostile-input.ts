import fc from 'fast-check';
import { allowedBy, type JsonSchema } from '../contract/support/from-schema.ts';

export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Names and texts that would run `touch canary` wherever a shell or tmux reads them as more than text, and other traps. */
export function traps(canary: string): string[] {
  const touch = `touch ${canary}`;
  return [
    `a$(${touch})`,
    `q';${touch};'`,
    `"; ${touch}; "`,
    `\`${touch}\``,
    `#(${touch})`,
    `#{E:#(${touch})}`,
    `x\n${touch}\n`,
    `; run-shell '${touch}'`,
    `%1 ; run-shell "${touch}"`,
    '\u202eesrever\u2066',
    '\u001b]52;c;aGk=\u0007\u001b[2J\u001bc',
    '__proto__',
    'constructor',
    '\ud800',
    '\0',
    `e${'\u0301'.repeat(5000)}`,
    'x'.repeat(60_000),
  ];
}

/** Requests of all kinds: right ones with traps in them, nearly right ones, and noise. */
export function hostileRequests(
  bodies: Record<string, JsonSchema>,
  canary: string,
  port: number,
): fc.Arbitrary<HostileRequest> {
  const trap = fc.constantFrom(...traps(canary));
  const paths = [...Object.keys(bodies), '/health', '/state', '/events', '/ws', '/openapi.json', '/command'];
  const path = fc.oneof(
    { arbitrary: fc.constantFrom(...paths), weight: 12 },
    fc.constantFrom('/', '//', '/../../etc/passwd', '/%00', '/log?x=1', '*', '/__proto__', `/${'x'.repeat(8000)}`),
    fc.webPath().map((one) => one || '/'),
  );
  const method = fc.oneof(
    { arbitrary: fc.constant('POST'), weight: 10 },
    fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'PROPFIND'),
  );
  const type = fc.oneof(
    { arbitrary: fc.constant('application/json'), weight: 12 },
    fc.constantFrom(
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
      'application/json; x',
    ),
  );
  const extra = fc.oneof(
    { arbitrary: fc.constant({}), weight: 12 },
    fc.constantFrom<Record<string, string>>(
      { host: 'evil.example' },
      { host: `127.0.0.1.evil.example:${port}` },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { authorization: 'Bearer x' },
      { authorization: `Bearer ${'0'.repeat(64)}` },
      { 'last-event-id': '__proto__' },
      { 'x-forwarded-host': 'evil.example', cookie: 'x'.repeat(10_000) },
      { expect: '100-continue' },
      { upgrade: 'websocket', connection: 'Upgrade' },
      { __proto__x: 'x' },
    ),
    fc.dictionary(fc.stringMatching(/^x-[a-z]{1,20}$/), fc.stringMatching(/^[ -~]{0,200}$/), { maxKeys: 5 }),
  );
  const raw = fc.oneof(
    fc.constant('{"__proto__":{"session":"a","text":"x"},"constructor":{"prototype":{"x":1}}}'),
    fc.constant('['.repeat(30_000)),
    fc.constant(`{"session":"${'n'.repeat(1_000_000)}","text":"x"}`),
    fc.constant(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
    fc.json(),
    trap,
  );
  return path.chain((to) => {
    const schema = bodies[to];
    const right = (schema === undefined ? fc.jsonValue() : allowedBy(schema)).chain((value) =>
      fc.tuple(trap, fc.nat({ max: 7 })).map(([text, what]) => JSON.stringify(aimed(value, text, what))),
    );
    const body = fc.oneof(
      { arbitrary: right.map((text) => Buffer.from(text)), weight: 12 },
      { arbitrary: raw.map((text) => Buffer.from(text)), weight: 2 },
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    );
    return fc.record({ method, path: fc.constant(to), type, extra, body }).map(({ type, extra, ...request }) => ({
      ...request,
      headers: { ...(type === '' ? {} : { 'content-type': type }), ...extra },
    }));
  });
}

/** Most meet a session; nobody waits for an answer; each text is a trap in turn. */
function aimed(value: unknown, text: string, what: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields = ['text', 'message', 'label', 'detail', 'question', 'source', 'agent', 'session'];
  const name = fields[what] ?? 'text';
  const wait = 'choices' in value ? { timeout: 0.001 } : {};
  return { ...value, ...wait, session: 'a', [name]: text };
}

/** Bytes as they come over a bare connection: half-sent, smuggled, broken. */
export const rawBytes = (port: number) => {
  const head = `POST /log HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`;
  return fc.oneof(
    fc
      .constantFrom(
        head,
        `${head}Content-Length: 1000\r\n\r\n{"session":"a",`,
        `${head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\nx`,
        `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /state HTTP/1.1\r\n\r\n`,
        `${head}Content-Length: -1\r\n\r\n`,
        `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        '\u0016\u0003\u0001',
      )
      .map((text) => Buffer.from(text, 'latin1')),
    fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  );
};

/** What is sent inside an open WebSocket: text of all kinds, and bytes behind its back that are no frames. */
export const frames = (canary: string): fc.Arbitrary<{ text: string } | { bytes: Buffer }> => {
  const trap = fc.constantFrom(...traps(canary));
  const name = fc.constantFrom(
    'session.create',
    'session.switch',
    'session.switchIndex',
    'cursor.move',
    'ask.answer',
    'server.announce',
    'nothing',
  );
  const command = fc.record({ name, session: trap, dir: trap, ask: trap, index: fc.integer(), choice: fc.integer() });
  const message = fc.oneof(
    // The session that it would create is one that tmux cannot: the test makes no sessions.
    command.map((one) => ({ type: 'command', command: one.name === 'session.create' ? { ...one, dir: 7 } : one })),
    fc.record({ type: fc.constant('identify'), origin: fc.record({ server: trap, client: trap, pane: trap }) }),
    fc.jsonValue(),
  );
  return fc.oneof(
    { arbitrary: message.map((one) => ({ text: JSON.stringify(one) })), weight: 10 },
    { arbitrary: trap.map((text) => ({ text })), weight: 3 },
    fc.uint8Array({ minLength: 1, maxLength: 500 }).map((bytes) => ({ bytes: Buffer.from(bytes) })),
  );
};
