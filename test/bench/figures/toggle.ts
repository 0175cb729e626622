import type { Client } from '../../support/world.ts';
import { type Figure, type Row, row } from '../figure.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, paintedAtMs, type Setting, showsSidebar, sidebarMark } from '../setting.ts';

/** From the last key of `prefix o t` to the paint of a sidebar that was hidden. The floor is a bare key that joins a parked pane. */
export const toggle: Figure = {
  name: 'toggle',
  async measure({ windows, n, floorsOnly }) {
    const count = Math.max(1, Math.ceil(n / 5));
    const rows: Row[] = [];
    for (const total of windows)
      rows.push(...(await scoped(buildSetting(total), (setting) => measure(setting, count, floorsOnly))));
    return rows;
  },
};

async function measure(setting: Setting, n: number, floorsOnly: boolean): Promise<Row[]> {
  const what = `${setting.windows} windows`;
  const floor = row('toggle', `join-pane by a bare key, ${what}`, 'ms', await measureJoin(setting, n), true);
  if (floorsOnly) return [floor];
  await openSidebar(setting);
  return [row('toggle', `shown again, ${what}`, 'ms', await measureToggle(setting, n)), floor];
}

async function measureToggle({ world, client }: Setting, n: number): Promise<number[]> {
  const samples: number[] = [];
  for (let turn = 0; turn < n; turn += 1) {
    await client.prefix('o', 't');
    await client.until(() => !showsSidebar(client), 'the sidebar to go');
    await world.settled(client);
    samples.push(await keyToPaint(client, ['o', 't'], sidebarMark));
    await world.settled(client);
  }
  return samples;
}

async function measureJoin({ world, client }: Setting, n: number): Promise<number[]> {
  const command = ['/bin/sh', '-c', 'printf PARKED-PANE; exec cat'];
  const { pane } = await world.newSession('parked', { command });
  await world.newWindow('parked', 'keeps');
  await world.tmux('bind-key', '-T', 'prefix', 'J', 'join-pane', '-hbdf', '-l', '26', '-s', pane);
  const samples: number[] = [];
  for (let turn = 0; turn < n; turn += 1) {
    samples.push(await keyToPaint(client, ['J'], 'PARKED-PANE'));
    await world.tmux('break-pane', '-d', '-s', pane, '-t', 'parked:');
    await client.until((screen) => !screen.includes('PARKED-PANE'), 'the pane to go');
    await world.settled(client);
  }
  await world.tmux('kill-session', '-t', '=parked');
  return samples;
}

async function keyToPaint(client: Client, keys: readonly string[], text: string): Promise<number> {
  const mark = client.mark();
  const atMs = await client.prefix(...keys);
  await client.until((screen) => screen.includes(text), text);
  await client.parsed();
  return paintedAtMs(client, text, mark) - atMs;
}
