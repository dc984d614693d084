// Hands Next the configuration that the build has read already.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** By this name Next's own standalone servers get theirs. */
const VARIABLE = '__NEXT_PRIVATE_STANDALONE_CONFIG';

/**
 * Runs `start`, in which Next takes its configuration from the build in `root`. To read next.config.ts it would load a
 * compiler, which takes 27 MB for as long as the server runs.
 * Throws an Error if there is no build.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} start
 * @returns {Promise<T>}
 */
export async function withBuiltConfig(root, start) {
  const { config } = JSON.parse(readFileSync(path.join(root, '.next/required-server-files.json'), 'utf8'));
  process.env[VARIABLE] = JSON.stringify(config);
  try {
    return await start();
  } finally {
    // Next keeps it from then on; the processes that we start have no use for it.
    delete process.env[VARIABLE];
  }
}
