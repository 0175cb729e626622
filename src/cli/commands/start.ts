import { join } from 'node:path';
import { execa } from 'execa';
import type { Call } from '../call.ts';
import { act } from './act.ts';

const sessionName = 'opensessions';

/** Opens the sidebar in the tmux that we are in, else in a session of its own, and attaches to that. */
export async function start(call: Call): Promise<number> {
  const tmux = process.env['OPENSESSIONS_TMUX'] || 'tmux';
  const inside = call.origin.server;
  if (inside === undefined && !(process.stdin.isTTY && process.stdout.isTTY))
    throw new Error('needs a terminal, or a pane of tmux');
  const { server, made } = inside === undefined ? await ownSession(tmux) : { server: inside, made: false };
  await execa('sh', [join(import.meta.dirname, '..', 'opensessions.tmux')], { env: { TMUX: `${server},0,0` } });
  const name = inside === undefined ? 'sidebar.show' : 'sidebar.focus';
  try {
    await act({ name })({ ...call, origin: { ...call.origin, server } });
  } catch (error) {
    // Nobody has seen it, and nobody would look for it.
    if (made) await execa(tmux, ['kill-session', '-t', `=${sessionName}`], { reject: false });
    throw error;
  }
  if (inside !== undefined) return 0;
  const attached = await execa(tmux, ['attach-session', '-t', `=${sessionName}:`], { stdio: 'inherit', reject: false });
  return attached.exitCode ?? 1;
}

/** Makes the session when it is missing; resolves with the socket path of its tmux server, and whether it was us. */
async function ownSession(tmux: string): Promise<{ server: string; made: boolean }> {
  const isThere = async () =>
    (await execa(tmux, ['has-session', '-t', `=${sessionName}`], { reject: false })).exitCode === 0;
  let made = false;
  if (!(await isThere())) {
    const { columns = 80, rows = 24 } = process.stdout;
    const size = ['-x', `${columns}`, '-y', `${rows}`];
    const created = await execa(tmux, ['new-session', '-d', '-s', sessionName, ...size], { reject: false });
    // Another start may have made it in between.
    if (created.failed && !(await isThere())) throw new Error(created.stderr || created.shortMessage);
    made = !created.failed;
  }
  const { stdout } = await execa(tmux, ['display-message', '-p', '-t', `=${sessionName}:`, '#{socket_path}']);
  return { server: stdout, made };
}
