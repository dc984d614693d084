// Installs the packages of the lock file if they are not there yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs `npm ci` unless every package is installed in the version of the lock file.
 * Throws an Error with a sentence for people.
 * @param {string} root
 */
export function installPackages(root) {
  if (isInstalled(root)) return;
  console.log('Installing packages… (a minute or two, once)');
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (npm.error) throw new Error(`npm could not be run: ${npm.error.message}.`);
  if (npm.status === 0) return;
  console.error(npm.stdout, npm.stderr);
  throw new Error('The packages could not be installed; npm says why above.');
}

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }>} Packages */

/**
 * npm leaves a lock file of what it has installed in node_modules.
 * @param {string} root
 */
function isInstalled(root) {
  const found = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(found)) return false;
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(found);
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === '') return true;
    // Optional ones are for other systems if they are missing.
    return installed[place] ? installed[place].version === version : Boolean(optional);
  });
}

/**
 * @param {string} file
 * @returns {Packages}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
