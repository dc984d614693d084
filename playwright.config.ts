// Browser tests: the built product, a real database, real git servers, a real Chromium.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** Chromium: the one that is named, else Debian's, else Playwright's own. */
const chromium = [process.env.FRESHET_CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Each worker starts a product of its own: one at a time is kind to small machines.
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: process.env.CI ? [['list'], ['html', { open: 'never' }]] : 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    // A trace films every page, which doubles what a test computes: `--trace on` for the one that is looked into.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // Chromium's sandbox cannot be had as root, which containers often are.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
