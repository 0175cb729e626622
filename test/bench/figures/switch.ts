import { setTimeout as pause } from 'node:timers/promises';
import { type Switched, switched, switchesDuring } from '../../support/switches.ts';
import { comparedEach, type Figure, type Row, row, type Settings, total } from '../figure.ts';
import { quick, slow, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import {
  buildSetting,
  marker,
  openSidebar,
  type Setting,
  showsCurrent,
  showsSidebar,
  sidebarMark,
  sight,
} from '../setting.ts';

interface Sample extends Switched {
  /** From the request to the target, and when the sidebar is open, to it and its bar at the target's session. */
  ms: number;
  /** To the target alone. */
  targetMs: number;
  bytes: number;
}

interface Way {
  what: string;
  /** Where the n-th switch goes to: a session, the number of its window. */
  target: (setting: Setting, turn: number) => { session: string; window: number };
  /** May return `performance.now()` of a key. */
  request: (setting: Setting, turn: number) => Promise<unknown>;
}

const burstLength = 8;
const burstMsMax = 2_000;
const burstPollMs = 20;
const bareKeys = ['F', 'G', 'H'];

/**
 * What a switch costs the terminal, how long the target takes to appear with the right highlight, what is painted wrong on the
 * way, and how many of eight in a row are lost. The floors are the same in a bare tmux.
 */
export const switching: Figure = {
  name: 'switch',
  async measure(settings) {
    const rows: Row[] = [];
    for (const windows of settings.windows.filter((count) => count > 1)) {
      settings.say(`${windows} windows`);
      rows.push(...(await scoped(buildSetting(windows), (setting) => measure(setting, settings))));
    }
    return rows;
  },
};

async function measure(setting: Setting, { n, floorsOnly, say }: Settings): Promise<Row[]> {
  const { world, client, sessions, windows } = setting;
  for (const [index, session] of sessions.entries()) {
    await world.tmux('bind-key', '-T', 'prefix', bareKeys[index] ?? '', 'switch-client', '-t', `=${session}`);
  }
  const others = windows > sessions.length ? [switchClient, selectWindow] : [switchClient];
  const floors: Row[][] = [];
  for (const way of [bareKey, ...others]) floors.push(await repeated(n, setting, way, false));
  if (floorsOnly) return floors.flat();
  say(`${windows} windows, with the sidebar`);
  await openSidebar(setting);
  const rows: Row[] = [];
  for (const [index, way] of [indexKey, ...others].entries()) {
    rows.push(...comparedEach(await repeated(n, setting, way, true), floors[index] ?? []));
  }
  await world.tmux('switch-client', '-c', client.client, '-t', '=s1:0');
  return [...rows, ...(await bursts(n, setting)), ...floors.flat()];
}

function round({ sessions }: Setting, turn: number): { session: string; window: number } {
  return { session: sessions[(turn + 1) % sessions.length] ?? '', window: 0 };
}

const switchClient: Way = {
  what: 'switch-client',
  target: round,
  request: (setting, turn) =>
    setting.world.tmux('switch-client', '-c', setting.client.client, '-t', `=${round(setting, turn).session}`),
};

const bareKey: Way = {
  what: 'bare key binding',
  target: round,
  request: (setting, turn) =>
    setting.client.prefix(bareKeys[setting.sessions.indexOf(round(setting, turn).session)] ?? ''),
};

const indexKey: Way = {
  what: 'prefix o N',
  target: round,
  request: (setting, turn) => setting.client.prefix('o', key(setting, round(setting, turn).session)),
};

const selectWindow: Way = {
  what: 'select-window',
  target: (_setting, turn) => ({ session: 's1', window: (turn + 1) % 2 }),
  request: ({ world }, turn) => world.tmux('select-window', '-t', `=s1:${(turn + 1) % 2}`),
};

function key({ sessions }: Setting, session: string): string {
  return `${sessions.indexOf(session) + 1}`;
}

async function repeated(n: number, setting: Setting, way: Way, isOpen: boolean): Promise<Row[]> {
  const { world, client, windows } = setting;
  await world.tmux('select-window', '-t', '=s1:0');
  await world.tmux('switch-client', '-c', client.client, '-t', '=s1');
  if (isOpen) await client.until(() => showsCurrent(client, 's1'), "the sidebar's bar at s1");
  return untilSteady(
    quick(n),
    (turn) => sample(setting, way, turn, isOpen),
    (samples) => rows(`${way.what}, ${windows} windows`, samples, isOpen),
  );
}

async function sample(setting: Setting, way: Way, turn: number, isOpen: boolean): Promise<Sample> {
  const { world, client } = setting;
  const { session, window } = way.target(setting, turn);
  const target = marker(session, window);
  await world.settled(client);
  const mark = client.mark();
  const isThere = () =>
    client.screen().includes(target) && (!isOpen || (showsSidebar(client) && showsCurrent(client, session)));
  let askedAtMs = performance.now();
  const ms = await sight(client, `${target} and the sidebar's bar at it`, isThere, async () => {
    const keyAtMs = await way.request(setting, turn);
    if (typeof keyAtMs === 'number') askedAtMs = keyAtMs;
    return keyAtMs;
  });
  await world.settled(client);
  const seen = switched(client, mark, { target, sidebar: sidebarMark });
  return { ...seen, ms, targetMs: (seen.targetAtMs ?? Number.NaN) - askedAtMs, bytes: client.bytesSince(mark).length };
}

function rows(what: string, samples: readonly Sample[], isOpen: boolean): Row[] {
  const of = (field: 'ms' | 'targetMs' | 'bytes' | 'redraws' | 'workRedraws') => samples.map((one) => one[field]);
  const sum = (wrong: (one: Sample) => number) => samples.reduce((before, one) => before + wrong(one), 0);
  const count = samples.length;
  const all = [
    row('switch', `${what}, target`, 'ms', of('targetMs'), !isOpen),
    row('switch', `${what}, target and bar`, 'ms', of('ms'), !isOpen),
    row('switch', what, 'bytes', of('bytes'), !isOpen),
    row('switch', what, 'redraws', of('redraws'), !isOpen),
    row('switch', `${what}, work area`, 'redraws', of('workRedraws'), !isOpen),
  ];
  if (!isOpen) return all;
  const share = (sum(({ sidebarFirst }) => (sidebarFirst ? 1 : 0)) / count) * 100;
  return [
    ...all,
    total(
      'switch',
      `${what}, wrong or intermediate, in all`,
      'frames',
      sum(({ wrong }) => wrong),
      count,
    ),
    total('switch', `${what}, sidebar in the first redraw`, '%', share, count),
  ];
}

/** Eight switches by keys, one right after the other. Lost are those that tmux has not made some time after the last key. */
async function bursts(n: number, setting: Setting): Promise<Row[]> {
  const { world, client, windows, sessions } = setting;
  const { atLeast } = slow(n);
  let lost = 0;
  for (let turn = 0; turn < atLeast; turn += 1) {
    await world.tmux('switch-client', '-c', client.client, '-t', `=${sessions[0]}`);
    await client.until(() => showsCurrent(client, sessions[0] ?? ''), "the sidebar's bar at the first session");
    await world.settled(client);
    const seen = await switchesDuring(world, async (sofar) => {
      for (let index = 0; index < burstLength; index += 1)
        await client.prefix('o', key(setting, round(setting, index).session));
      const deadlineMs = performance.now() + burstMsMax;
      while ((await sofar()).length < burstLength && performance.now() < deadlineMs) await pause(burstPollMs);
    });
    lost += burstLength - seen.length;
  }
  const what = `prefix o N, ${windows} windows, lost of ${atLeast} bursts of ${burstLength}`;
  return [total('switch', what, 'switches', lost, atLeast)];
}
