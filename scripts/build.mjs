// Builds the product if its sources have changed since the last build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** What a build reads: these folders, and the files beside them. */
const FOLDERS = ['app', 'db', 'grpc', 'inngest', 'lib', 'patches', 'public'];
const ROOT_FILE = /\.(ts|mjs|json)$/;
const NOT_BUILT = /\.test\.tsx?$/;
const GENERATED = new Set(['next-env.d.ts']);

/**
 * Resolves with whether it built.
 * Throws an Error with a sentence for people.
 * @param {string} root
 */
export async function build(root) {
  const stamp = path.join(root, '.next', 'freshet-sources');
  const sources = hashSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return false;
  // What an earlier build's server may have kept of pictures and answers, whoever may see them by now.
  for (const kept of ['images', 'fetch-cache'])
    rmSync(path.join(root, '.next/cache', kept), { recursive: true, force: true });
  console.log('Building… (half a minute, after each change)');
  const next = spawn(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  const [[status], ...said] = await Promise.all([once(next, 'close'), text(next.stdout), text(next.stderr)]);
  if (status !== 0) {
    console.error(...said);
    throw new Error('The build failed; it says why above.');
  }
  writeFileSync(stamp, sources);
  return true;
}

/** @param {string} root */
function hashSources(root) {
  const hash = createHash('sha256').update(process.version);
  const beside = readdirSync(root).filter((name) => ROOT_FILE.test(name) && !GENERATED.has(name));
  const within = FOLDERS.flatMap((folder) => filesOf(root, folder));
  for (const file of [...beside, ...within].sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} folder
 */
function filesOf(root, folder) {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}
