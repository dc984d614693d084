// npm run backup -- FILE, npm run restore -- FILE: reads the settings, calls the one verb, and says what came of it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const asked = process.cwd();
process.chdir(root);

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);
/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** @param {import('../lib/env').Env} env @param {string} file */
async function backup(env, file) {
  const { tsImport } = await import('tsx/esm/api');
  /** @type {typeof import('../lib/backup/make-backup')} */
  const { makeBackup } = await tsImport('../lib/backup/make-backup.ts', import.meta.url);
  const { bytes, rows, repositories, missing } = await makeBackup(env, file);
  say(`${file} holds ${rows} rows, the keys and settings, and ${repositories} repositories: ${megabytes(bytes)}.`);
  say('It holds secrets as well: keep it where nobody else reads.');
  for (const { repository, reason } of missing) {
    process.stderr.write(
      `Not in it, although nobody else has it: ${repository}. Its folder cannot be read: ${reason}\n`,
    );
  }
  if (missing.length > 0) process.exitCode = 1;
}

/** @param {import('../lib/env').Env} env @param {string} file */
async function restore(env, file) {
  const { tsImport } = await import('tsx/esm/api');
  /** @type {typeof import('../lib/backup/restore-backup')} */
  const { restoreBackup } = await tsImport('../lib/backup/restore-backup.ts', import.meta.url);
  const { madeAt, rows, repositories, wasThere } = await restoreBackup(env, file);
  say(wasThere ? 'All of it was there already.' : `Restored ${rows} rows and ${repositories} repositories.`);
  say(`The server is as it was at ${madeAt}. Start it; it fetches the mirrors anew.`);
  say(`The settings it had are in ${path.join(env.dataDir, 'restored-settings.env')}.`);
}

const [command, file, ...others] = process.argv.slice(2);
try {
  if (!file || others.length > 0) throw new Error(`Name one file: npm run ${command} -- FILE`);
  const { readEnvironment } = await import('./read-environment.mjs');
  const settings = await readEnvironment(root, { isDev: false });
  // npm runs us in the project's folder, whatever folder it was called in.
  const at = path.resolve(process.env.INIT_CWD ?? asked, file);
  await (command === 'restore' ? restore : backup)(settings, at);
  // What git was started by would keep us here.
  process.exit();
} catch (error) {
  const what = command === 'restore' ? 'Not restored' : 'There is no backup';
  process.stderr.write(`${what}: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
