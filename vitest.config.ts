import os from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './scripts/slow-first.mjs';

const root = new URL('.', import.meta.url).pathname;
const alias = { '@': root.replace(/\/$/, '') };
const exclude = ['node_modules/**', '.next/**', '.freshet/**', 'e2e/**/*.spec.ts'];
const cores = os.availableParallelism();
/** On a native server tests wait more than they compute; the embedded database computes beside each of them. */
const databases = process.env.FRESHET_TEST_DATABASE_URL ? cores + 1 : cores;

/** Files share a process, and with it what is loaded, compiled and started: each begins with a clean one. */
const shared = {
  isolate: false,
  globalSetup: './scripts/test-folder.mjs',
  setupFiles: './scripts/clean-process.ts',
};

/** What hangs is ended: what is only slow, on a machine that does ten other things, is not. */
const limits = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000 } } };

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.int.test.ts'],
          maxWorkers: cores,
          ...shared,
          ...limits,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts'],
          exclude,
          maxWorkers: Math.min(databases, 4),
          ...shared,
          // After the unit tests, if both are asked for.
          sequence: { groupOrder: 1 },
          ...limits,
        },
      },
    ],
  },
});
