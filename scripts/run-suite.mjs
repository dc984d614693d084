// Runs one suite of tests or one check, shows what it says, and counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A suite that takes longer hangs: it is ended, and has failed. */
const LIMIT_MINUTES = 20;

/** @typedef {{ name: string, passed: number, failed: number, seconds: number }} Outcome */
/** @typedef {Record<string, string | undefined>} Variables */
/** @typedef {{ root: string, env: Variables }} Place */

/**
 * A check counts as one test.
 * @param {Place} place
 * @param {string} name
 * @param {string} script path of a package's program
 * @param {string[]} words
 * @returns {Outcome}
 */
export function runCheck(place, name, script, words) {
  const { isGood, seconds } = run(place, name, [script, ...words]);
  return { name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, seconds };
}

/**
 * @param {Place} place
 * @param {'unit' | 'integration'} project
 * @returns {Outcome}
 */
export function runVitest(place, project) {
  return counted(place, project, (report) => ({
    words: [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env: {},
    count: countVitest,
  }));
}

/**
 * @param {Place} place
 * @returns {Outcome}
 */
export function runPlaywright(place) {
  return counted(place, 'browser', (report) => ({
    words: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count: countPlaywright,
  }));
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {(report: string) => { words: string[], env: Variables, count: (report: unknown) => { passed: number, failed: number } }} plan
 * @returns {Outcome}
 */
function counted(place, name, plan) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-report-'));
  const report = path.join(folder, 'report.json');
  const { words, env, count } = plan(report);
  const { isGood, seconds } = run({ ...place, env: { ...place.env, ...env } }, name, words);
  let counts = { passed: 0, failed: 0 };
  try {
    counts = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`No report of the ${name} tests: ${error instanceof Error ? error.message : error}`);
  }
  rmSync(folder, { recursive: true, force: true });
  // A runner that fails without a failed test, or without any test, has failed all the same.
  if (!isGood || counts.passed === 0) counts.failed = Math.max(counts.failed, 1);
  return { name, ...counts, seconds };
}

/** @param {any} report */
function countVitest(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && file.assertionResults.every((/** @type {any} */ t) => t.status !== 'failed'),
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

/** @param {any} report */
function countPlaywright({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {string[]} words
 */
function run({ root, env }, name, words) {
  console.log(`\n── ${name} ──`);
  const startedAt = performance.now();
  const { status, error } = spawnSync(process.execPath, words, {
    cwd: root,
    env: /** @type {NodeJS.ProcessEnv} */ (env),
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LIMIT_MINUTES * 60_000,
    killSignal: 'SIGKILL',
  });
  if (/** @type {NodeJS.ErrnoException | undefined} */ (error)?.code === 'ETIMEDOUT') {
    console.error(`${name} hangs: it was ended after ${LIMIT_MINUTES} minutes. What has no line above had not ended.`);
  }
  return { isGood: status === 0, seconds: (performance.now() - startedAt) / 1000 };
}

/**
 * Prints a line for each, and last of all `N passed, N failed`. Returns the exit code.
 * @param {Outcome[]} outcomes
 */
export function report(outcomes) {
  console.log('\n── summary ──');
  for (const { name, passed, failed, seconds } of outcomes) {
    const mark = failed === 0 ? '✓' : '✗';
    console.log(`${mark} ${name.padEnd(14)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`);
  }
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
