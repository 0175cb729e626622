let watched = false;

/** Writes data to stdout. Whoever reads it may go early, as `head` does: that ends us quietly. */
export function print(text: string): void {
  if (!watched) {
    watched = true;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  process.stdout.write(text);
}
