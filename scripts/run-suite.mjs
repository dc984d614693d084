// Runs one suite of tests or one check, shows what it says under its name, and counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A suite that says nothing for so long hangs: it is ended, and has failed. How long it takes as a whole is bounded by
 * nothing: that follows from what else the machine does.
 */
const SILENT_MINUTES = 20;

/** How many failures the end tells again, and how many lines of each. */
const SHOWN = 10;
const LINES = 12;

/** Of Linux's clock for processes, a second. */
const TICKS = 100;

/** How many of the slowest files the end names. */
const SLOWEST = 8;

/** @typedef {{ passed: number, failed: number, failures: string[], slowest?: string[] }} Counts */
/** @typedef {{ seconds: number, processorSeconds: number | null }} Times `processorSeconds` of it and what it started. */
/** @typedef {Counts & Times & { name: string }} Outcome */
/** @typedef {Record<string, string | undefined>} Variables */
/** @typedef {{ root: string, env: Variables }} Place */

/**
 * A check counts as one test.
 * @param {Place} place
 * @param {string} name
 * @param {string} script path of a package's program
 * @param {string[]} words
 * @returns {Promise<Outcome>}
 */
export async function runCheck(place, name, script, words) {
  const { isGood, ...times } = await run(place, name, [script, ...words]);
  return { name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, failures: [], ...times };
}

/**
 * @param {Place} place
 * @param {'unit' | 'integration'} project
 * @param {string[]} files all of the project's, if none is named
 * @returns {Promise<Outcome>}
 */
export function runVitest(place, project, files = []) {
  return counted(place, project, (report) => ({
    words: [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    env: {},
    count: countVitest,
  }));
}

/**
 * @param {Place} place
 * @returns {Promise<Outcome>}
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
 * @param {(report: string) => { words: string[], env: Variables, count: (report: unknown) => Counts }} plan
 * @returns {Promise<Outcome>}
 */
async function counted(place, name, plan) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-report-'));
  const report = path.join(folder, 'report.json');
  const { words, env, count } = plan(report);
  const { isGood, ...times } = await run({ ...place, env: { ...place.env, ...env } }, name, words);
  /** @type {Counts} */
  let counts = { passed: 0, failed: 0, failures: [] };
  try {
    counts = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`No report of the ${name} tests: ${error instanceof Error ? error.message : error}`);
  }
  rmSync(folder, { recursive: true, force: true });
  // A runner that fails without a failed test, or without any test, has failed all the same.
  if (!isGood || counts.passed === 0) counts.failed = Math.max(counts.failed, 1);
  return { name, ...counts, ...times };
}

/**
 * @param {any} report
 * @returns {Counts}
 */
function countVitest(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && file.assertionResults.every((/** @type {any} */ t) => t.status !== 'failed'),
  );
  const failures = report.testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults
      .filter((/** @type {any} */ t) => t.status === 'failed')
      .map((/** @type {any} */ t) => `${file.name} › ${t.fullName}\n${t.failureMessages.join('\n')}`),
  );
  failures.push(...broken.map((/** @type {any} */ file) => `${file.name}\n${file.message}`));
  const slowest = report.testResults
    .map((/** @type {any} */ file) => ({ name: file.name, seconds: (file.endTime - file.startTime) / 1000 }))
    .sort((/** @type {any} */ a, /** @type {any} */ b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map((/** @type {any} */ file) => `${path.relative(process.cwd(), file.name)} ${file.seconds.toFixed(0)} s`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, failures, slowest };
}

/**
 * @param {any} report
 * @returns {Counts}
 */
function countPlaywright({ suites, stats, errors }) {
  const failures = [...suites.flatMap(unexpected), ...errors.map(messageOf)];
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, failures };
}

/**
 * @param {any} suite
 * @returns {string[]}
 */
function unexpected(suite) {
  const failed = suite.specs.flatMap((/** @type {any} */ spec) =>
    spec.tests
      .filter((/** @type {any} */ test) => test.status === 'unexpected')
      .map((/** @type {any} */ test) => {
        const errors = test.results.flatMap((/** @type {any} */ result) => result.errors);
        return `${spec.file}:${spec.line} › ${spec.title}\n${errors.map(messageOf).join('\n')}`;
      }),
  );
  return [...failed, ...(suite.suites ?? []).flatMap(unexpected)];
}

/** @param {{ message?: string, stack?: string }} error */
function messageOf(error) {
  return error.stack ?? error.message ?? '';
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {string[]} words
 * @returns {Promise<Times & { isGood: boolean }>}
 */
function run({ root, env }, name, words) {
  console.log(`\n── ${name} ──`);
  const startedAt = performance.now();
  // What has ended before is no part of it.
  secondsSinceLastEnd();
  const suite = spawn(process.execPath, words, {
    cwd: root,
    env: /** @type {NodeJS.ProcessEnv} */ ({ ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const silence = setTimeout(() => {
    console.error(`${name} hangs: it said nothing for ${SILENT_MINUTES} minutes, and was ended.`);
    suite.kill('SIGKILL');
    // Whoever it started may hold its output open.
    suite.stdout.destroy();
    suite.stderr.destroy();
  }, SILENT_MINUTES * 60_000);
  /** @param {import('node:stream').Readable} said @param {NodeJS.WriteStream} shown */
  const show = (said, shown) => {
    said.on('data', () => silence.refresh());
    // Two may run at once.
    createInterface({ input: said }).on('line', (line) => shown.write(`${name.padEnd(11)} │ ${line}\n`));
  };
  show(suite.stdout, process.stdout);
  show(suite.stderr, process.stderr);
  return new Promise((resolve, reject) => {
    suite.once('error', reject);
    /** @type {Times} */
    let times;
    suite.once('exit', () => {
      times = timesSince(startedAt);
    });
    suite.once('close', (code) => resolve({ isGood: code === 0, ...times }));
  }).finally(() => clearTimeout(silence));
}

/**
 * To be called as soon as what began then has ended.
 * @param {number} startedAt by performance.now()
 * @returns {Times}
 */
export function timesSince(startedAt) {
  return { seconds: (performance.now() - startedAt) / 1000, processorSeconds: secondsSinceLastEnd() };
}

let endedBefore = 0;

/**
 * What the one that has just ended took of the processors, with all that it started and waited for: Linux counts it
 * once it has ended. Null elsewhere.
 */
function secondsSinceLastEnd() {
  try {
    const words = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? [];
    const ended = (Number(words[13]) + Number(words[14])) / TICKS;
    const seconds = ended - endedBefore;
    endedBefore = ended;
    return seconds;
  } catch {
    return null;
  }
}

/**
 * Prints what failed once more, so that the end of a long log tells it, a line for each suite, and last of all
 * `N passed, N failed`. Returns the exit code.
 * @param {Outcome[]} outcomes
 */
export function report(outcomes) {
  const failures = outcomes.flatMap(({ name, failed, failures }) => [
    ...failures.map((failure) => `${name} › ${failure}`),
    // A check, or a suite that came to no report.
    ...(failed > failures.length ? [`${name} failed without a report of it: run it alone to see why`] : []),
  ]);
  if (failures.length > 0) console.log('\n── failed ──');
  for (const failure of failures.slice(0, SHOWN)) console.log(`✗ ${shortened(failure)}`);
  if (failures.length > SHOWN) console.log(`… and ${failures.length - SHOWN} more`);
  console.log('\n── summary ──');
  for (const { name, passed, failed, seconds, processorSeconds, slowest } of outcomes) {
    const mark = failed === 0 ? '✓' : '✗';
    const processor = processorSeconds === null ? '' : `, ${processorSeconds.toFixed(0)} s of processor`;
    console.log(`${mark} ${name.padEnd(14)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s${processor})`);
    if (slowest) console.log(`  slowest: ${slowest.join(', ')}`);
  }
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** @param {string} failure */
function shortened(failure) {
  const lines = failure.split('\n');
  return lines.length > LINES ? [...lines.slice(0, LINES), '  …'].join('\n') : failure;
}
