import { readdir, readFile, readlink } from 'node:fs/promises';

const descriptorsMax = 4096;
const portsMax = 8;
/** State of a socket that waits for connections, proc_net_tcp. */
const listen = '0A';

export interface Listener {
  /** Loopback, where it can be reached through it. */
  host: '127.0.0.1' | '::1';
  port: number;
}

/**
 * Where a process really listens on this machine: its own open sockets, looked up in the kernel's table. Empty where there is
 * no `/proc`, and of a process that ended or is somebody else's.
 */
export async function listeners(pid: number): Promise<Listener[]> {
  try {
    const inodes = await sockets(pid);
    if (inodes.size === 0) return [];
    const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')));
    return tables.flatMap((table) => parseListeners(table, inodes)).slice(0, portsMax);
  } catch {
    // It ended meanwhile, or may not be looked at: either way nothing is known to listen.
    return [];
  }
}

async function sockets(pid: number): Promise<Set<string>> {
  const dir = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(dir)).slice(0, descriptorsMax).map((fd) => readlink(`${dir}/${fd}`).catch(() => '')),
  );
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

/** Lines of `/proc/net/tcp` and `tcp6`, whose sockets are among these and can be reached through loopback. */
export function parseListeners(table: string, inodes: ReadonlySet<string>): Listener[] {
  return table.split('\n').flatMap((line): Listener[] => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', hexPort = ''] = local.split(':');
    const host = hosts.get(address);
    if (state !== listen || host === undefined || !inodes.has(inode)) return [];
    return [{ host, port: Number.parseInt(hexPort, 16) }];
  });
}

/** Addresses in the kernel's notation, words in the machine's (little-endian) order. */
const hosts: ReadonlyMap<string, Listener['host']> = new Map([
  ['0100007F', '127.0.0.1'],
  ['00000000', '127.0.0.1'],
  ['00000000000000000000000001000000', '::1'],
  ['00000000000000000000000000000000', '::1'],
]);
