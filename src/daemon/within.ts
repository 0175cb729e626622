/** What takes tmux longer is not waited for: it may be stopped, and others are not to wait for it. */
export const lookMillisMax = 1000;

/** Resolves when the work is done, or after `millisMax`; then it goes on behind our back. @throws what the work throws in that time */
export async function within(millisMax: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, millisMax);
  });
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
