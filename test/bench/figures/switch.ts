import { type Figure, type Row, row, type Settings } from '../figure.ts';
import { buildSetting, marker, openSidebar, type Setting, sidebarMark } from '../setting.ts';

interface Sample {
  /** From the request to the read that painted the target (and the sidebar, when it is open). */
  ms: number;
  bytes: number;
  redraws: number;
}

/** @returns `performance.now()` of the request */
type Way = (setting: Setting, session: string) => Promise<number>;

const bareKeys = ['F', 'G', 'H'];

/** What a switch costs the terminal, and how long the target takes to appear. The floors are the same in a bare tmux. */
export const switching: Figure = {
  name: 'switch',
  async measure(settings) {
    const rows: Row[] = [];
    for (const windows of settings.windows.filter((count) => count > 1))
      rows.push(...(await measureWindows(windows, settings)));
    return rows;
  },
};

async function measureWindows(windows: number, { n, floorsOnly }: Settings): Promise<Row[]> {
  await using setting = await buildSetting(windows);
  const { world, sessions } = setting;
  for (const [index, session] of sessions.entries()) {
    await world.tmux('bind-key', '-T', 'prefix', bareKeys[index] ?? '', 'switch-client', '-t', `=${session}`);
  }
  const floors = [
    ...rows(`switch-client, ${windows} windows`, await repeat(n, setting, switchClient, []), true),
    ...rows(`bare key binding, ${windows} windows`, await repeat(n, setting, bareKey, []), true),
    ...(windows > sessions.length
      ? rows(`select-window, ${windows} windows`, await repeatWindows(n, setting, []), true)
      : []),
  ];
  if (floorsOnly) return floors;
  await openSidebar(setting);
  return [
    ...rows(`switch-client, ${windows} windows`, await repeat(n, setting, switchClient, [sidebarMark])),
    ...rows(`prefix o N, ${windows} windows`, await repeat(n, setting, indexKey, [sidebarMark])),
    ...(windows > sessions.length
      ? rows(`select-window, ${windows} windows`, await repeatWindows(n, setting, [sidebarMark]))
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
async function repeat(n: number, setting: Setting, way: Way, alsoPainted: readonly string[]): Promise<Sample[]> {
  const { sessions } = setting;
  const samples: Sample[] = [];
  await setting.world.tmux('switch-client', '-c', setting.client.client, '-t', `=${sessions[0]}`);
  for (let turn = 1; turn <= n; turn += 1) {
    const session = sessions[turn % sessions.length] ?? '';
    samples.push(await sample(setting, [marker(session, 0), ...alsoPainted], () => way(setting, session)));
  }
  return samples;
}

/** Goes to and fro between the first two windows of the first session, and ends where it began. */
async function repeatWindows(n: number, setting: Setting, alsoPainted: readonly string[]): Promise<Sample[]> {
  const { world, client } = setting;
  const samples: Sample[] = [];
  await world.tmux('switch-client', '-c', client.client, '-t', '=s1:0');
  for (let turn = 1; turn <= n + (n % 2); turn += 1) {
    samples.push(
      await sample(setting, [marker('s1', turn % 2), ...alsoPainted], async () => {
        const atMs = performance.now();
        await world.tmux('select-window', '-t', `=s1:${turn % 2}`);
        return atMs;
      }),
    );
  }
  return samples;
}

async function sample(
  { world, client }: Setting,
  painted: readonly string[],
  request: () => Promise<number>,
): Promise<Sample> {
  await world.settled(client);
  const mark = client.mark();
  const atMs = await request();
  await client.until(
    (screen) => painted.every((text) => screen.includes(text)),
    `${painted.join(' and ')} after a switch`,
  );
  await world.settled(client);
  const paintedMs = painted.map((text) => {
    const drawn = client.drawnAtMs(text, mark);
    if (drawn === null) throw new Error(`${text} is on the screen but was not painted\n${client.screen()}`);
    return drawn;
  });
  return {
    ms: Math.max(...paintedMs) - atMs,
    bytes: client.bytesSince(mark).length,
    redraws: client.redraws(mark).length,
  };
}

function rows(what: string, samples: readonly Sample[], floor = false): Row[] {
  return [
    row(
      'switch',
      what,
      'ms',
      samples.map(({ ms }) => ms),
      floor,
    ),
    row(
      'switch',
      what,
      'bytes',
      samples.map(({ bytes }) => bytes),
      floor,
    ),
    row(
      'switch',
      what,
      'redraws',
      samples.map(({ redraws }) => redraws),
      floor,
    ),
  ];
}
