import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../support/http.ts';
import { compared, type Figure, type Row, row, type Settings, times } from '../figure.ts';
import { quick, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar, type Setting, toSight } from '../setting.ts';

const barePainter = join(import.meta.dirname, '..', 'bare-painter.ts');

interface Sample {
  ours: number;
  bare: number;
}

/**
 * From `POST /set-status` to its text in the sidebar, with few windows and with many. Floor, in turns with it: the same text, sent
 * to a bare Node server in a pane of the same window, which paints it there.
 */
export const status: Figure = {
  name: 'status',
  async measure(settings) {
    const rows: Row[] = [];
    for (const total of settings.windows) {
      settings.say(`${total} windows`);
      rows.push(...(await scoped(buildSetting(total), (setting) => measure(setting, settings))));
    }
    return [
      ...rows,
      ...growth(
        rows.filter(({ floor }) => !floor),
        settings.windows,
      ),
    ];
  },
};

/** It should not grow with the number of windows. */
function growth(rows: readonly Row[], windows: readonly number[]): Row[] {
  const [few, many] = [rows[0], rows.at(-1)];
  if (few === undefined || many === undefined || few === many) return [];
  return [times('status', `set-status to paint, ${windows.at(-1)} windows over ${windows[0]}`, many, few)];
}

async function measure(setting: Setting, { n, floorsOnly }: Settings): Promise<Row[]> {
  const { world, client, windows, sessions } = setting;
  const portFile = join(world.root, 'bare-painter.port');
  await world.tmux('split-window', '-t', '=s1:', '-v', '-d', process.execPath, barePainter, portFile);
  await client.until((screen) => screen.includes('listening'), 'the bare painter');
  const bare = { port: Number(readFileSync(portFile, 'utf8')) };
  if (!floorsOnly) await openSidebar(setting);
  const daemon = floorsOnly ? bare : await world.daemon();

  function seen({ port }: { port: number }, path: string, text: string): Promise<number> {
    return toSight(setting, text, async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await ask({ port }, path, { method: 'POST', headers, body: { session: sessions[0], text } });
      if (answer.status !== 204) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    });
  }

  return untilSteady<Sample>(
    quick(n),
    async (turn) => ({
      // The text must differ from the last one in every character: who paints may write only those that do.
      ours: floorsOnly ? 0 : await seen(daemon, '/set-status', (turn % 2 === 0 ? 'x' : 'y').repeat(12)),
      bare: await seen(bare, '/', (turn % 2 === 0 ? 'v' : 'w').repeat(12)),
    }),
    (samples) => {
      const of = (field: keyof Sample) => samples.map((one) => one[field]);
      const what = `${windows} windows`;
      const floor = row('status', `push to paint by a bare server, ${what}`, 'ms', of('bare'), true);
      return floorsOnly
        ? [floor]
        : [compared(row('status', `set-status to paint, ${what}`, 'ms', of('ours')), floor), floor];
    },
  );
}
