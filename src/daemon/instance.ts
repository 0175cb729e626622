import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sharedDirPrefix } from '../protocol/paths.ts';
import { makePrivateDir } from './files.ts';

const takeoverMillisMax = 3000;
const takeoverPollMillis = 25;

/**
 * Makes us the one daemon of this user: whoever listens on the unix socket is it. Resolves with false when another one
 * answers there. Only the holder of the lock directory may remove a dead socket, or two starters could remove each other's.
 *
 * @throws Error when the socket cannot be made, or when its directory belongs to another user
 */
export async function becomeTheDaemon(server: Server, socket: string): Promise<boolean> {
  makePrivateDir(dirname(socket));
  checkOwner(dirname(socket));
  const lock = `${socket}.starting`;
  if (!(await takeLock(lock, socket))) return false;
  try {
    if (await answers(socket)) return false;
    rmSync(socket, { force: true });
    await listen(server, socket);
    chmodSync(socket, 0o600);
    return true;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** In a directory of somebody else, say one made beforehand under /tmp, what answers on the socket could be anybody. */
function checkOwner(dir: string): void {
  if (dir.startsWith(sharedDirPrefix)) checkShared(dir);
  const { uid } = statSync(dir);
  if (uid !== 0 && uid !== process.getuid?.()) throw new Error(`${dir} belongs to another user`);
}

/** As clients do it, see client/socket-dir.ts. */
function checkShared(dir: string): void {
  const found = lstatSync(dir);
  if (!found.isDirectory()) throw new Error(`${dir} is no directory`);
  if (found.uid !== process.getuid?.()) throw new Error(`${dir} belongs to another user`);
  if ((found.mode & 0o077) !== 0) throw new Error(`${dir} is open to other users: chmod 700`);
}

/** Whether somebody accepts connections on a unix socket; one whose queue is full is there, too. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EAGAIN'));
  });
}

async function takeLock(lock: string, socket: string): Promise<boolean> {
  for (;;) {
    try {
      mkdirSync(lock, { mode: 0o700 });
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (await answers(socket)) return false;
    // Its holder died between taking and giving back.
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > takeoverMillisMax) rmSync(lock, { recursive: true, force: true });
    await delay(takeoverPollMillis);
  }
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
