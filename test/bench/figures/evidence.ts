import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFile } from '../../../src/agents/event-log.ts';
import { stateGlyphs } from '../../../src/sidebar/theme.ts';
import { startStandIn } from '../../support/replay/stand-in.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { quick, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting, sight } from '../setting.ts';
import { append, failed, interrupted, register, type Status, startClaude } from '../stand-ins.ts';

/** What an agent does next: writes it `now`, and then the glyph has to appear. */
type Write = (turn: number) => { glyph: string; now: () => void };

const bareWatch = join(import.meta.dirname, '..', 'bare-watch.ts');
const session = 'agent';

/**
 * From a write to an agent's file to the new glyph in the sidebar of an attached terminal. Only changes that the model does
 * not hold back. Floor, in turns with it: a line that a bare Node process sees and paints in its own pane.
 */
export const evidence: Figure = {
  name: 'evidence',
  async measure({ n, floorsOnly, say }) {
    const kinds = floorsOnly ? { none: nothing } : { registry, transcript, 'plugin event': plugin };
    const rows: Row[] = [];
    for (const [kind, prepare] of Object.entries(kinds)) {
      say(kind);
      rows.push(...(await scoped(buildSetting(3), (setting) => measure(setting, kind, prepare, n))));
    }
    return rows;
  },
};

interface Sample {
  ours: number;
  bare: number;
}

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

  async function ours(turn: number): Promise<number> {
    if (write === null) return 0;
    const { glyph, now } = write(turn);
    await world.settled(client);
    return sight(
      client,
      glyph,
      () => shows(setting, glyph),
      async () => now(),
    );
  }

  async function bare(turn: number): Promise<number> {
    const text = (turn % 2 === 0 ? 'x' : 'y').repeat(12);
    await world.settled(client);
    return sight(
      client,
      text,
      () => client.screen().includes(text),
      async () => append(file, [text]),
    );
  }

  return untilSteady<Sample>(
    quick(n),
    async (turn) => ({ ours: await ours(turn), bare: await bare(turn) }),
    (samples) => {
      const of = (field: keyof Sample) => samples.map((one) => one[field]);
      const what = `line to paint by a bare watcher${write === null ? '' : `, beside ${kind}`}`;
      const floor = row('evidence', what, 'ms', of('bare'), true);
      return write === null ? [floor] : [compared(row('evidence', `${kind} to glyph`, 'ms', of('ours')), floor), floor];
    },
  );
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
    return { glyph, now: () => register(claude, world.home, status) };
  };
}

async function transcript(setting: Setting): Promise<Write> {
  const { world } = setting;
  const claude = await startClaude(world, session);
  append(claude.transcript, interrupted());
  register(claude, world.home, 'idle');
  await opened(setting, stateGlyphs.interrupted);
  return (turn) =>
    turn % 2 === 0
      ? { glyph: stateGlyphs.error, now: () => append(claude.transcript, failed()) }
      : { glyph: stateGlyphs.interrupted, now: () => append(claude.transcript, interrupted()) };
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
  return (turn) =>
    turn % 2 === 0
      ? { glyph: stateGlyphs.interrupted, now: () => tell({ type: 'agent_end', stopReason: 'aborted' }) }
      : { glyph: stateGlyphs.running, now: () => tell({ type: 'agent_start' }) };
}

async function opened(setting: Setting, glyph: string): Promise<void> {
  await openSidebar({ ...setting, windows: setting.windows + 1 });
  await setting.client.until(() => shows(setting, glyph), `${glyph} of ${session}`);
}

/** On the row of the agent's session. */
function shows({ client }: Setting, glyph: string): boolean {
  return client.sidebar().some((line) => new RegExp(`\\d+\\s+${session}\\b.*${glyph}`).test(line));
}
