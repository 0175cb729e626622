/** Of a terminal's input, what this needs. */
type Input = Pick<NodeJS.ReadStream, 'setRawMode'>;

/**
 * Takes the terminal's echo and line editing away for as long as `ask` takes: what is typed before the first frame is kept by
 * the system, and read as keys by whoever reads first, instead of standing where the frame is drawn.
 */
export async function withoutEcho<T>(stdin: Input, ask: () => Promise<T>): Promise<T> {
  stdin.setRawMode(true);
  try {
    return await ask();
  } catch (error) {
    // There will be nobody to give it back.
    stdin.setRawMode(false);
    throw error;
  }
}
