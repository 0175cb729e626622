/** `await using` for a script that Node 22 runs as it is: that version does not know the syntax yet. */
export async function scoped<T extends AsyncDisposable, R>(
  creating: Promise<T>,
  use: (thing: T) => Promise<R>,
): Promise<R> {
  const thing = await creating;
  try {
    return await use(thing);
  } finally {
    await thing[Symbol.asyncDispose]();
  }
}
