import { join } from 'node:path';
import { execa } from 'execa';
import type { Call } from '../call.ts';
import { act } from './act.ts';

const sessionName = 'opensessions';

/** Opens the sidebar in the tmux that we are in, else in a session of its own, and attaches to that. */
export async function start(call: Call): Promise<number> {
  const tmux = process.env['OPENSESSIONS_TMUX'] || 'tmux';
  const inside = call.origin.server;
  const server = inside ?? (await ownSession(tmux));
  await execa('sh', [join(import.meta.dirname, '..', 'opensessions.tmux')], { env: { TMUX: `${server},0,0` } });
  const name = inside === undefined ? 'sidebar.show' : 'sidebar.focus';
  await act({ name })({ ...call, origin: { ...call.origin, server } });
  if (inside !== undefined) return 0;
  const attached = await execa(tmux, ['attach-session', '-t', `=${sessionName}:`], { stdio: 'inherit', reject: false });
  return attached.exitCode ?? 1;
}

/** Makes the session when it is missing; resolves with the socket path of its tmux server. */
async function ownSession(tmux: string): Promise<string> {
  const isThere = async () =>
    (await execa(tmux, ['has-session', '-t', `=${sessionName}`], { reject: false })).exitCode === 0;
  if (!(await isThere())) {
    const { columns = 80, rows = 24 } = process.stdout;
    const size = ['-x', `${columns}`, '-y', `${rows}`];
    const made = await execa(tmux, ['new-session', '-d', '-s', sessionName, ...size], { reject: false });
    // Another start may have made it in between.
    if (made.failed && !(await isThere())) throw new Error(made.stderr || made.shortMessage);
  }
  const { stdout } = await execa(tmux, ['display-message', '-p', '-t', `=${sessionName}:`, '#{socket_path}']);
  return stdout;
}
