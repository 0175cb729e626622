import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, options: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], ...options },
});

/** A machine that stalls for seconds lets a wait run out now and then; what is wrong is wrong again. The report says which ones took it. */
const retry = process.env['CI'] === undefined ? 0 : 2;

const patient = { testTimeout: 30_000, hookTimeout: 30_000 };

const alone = ['test/e2e/hostile.test.ts', 'test/e2e/daemon/limits.test.ts'];

export default defineConfig({
  test: {
    // One more than there are cores: most tests wait for processes of their own.
    maxWorkers: availableParallelism() + 1,
    projects: [
      // What they import is pure or their own: loading it anew for each file is half of their time.
      project('unit', { isolate: false, ...patient }),
      project('contract', { retry, isolate: false, ...patient }),
      // React as users have it, which takes two thirds of the time.
      {
        ...project('screen', { retry, isolate: false, ...patient, env: { NODE_ENV: 'production' } }),
        oxc: { jsx: { development: false } },
      },
      // Each of these has a tmux, a daemon and a sidebar.
      project('e2e', {
        retry,
        testTimeout: 60_000,
        hookTimeout: 60_000,
        exclude: alone,
        maxWorkers: Math.max(2, availableParallelism() - 1),
        sequence: { groupOrder: 1 },
      }),
      // What fills both cores by itself: after the others, one file at a time.
      {
        test: {
          name: 'e2e-alone',
          retry,
          include: alone,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
