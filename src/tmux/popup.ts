import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { TmuxError } from './errors.ts';

/** What a popup of ours can be read in, and what its border takes. */
const columnsMin = 20;
const rowsMin = 8;
const borderCells = 2;
const columnsWanted = 90;
const rowsWanted = 30;
const share = 0.8;
const answerMillisMax = 5000;
/** What fails, fails soon; a popup that stands by then is not waited for. */
const verdictMillis = 1500;

export interface PopupRequest {
  tmux: string;
  /** Socket path of the tmux server. */
  server: string;
  client: string;
  /** Several words: tmux gives a single one to the user's shell. */
  argv: readonly [string, string, ...string[]];
}

/**
 * Opens a popup that closes with its program; resolves when it stands, or has closed again. By a tmux process of its own, not through our
 * control line: `display-popup` answers when the popup closes, and nothing behind it would be answered meanwhile.
 *
 * @throws TmuxError when the client's terminal is too small, and when tmux or the program fails at once
 */
export async function openPopup({ tmux, server, client, argv }: PopupRequest): Promise<void> {
  const format = '#{client_width} #{client_height}';
  const asked = await execa(tmux, ['-S', server, 'display-message', '-p', '-c', client, format], {
    reject: false,
    timeout: answerMillisMax,
  });
  if (asked.failed) throw new TmuxError('display-popup', asked.stderr || asked.shortMessage || 'no answer');
  const [columns = 0, rows = 0] = asked.stdout.split(' ').map(Number);
  const size = popupSize(columns, rows);
  if (size === null) throw new TmuxError('display-popup', 'the terminal is too small for a popup');
  const place = ['-E', '-c', client, '-w', `${size.columns}`, '-h', `${size.rows}`];
  await stands(tmux, ['-S', server, 'display-popup', ...place, ...argv]);
}

/** Cells of the popup with its border; null where there is no room for one. */
export function popupSize(columns: number, rows: number): { columns: number; rows: number } | null {
  if (!(columns >= columnsMin + borderCells && rows >= rowsMin + borderCells)) return null;
  const cells = (room: number, min: number, wanted: number) =>
    Math.min(room, Math.max(min + borderCells, Math.min(wanted, Math.floor(room * share))));
  return { columns: cells(columns, 2 * columnsMin, columnsWanted), rows: cells(rows, 2 * rowsMin, rowsWanted) };
}

function stands(tmux: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(tmux, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const said = text(child.stderr).catch(() => '');
    const timer = setTimeout(resolve, verdictMillis);
    child.once('error', reject);
    child.once('close', async (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new TmuxError('display-popup', (await said).trim() || `the popup ended with ${code}`));
    });
    child.unref();
  });
}
