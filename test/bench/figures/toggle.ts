import { bareStart } from '../bare-node.ts';
import { compared, type Figure, type Row, row, type Settings, times } from '../figure.ts';
import { slow, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting, showsSidebar, sight } from '../setting.ts';

/**
 * From the last key of `prefix o t` to the paint of a sidebar that was hidden. Floors: a bare key that joins a parked pane, and the
 * start of a bare Node, which a sidebar that is started anew could not go below.
 */
export const toggle: Figure = {
  name: 'toggle',
  async measure(settings) {
    const { n, windows, say } = settings;
    const node = await untilSteady(slow(n), bareStart, (starts) => [
      row(
        'toggle',
        'bare Node, start to first output',
        'ms',
        starts.map(({ firstMs }) => firstMs),
        true,
      ),
    ]);
    const rows: Row[] = [];
    for (const total of windows) {
      say(`${total} windows`);
      rows.push(...(await scoped(buildSetting(total), (setting) => measure(setting, settings, node))));
    }
    return [...rows, ...node];
  },
};

async function measure(setting: Setting, { n, floorsOnly }: Settings, [node]: readonly Row[]): Promise<Row[]> {
  const what = `${setting.windows} windows`;
  const floors = await measureJoin(setting, n, what);
  const [join] = floors;
  if (floorsOnly || join === undefined || node === undefined) return floors;
  await openSidebar(setting);
  const rows = await untilSteady(
    slow(n),
    () => shownAgain(setting),
    (samples) => [compared(row('toggle', `shown again, ${what}`, 'ms', samples), join)],
  );
  return [
    ...rows,
    ...rows.map((one) => times('toggle', `shown again over a bare Node's start, ${what}`, one, node)),
    join,
  ];
}

async function shownAgain({ world, client }: Setting): Promise<number> {
  await client.prefix('o', 't');
  await client.until(() => !showsSidebar(client), 'the sidebar to go');
  await world.settled(client);
  const ms = await sight(
    client,
    'the sidebar',
    () => showsSidebar(client),
    () => client.prefix('o', 't'),
  );
  await world.settled(client);
  return ms;
}

async function measureJoin({ world, client }: Setting, n: number, what: string): Promise<Row[]> {
  const command = ['/bin/sh', '-c', 'printf PARKED-PANE; exec cat'];
  const { pane } = await world.newSession('parked', { command });
  await world.newWindow('parked', 'keeps');
  await world.tmux('bind-key', '-T', 'prefix', 'J', 'join-pane', '-hbdf', '-l', '26', '-s', pane);
  const isThere = () => client.screen().includes('PARKED-PANE');
  const rows = await untilSteady(
    slow(n),
    async () => {
      const ms = await sight(client, 'the parked pane', isThere, () => client.prefix('J'));
      await world.tmux('break-pane', '-d', '-s', pane, '-t', 'parked:');
      await client.until(() => !isThere(), 'the pane to go');
      await world.settled(client);
      return ms;
    },
    (samples) => [row('toggle', `join-pane by a bare key, ${what}`, 'ms', samples, true)],
  );
  await world.tmux('kill-session', '-t', '=parked');
  return rows;
}
