import { derived } from '../protocol/derived.ts';

/** Longer than any chain of processes that people make. */
const ancestorsMax = 64;

/** A pane of any tmux server, by the process that it was started with. */
export interface PanePlace {
  server: string;
  pane: string;
  pid: number;
}

/**
 * The pane that a process belongs to: that of its nearest ancestor that is a pane's process, or, where its parent has
 * died, the pane on the same controlling terminal. Null outside tmux.
 */
export function paneOfProcess(
  pid: number,
  processes: ReadonlyMap<number, { ppid: number; tty: string | null }>,
  panes: readonly PanePlace[],
): { server: string; pane: string } | null {
  const byPid = panesByPid(panes);
  let ancestor: number | undefined = pid;
  for (let steps = 0; ancestor !== undefined && ancestor > 0 && steps < ancestorsMax; steps += 1) {
    const found = byPid.get(ancestor);
    if (found !== undefined) return place(found);
    ancestor = processes.get(ancestor)?.ppid;
  }
  const tty = processes.get(pid)?.tty ?? null;
  const onTerminal = tty === null ? undefined : panes.find((pane) => processes.get(pane.pid)?.tty === tty);
  return onTerminal === undefined ? null : place(onTerminal);
}

/** Asked for every process of a look. */
const panesByPid = derived((panes: readonly PanePlace[]) => new Map(panes.map((pane) => [pane.pid, pane])));

function place({ server, pane }: PanePlace): { server: string; pane: string } {
  return { server, pane };
}
