// Browser tests: the built product, a real database, real git servers, a real Chromium.
import { existsSync } from 'node:fs';
import os from 'node:os';
import { defineConfig } from '@playwright/test';

const BYTES_FOR_TWO = 8 * 1024 ** 3;

/** Chromium: the one that is named, else Debian's, else Playwright's own. */
const chromium = [process.env.FRESHET_CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
);

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Each worker starts a product of its own, and a browser: one at a time is kind to small machines.
  workers: os.totalmem() >= BYTES_FOR_TWO && os.availableParallelism() > 1 ? 2 : 1,
  fullyParallel: false,
  // What hangs is ended: what is only slow, on a machine that does ten other things, is not.
  timeout: 600_000,
  expect: { timeout: 120_000 },
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
