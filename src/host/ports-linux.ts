import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Listener } from './ports-lsof.ts';
import { orGone } from './process-table-linux.ts';

/** The kernel lists listening sockets before all others (tcp_seq_start in net/ipv4/tcp_ipv4.c). */
const tableBytesMax = 256 * 1024;
const descriptorsMax = 4096;
/** So many are looked at before others have their turn. */
const chunkDescriptors = 1000;
/** State of a socket that waits for connections, proc_net_tcp. */
const listen = '0A';
/** Loopback, and every address: what `localhost` reaches. Words in the machine's (little-endian) order. */
const reachable = /^(?:[0-9A-F]{6}7F|0{8}|0{24}01000000|0{32}|0{16}FFFF0000[0-9A-F]{6}7F)$/;

/**
 * Sockets first: none of the processes is looked at when no socket is new, and then no more than until all are found. What
 * none of them held is looked for again only in processes that were not there before.
 */
export function listenersFromProc(): (pids: readonly number[]) => Promise<Listener[]> {
  /** Inode to the process that holds it, null for one that is none of theirs. */
  let owners: ReadonlyMap<string, number | null> = new Map();
  let known: ReadonlySet<number> = new Set();

  return async (pids) => {
    const uid = process.getuid?.() ?? 0;
    const sockets = new Map(['tcp', 'tcp6'].flatMap((name) => [...parseSockets(readTable(name), uid)]));
    const now = new Set(pids);
    const found = new Map<string, number | null>();
    for (const inode of sockets.keys()) {
      const owner = owners.get(inode);
      if (owner === null || (owner !== undefined && now.has(owner))) found.set(inode, owner);
    }
    const isNew = found.size < sockets.size;
    const missing = new Set([...sockets.keys()].filter((inode) => typeof found.get(inode) !== 'number'));
    const worth = isNew ? pids : pids.filter((pid) => !known.has(pid));
    for (const [inode, pid] of await holders(missing, worth)) found.set(inode, pid);
    for (const inode of sockets.keys()) if (!found.has(inode)) found.set(inode, null);
    owners = found;
    known = now;
    return [...sockets]
      .flatMap(([inode, port]) => {
        const pid = found.get(inode);
        return typeof pid === 'number' ? [{ pid, port }] : [];
      })
      .sort((a, b) => a.pid - b.pid);
  };
}

/** Of these sockets the first of the processes that holds each. */
async function holders(inodes: ReadonlySet<string>, pids: readonly number[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  let looked = 0;
  for (const pid of pids) {
    if (found.size === inodes.size) break;
    for (const fd of descriptors(pid)) {
      looked += 1;
      if (looked % chunkDescriptors === 0) await setImmediate();
      const inode = /^socket:\[(\d+)\]$/.exec(orGone(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '')?.[1] ?? '';
      if (inodes.has(inode) && !found.has(inode)) found.set(inode, pid);
    }
  }
  return found;
}

/** Of `/proc/net/tcp` or `tcp6`: inode to port, for what listens and is this user's. */
export function parseSockets(table: string, uid: number): Map<string, number> {
  const sockets = new Map<string, number>();
  for (const line of table.split('\n')) {
    const [, local = '', , state, , , , owner, , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    if (state !== listen || Number(owner) !== uid || !reachable.test(address)) continue;
    sockets.set(inode, Number.parseInt(port, 16));
  }
  return sockets;
}

function readTable(name: string): string {
  // Without IPv6 there is no table of it.
  return (
    orGone(() => {
      const file = openSync(`/proc/net/${name}`, 'r');
      try {
        const buffer = Buffer.allocUnsafe(tableBytesMax);
        let size = 0;
        for (let count = 1; count > 0 && size < tableBytesMax; size += count)
          count = readSync(file, buffer, size, tableBytesMax - size, null);
        return buffer.toString('latin1', 0, size);
      } finally {
        closeSync(file);
      }
    }) ?? ''
  );
}

function descriptors(pid: number): string[] {
  return orGone(() => readdirSync(`/proc/${pid}/fd`))?.slice(0, descriptorsMax) ?? [];
}
