import { defineConfig } from 'vitest/config';

const root = new URL('.', import.meta.url).pathname;
const alias = { '@': root.replace(/\/$/, '') };
const exclude = ['node_modules/**', '.next/**', '.freshet/**', 'e2e/**/*.spec.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.int.test.ts'],
          // Some start processes, which takes seconds on a busy machine.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts'],
          exclude,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
