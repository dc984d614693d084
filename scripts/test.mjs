// npm test: installs what it needs, then runs every check and every suite; the last line counts them all.
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { checkTools } from './check-tools.mjs';
import { installPackages } from './install-packages.mjs';
import { installTestTools } from './install-test-tools.mjs';
import { report, runCheck, runPlaywright, runVitest, timesSince } from './run-suite.mjs';
import { testEnvironment } from './test-environment.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** What two suites at once take, most of it the browser, the build and the databases. */
const BYTES_FOR_TWO = 6 * 1024 ** 3;

/** @returns {Promise<import('./run-suite.mjs').Outcome[]>} */
async function runAll() {
  checkTools({ isForTests: true });
  installPackages(root);
  installTestTools();
  const { findChromium } = await import('./find-chromium.mjs');
  const chromium = await findChromium(root);
  console.log(`Browser: ${chromium}`);
  const env = testEnvironment();
  const place = { root, env: { ...env, FRESHET_CHROMIUM: chromium } };
  const first = async () => [
    await runCheck(place, 'lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']),
    // Next's own declarations, which are made and not kept.
    await runCheck(place, 'route types', 'node_modules/next/dist/bin/next', ['typegen']),
    await runCheck(place, 'types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
    await runVitest(place, 'unit'),
    ...(await runBrowser(place)),
  ];
  const second = async () => [await runVitest(place, 'integration')];
  // Each waits often, for a disk, a process or a clock: meanwhile the other goes on.
  if (os.totalmem() >= BYTES_FOR_TWO) return (await Promise.all([first(), second()])).flat();
  return [...(await first()), ...(await second())];
}

/**
 * @param {import('./run-suite.mjs').Place} place
 * @returns {Promise<import('./run-suite.mjs').Outcome[]>}
 */
async function runBrowser(place) {
  console.log('\n── build ──');
  const startedAt = performance.now();
  try {
    await build(root);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return [{ name: 'build', passed: 0, failed: 1, failures: [], ...timesSince(startedAt) }];
  }
  return [{ name: 'build', passed: 1, failed: 0, failures: [], ...timesSince(startedAt) }, await runPlaywright(place)];
}

try {
  process.exitCode = report(await runAll());
} catch (error) {
  console.error(`The tests did not run: ${error instanceof Error ? error.message : error}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
