/** A sidebar that ends this often in this time is broken; we stop starting it. */
const wakesMax = 6;
const wakesWindowMillis = 20_000;

/** Whether a sidebar that has ended may be started again in this tmux server now; counts it. */
export function wakeGuard(): (server: string) => boolean {
  const wakes = new Map<string, number[]>();
  return (server) => {
    const now = performance.now();
    const recent = [...(wakes.get(server) ?? []), now]
      .filter((at) => now - at < wakesWindowMillis)
      .slice(-wakesMax - 1);
    wakes.set(server, recent);
    return recent.length <= wakesMax;
  };
}
