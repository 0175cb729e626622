/** Ends the daemon when it has been of no use for a while. */
export interface Linger {
  /** Tell it after each change whether anybody is left who needs us. */
  idle(nobodyLeft: boolean): void;
}

/** `millis` null never ends. */
export function createLinger(millis: number | null, end: () => void): Linger {
  let timer: NodeJS.Timeout | undefined;
  return {
    idle(nobodyLeft) {
      if (!nobodyLeft || millis === null) {
        clearTimeout(timer);
        timer = undefined;
      } else {
        timer ??= setTimeout(end, millis);
      }
    },
  };
}
