import { type Figure, type Row, row, type Settings } from '../figure.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, marker, openSidebar, paintedAtMs, type Setting, showsCurrent, sidebarMark } from '../setting.ts';

interface Sample {
  /** From the request to the read that painted the target (and the sidebar, when it is open). */
  ms: number;
  /** Including what the sidebar then paints because the current session is another one. */
  bytes: number;
  redraws: number;
  /** Those that painted more than the sidebar's own columns. */
  workRedraws: number;
}

/** @returns `performance.now()` of the request */
type Way = (setting: Setting, session: string) => Promise<number>;

const bareKeys = ['F', 'G', 'H'];

/** What a switch costs the terminal, and how long the target takes to appear. The floors are the same in a bare tmux. */
export const switching: Figure = {
  name: 'switch',
  async measure(settings) {
    const rows: Row[] = [];
    for (const windows of settings.windows.filter((count) => count > 1)) {
      rows.push(...(await scoped(buildSetting(windows), (setting) => measureWindows(setting, settings))));
    }
    return rows;
  },
};

async function measureWindows(setting: Setting, { n, floorsOnly }: Settings): Promise<Row[]> {
  const { world, sessions, windows } = setting;
  for (const [index, session] of sessions.entries()) {
    await world.tmux('bind-key', '-T', 'prefix', bareKeys[index] ?? '', 'switch-client', '-t', `=${session}`);
  }
  const floors = [
    ...rows(`switch-client, ${windows} windows`, await repeat(n, setting, switchClient, false), true),
    ...rows(`bare key binding, ${windows} windows`, await repeat(n, setting, bareKey, false), true),
    ...(windows > sessions.length
      ? rows(`select-window, ${windows} windows`, await repeatWindows(n, setting, false), true)
      : []),
  ];
  if (floorsOnly) return floors;
  await openSidebar(setting);
  return [
    ...rows(`switch-client, ${windows} windows`, await repeat(n, setting, switchClient, true)),
    ...rows(`prefix o N, ${windows} windows`, await repeat(n, setting, indexKey, true)),
    ...(windows > sessions.length
      ? rows(`select-window, ${windows} windows`, await repeatWindows(n, setting, true))
      : []),
    ...floors,
  ];
}

const switchClient: Way = async ({ world, client }, session) => {
  const atMs = performance.now();
  await world.tmux('switch-client', '-c', client.client, '-t', `=${session}`);
  return atMs;
};
const bareKey: Way = ({ client, sessions }, session) => client.prefix(bareKeys[sessions.indexOf(session)] ?? '');
const indexKey: Way = ({ client, sessions }, session) => client.prefix('o', `${sessions.indexOf(session) + 1}`);

/** Goes round the sessions. */
async function repeat(n: number, setting: Setting, way: Way, sidebarOpen: boolean): Promise<Sample[]> {
  const { sessions } = setting;
  const samples: Sample[] = [];
  await setting.world.tmux('switch-client', '-c', setting.client.client, '-t', `=${sessions[0]}`);
  for (let turn = 1; turn <= n; turn += 1) {
    const session = sessions[turn % sessions.length] ?? '';
    samples.push(await sample(setting, marker(session, 0), sidebarOpen ? session : null, () => way(setting, session)));
  }
  return samples;
}

/** Goes to and fro between the first two windows of the first session, and ends where it began. */
async function repeatWindows(n: number, setting: Setting, sidebarOpen: boolean): Promise<Sample[]> {
  const { world, client } = setting;
  const samples: Sample[] = [];
  await world.tmux('switch-client', '-c', client.client, '-t', '=s1:0');
  for (let turn = 1; turn <= n + (n % 2); turn += 1) {
    samples.push(
      await sample(setting, marker('s1', turn % 2), sidebarOpen ? 's1' : null, async () => {
        const atMs = performance.now();
        await world.tmux('select-window', '-t', `=s1:${turn % 2}`);
        return atMs;
      }),
    );
  }
  return samples;
}

/** @param current the session at which an open sidebar's bar will stand; null when none is open */
async function sample(
  { world, client }: Setting,
  target: string,
  current: string | null,
  request: () => Promise<number>,
): Promise<Sample> {
  await world.settled(client);
  const mark = client.mark();
  const atMs = await request();
  const painted = current === null ? [target] : [target, sidebarMark];
  await client.until(
    (screen) => painted.every((text) => screen.includes(text)),
    `${painted.join(' and ')} after a switch`,
  );
  if (current !== null) await client.until(() => showsCurrent(client, current), `the sidebar's bar at ${current}`);
  await world.settled(client);
  const paintedMs = painted.map((text) => paintedAtMs(client, text, mark));
  return {
    ms: Math.max(...paintedMs) - atMs,
    bytes: client.bytesSince(mark).length,
    redraws: client.redraws(mark).length,
    workRedraws: client.redraws(mark, client.workArea()).length,
  };
}

function rows(what: string, samples: readonly Sample[], floor = false): Row[] {
  const one = (field: keyof Sample, unit: Row['unit'], suffix = '') =>
    row(
      'switch',
      `${what}${suffix}`,
      unit,
      samples.map((taken) => taken[field]),
      floor,
    );
  return [
    one('ms', 'ms'),
    one('bytes', 'bytes'),
    one('redraws', 'redraws'),
    one('workRedraws', 'redraws', ', work area'),
  ];
}
