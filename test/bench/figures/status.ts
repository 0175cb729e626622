import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask } from '../../support/http.ts';
import { type Figure, type Row, row } from '../figure.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, paintedAtMs, type Setting } from '../setting.ts';

/** From `POST /set-status` to its text in the sidebar. Floors: a request to the daemon that changes nothing, and one to a bare Node server. */
export const status: Figure = {
  name: 'status',
  async measure({ windows, n, floorsOnly }) {
    const rows: Row[] = [];
    if (!floorsOnly)
      for (const total of windows)
        rows.push(...(await scoped(buildSetting(total), (setting) => measureVisible(setting, n))));
    return [...rows, row('status', 'round trip to a bare HTTP server', 'ms', await measureBareServer(n), true)];
  },
};

async function measureVisible(setting: Setting, n: number): Promise<Row[]> {
  const { windows } = setting;
  await openSidebar(setting);
  const daemon = await setting.world.daemon();
  const visible: number[] = [];
  const roundTrip: number[] = [];
  for (let turn = 0; turn < n; turn += 1) {
    visible.push(await push(setting, (turn % 2 === 0 ? 'x' : 'y').repeat(12)));
    const atMs = performance.now();
    await daemon.health();
    roundTrip.push(performance.now() - atMs);
  }
  return [
    row('status', `set-status to paint, ${windows} windows`, 'ms', visible),
    row('status', `round trip of /health, ${windows} windows`, 'ms', roundTrip, true),
  ];
}

/** The text must differ from the last one in every character: a sidebar may repaint only those that do. */
async function push({ world, client, sessions }: Setting, text: string): Promise<number> {
  await world.settled(client);
  const mark = client.mark();
  const atMs = performance.now();
  const answer = await world.curl('/set-status', { session: sessions[0], text });
  if (answer.status >= 300) throw new Error(`/set-status answered ${answer.status}: ${answer.text}`);
  await client.until((screen) => screen.includes(text), text);
  await client.parsed();
  return paintedAtMs(client, text, mark) - atMs;
}

async function measureBareServer(n: number): Promise<number[]> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const samples: number[] = [];
  for (let turn = 0; turn < n; turn += 1) {
    const atMs = performance.now();
    await ask({ port }, '/', { method: 'POST', body: { session: 's1', text: 'pushed' } });
    samples.push(performance.now() - atMs);
  }
  server.closeAllConnections();
  server.close();
  return samples;
}
