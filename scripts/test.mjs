// npm test: installs what it needs, then runs every check and every suite; the last line counts them all.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { checkTools } from './check-tools.mjs';
import { installPackages } from './install-packages.mjs';
import { report, runCheck, runPlaywright, runVitest } from './run-suite.mjs';
import { testEnvironment } from './test-environment.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** @returns {Promise<import('./run-suite.mjs').Outcome[]>} */
async function runAll() {
  checkTools({ isForTests: true });
  installPackages(root);
  const { findChromium } = await import('./find-chromium.mjs');
  const chromium = await findChromium(root);
  console.log(`Browser: ${chromium}`);
  const env = testEnvironment();
  const place = { root, env: { ...env, FRESHET_CHROMIUM: chromium } };
  return [
    await runCheck(place, 'lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']),
    // Next's own declarations, which are made and not kept.
    await runCheck(place, 'route types', 'node_modules/next/dist/bin/next', ['typegen']),
    await runCheck(place, 'types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
    await runVitest(place, 'unit'),
    await runVitest(place, 'integration'),
    ...(await runBrowser(place)),
  ];
}

/**
 * @param {import('./run-suite.mjs').Place} place
 * @returns {Promise<import('./run-suite.mjs').Outcome[]>}
 */
async function runBrowser(place) {
  console.log('\n── build ──');
  const startedAt = performance.now();
  try {
    build(root);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return [{ name: 'build', passed: 0, failed: 1, failures: [], seconds: (performance.now() - startedAt) / 1000 }];
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return [{ name: 'build', passed: 1, failed: 0, failures: [], seconds }, await runPlaywright(place)];
}

try {
  process.exitCode = report(await runAll());
} catch (error) {
  console.error(`The tests did not run: ${error instanceof Error ? error.message : error}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
