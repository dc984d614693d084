// npm run test:changed [COMMIT]: the checks and tests that a change touches, since COMMIT or since it left the main line.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest } from 'vitest/node';
import { report, runCheck, runVitest } from './run-suite.mjs';
import { SLOW } from './slow-first.mjs';
import { testEnvironment } from './test-environment.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const MAIN = 'origin/main';

/** @param {string[]} words @returns {string | null} what it says, null if it fails */
function git(...words) {
  const { status, stdout } = spawnSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout : null;
}

/** @param {string | undefined} name */
function baseOf(name) {
  if (name === undefined) return git('merge-base', MAIN, 'HEAD')?.trim() ?? 'HEAD';
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  if (commit === null) throw new Error(`There is no commit ${name}.`);
  return commit.trim();
}

/** @param {string} base */
function changedSince(base) {
  const changed = git('diff', '--name-only', '-z', base, '--') ?? '';
  const fresh = git('ls-files', '--others', '--exclude-standard', '-z') ?? '';
  return [...new Set(`${changed}${fresh}`.split('\0').filter(Boolean))];
}

/**
 * Test files that import one of `changed`, however far away.
 * @param {'unit' | 'integration'} project
 * @param {string[]} changed
 */
async function related(project, changed) {
  const absolute = changed.map((file) => path.resolve(file));
  // What every test depends on is for `npm test`.
  const vitest = await createVitest('test', { watch: false, related: absolute, forceRerunTriggers: [], project });
  try {
    const found = await vitest.getRelevantTestSpecifications();
    return found.map(({ moduleId }) => path.relative(root, moduleId)).sort();
  } finally {
    await vitest.close();
  }
}

/** @param {string | undefined} name */
async function runChanged(name) {
  const base = baseOf(name);
  const changed = changedSince(base);
  console.log(`${changed.length} files differ from ${base.slice(0, 12)}.`);
  const there = changed.filter((file) => existsSync(file));
  const place = { root, env: testEnvironment() };
  const unit = await related('unit', changed);
  const reached = await related('integration', changed);
  const isLeft = (/** @type {string} */ file) => SLOW.includes(file) && !changed.includes(file);
  const integration = reached.filter((file) => !isLeft(file));
  const lint = ['check', '--no-errors-on-unmatched', ...there];
  const checks = async () => [
    ...(there.length > 0 ? [await runCheck(place, 'lint', 'node_modules/@biomejs/biome/bin/biome', lint)] : []),
    // Next's own declarations, which are made and not kept.
    await runCheck(place, 'route types', 'node_modules/next/dist/bin/next', ['typegen']),
    await runCheck(place, 'types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
  ];
  const tests = async () => [
    ...(unit.length > 0 ? [await runVitest(place, 'unit', unit)] : []),
    ...(integration.length > 0 ? [await runVitest(place, 'integration', integration)] : []),
  ];
  const outcomes = (await Promise.all([checks(), tests()])).flat();
  const left = reached.filter(isLeft);
  if (left.length > 0) console.log(`\nLeft to npm test, because they are slow:\n  ${left.join('\n  ')}`);
  return outcomes;
}

try {
  process.exitCode = report(await runChanged(process.argv[2]));
} catch (error) {
  console.error(`The tests did not run: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
