/** A restore that takes longer has died on the way: sidebars may come and go again. */
const restoreMillisMax = 120_000;

/** Whether tmux-resurrect is restoring a tmux server, by what `restoringVariable` says there. */
export function restoreGuard(now: () => number = () => performance.now()): (server: string, says: string) => boolean {
  const restores = new Map<string, { says: string; since: number }>();
  return (server, says) => {
    if (says === '') {
      restores.delete(server);
      return false;
    }
    const known = restores.get(server);
    const since = known?.says === says ? known.since : now();
    restores.set(server, { says, since });
    return now() - since < restoreMillisMax;
  };
}
