// Builds the product where its sources have changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a build reads. */
const SOURCES = [
  'app',
  'db',
  'inngest',
  'lib',
  'public',
  'instrumentation.ts',
  'instrumentation-node.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'patches',
  'postcss.config.mjs',
  'tsconfig.json',
];
const NOT_BUILT = /\.test\.tsx?$/;

/**
 * Returns whether it built.
 * Throws an Error with a sentence for people.
 * @param {string} root
 */
export function build(root) {
  const stamp = path.join(root, '.next', 'freshet-sources');
  const sources = hashSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return false;
  console.log('Building…');
  const next = spawnSync(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (next.status !== 0) throw new Error('The build failed; it says why above.');
  writeFileSync(stamp, sources);
  return true;
}

/** @param {string} root */
function hashSources(root) {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) {
    for (const file of filesOf(path.join(root, source))) {
      hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (!readdirOrNull(place)) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** @param {string} place */
function readdirOrNull(place) {
  try {
    return readdirSync(place);
  } catch {
    return null;
  }
}
