// Finds a Chromium for the browser tests, or installs one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The one without a window first, which takes a third less of the processor. */
const NAMES = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const PLACES = [
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Downloads and package installations end here if the network does not answer. */
const INSTALL_MS = 5 * 60_000;

/**
 * Path of a Chromium that runs: FRESHET_CHROMIUM, one on this machine, Playwright's own, or Debian's, in this order.
 * Throws an Error with a sentence for people.
 * @param {string} root
 */
export async function findChromium(root) {
  const wished = process.env.FRESHET_CHROMIUM;
  if (wished) {
    if (runs(wished)) return wished;
    throw new Error(`FRESHET_CHROMIUM is ${wished}, and that does not run.`);
  }
  const { chromium } = await import('@playwright/test');
  const found = [...onPath(), ...PLACES, chromium.executablePath()].find(runs);
  if (found) return found;
  console.log('No Chromium was found; asking Playwright for one…');
  const cli = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  run(process.execPath, [cli, 'install', 'chromium']);
  if (runs(chromium.executablePath())) return chromium.executablePath();
  console.log("Playwright had none; installing the system's chromium…");
  const become = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  run(...asCommand([...become, 'apt-get', 'update', '-qq']));
  run(
    ...asCommand([...become, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell']),
  );
  const installed = onPath().find(runs);
  if (installed) return installed;
  throw new Error(
    'No Chromium runs here and none could be installed. Install one, or set FRESHET_CHROMIUM to its path.',
  );
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** @param {string} file */
function runs(file) {
  if (!existsSync(file)) return false;
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/**
 * @param {string[]} words
 * @returns {[string, string[]]}
 */
function asCommand([command = '', ...words]) {
  return [command, words];
}

/**
 * @param {string} command
 * @param {string[]} words
 */
function run(command, words) {
  spawnSync(command, words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
