import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFile } from '../../../src/agents/event-log.ts';
import { stateGlyphs } from '../../../src/sidebar/theme.ts';
import { startStandIn } from '../../support/replay/stand-in.ts';
import { type Figure, type Row, row } from '../figure.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, paintedAtMs, type Setting } from '../setting.ts';
import { append, failed, interrupted, register, type Status, startClaude } from '../stand-ins.ts';

/** Writes what an agent would. @returns the glyph that has to appear */
type Write = (turn: number) => string;

const bareWatch = join(import.meta.dirname, '..', 'bare-watch.ts');
const session = 'agent';

/**
 * From a write to an agent's file to the new glyph in the sidebar of an attached terminal. Only changes that the model does
 * not hold back. Floor, in turns with it: a line that a bare Node process sees and paints in its own pane.
 */
export const evidence: Figure = {
  name: 'evidence',
  async measure({ n, floorsOnly }) {
    const kinds = floorsOnly ? { none: nothing } : { registry, transcript, 'plugin event': plugin };
    const rows: Row[] = [];
    for (const [kind, prepare] of Object.entries(kinds))
      rows.push(...(await scoped(buildSetting(3), (setting) => measure(setting, kind, prepare, n))));
    return rows;
  },
};

async function measure(
  setting: Setting,
  kind: string,
  prepare: (setting: Setting) => Promise<Write | null>,
  n: number,
): Promise<Row[]> {
  const { world, client } = setting;
  const file = join(world.root, 'floor');
  writeFileSync(file, '');
  await world.tmux('split-window', '-t', '=s1:', '-v', '-d', process.execPath, bareWatch, file);
  const write = await prepare(setting);
  await client.until((screen) => screen.includes('watching'), 'the bare watcher');
  const [ours, floor]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < n; turn += 1) {
    if (write !== null)
      ours.push(
        await writtenToPaint(
          setting,
          () => write(turn),
          (glyph) => shows(setting, glyph),
        ),
      );
    const text = (turn % 2 === 0 ? 'x' : 'y').repeat(12);
    const bare = () => {
      append(file, [text]);
      return text;
    };
    floor.push(await writtenToPaint(setting, bare, () => client.screen().includes(text)));
  }
  const what = kind === 'none' ? '' : `, beside ${kind}`;
  return [
    ...(write === null ? [] : [row('evidence', `${kind} to glyph`, 'ms', ours)]),
    row('evidence', `line to paint by a bare watcher${what}`, 'ms', floor, true),
  ];
}

async function writtenToPaint(
  { world, client }: Setting,
  write: () => string,
  isThere: (text: string) => boolean,
): Promise<number> {
  await world.settled(client);
  const mark = client.mark();
  const atMs = performance.now();
  const text = write();
  await client.until(() => isThere(text), text);
  await client.parsed();
  return paintedAtMs(client, text, mark) - atMs;
}

async function nothing(): Promise<null> {
  return null;
}

/** Its last turn was broken off, so that `idle` has a glyph. */
async function registry(setting: Setting): Promise<Write> {
  const { world } = setting;
  const claude = await startClaude(world, session);
  append(claude.transcript, interrupted());
  register(claude, world.home, 'idle');
  await opened(setting, stateGlyphs.interrupted);
  const steps: readonly [Status, string][] = [
    ['busy', stateGlyphs.running],
    ['waiting', stateGlyphs.waiting],
    ['idle', stateGlyphs.interrupted],
  ];
  return (turn) => {
    const [status, glyph] = steps[turn % steps.length] ?? ['idle', ''];
    register(claude, world.home, status);
    return glyph;
  };
}

async function transcript(setting: Setting): Promise<Write> {
  const { world } = setting;
  const claude = await startClaude(world, session);
  append(claude.transcript, interrupted());
  register(claude, world.home, 'idle');
  await opened(setting, stateGlyphs.interrupted);
  return (turn) => {
    append(claude.transcript, turn % 2 === 0 ? failed() : interrupted());
    return turn % 2 === 0 ? stateGlyphs.error : stateGlyphs.interrupted;
  };
}

/** What our extension in Pi writes. */
async function plugin(setting: Setting): Promise<Write> {
  const { world } = setting;
  const { pane } = await world.newSession(session, { command: ['/bin/sh', '-i'] });
  const { pid } = await startStandIn(world, pane, 'pi');
  const file = eventFile(world.paths.stateDir, 'pi', pid);
  const tell = (event: object) => append(file, { at: Date.now(), pid, pane, event: { sid: 'thread-1', ...event } });
  tell({ type: 'session_start' });
  tell({ type: 'agent_start' });
  await opened(setting, stateGlyphs.running);
  return (turn) => {
    tell(turn % 2 === 0 ? { type: 'agent_end', stopReason: 'aborted' } : { type: 'agent_start' });
    return turn % 2 === 0 ? stateGlyphs.interrupted : stateGlyphs.running;
  };
}

async function opened(setting: Setting, glyph: string): Promise<void> {
  await openSidebar({ ...setting, windows: setting.windows + 1 });
  await setting.client.until(() => shows(setting, glyph), `${glyph} of ${session}`);
}

/** On the row of the agent's session. */
function shows({ client }: Setting, glyph: string): boolean {
  return client.sidebar().some((line) => new RegExp(`\\d+\\s+${session}\\b.*${glyph}`).test(line));
}
