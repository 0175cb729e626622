import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, options: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], ...options },
});

export default defineConfig({
  test: {
    // One more than vitest takes on two cores: most tests wait for processes of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // What they import is pure or their own: loading it anew for each file is half of their time.
      project('unit', { isolate: false, testTimeout: 30_000 }),
      project('contract', { isolate: false, testTimeout: 30_000 }),
      project('screen', { isolate: false, testTimeout: 30_000 }),
      // Real tmux servers share two cores: one file at a time is faster than two that starve each other.
      project('e2e', { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false }),
    ],
  },
});
