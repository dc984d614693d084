// Reads .env files and the environment into settings; needs installed packages.
import nextEnv from '@next/env';
import { tsImport } from 'tsx/esm/api';

/**
 * Throws an Error with a sentence that names every wrong variable.
 * @param {string} root
 * @param {{ isDev: boolean }} options
 * @returns {Promise<import('../lib/env').Env>}
 */
export async function readEnvironment(root, { isDev }) {
  nextEnv.loadEnvConfig(root, isDev);
  /** @type {typeof import('../lib/env')} */
  const { parseEnv } = await tsImport('../lib/env.ts', import.meta.url);
  // tsx has Node read the map of each file that is loaded from here on; the log reads the few that it needs.
  if (!isDev) process.setSourceMapsEnabled(false);
  return parseEnv(process.env);
}
