// A folder for what tests leave behind: gone when all of them have run, whatever became of their processes.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Databases that are ending write for a while longer. */
const TRIES = 300;
const PAUSE_MS = 200;

/** @returns {() => Promise<void>} what removes it */
export default function makeTestFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-tests-'));
  process.env.FRESHET_TEST_FOLDER = folder;
  return () => remove(folder, TRIES);
}

/**
 * @param {string} folder
 * @param {number} tries
 * @returns {Promise<void>}
 */
async function remove(folder, tries) {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    // What nobody can remove is no fault of what was tested.
    if (tries === 0) return console.error(error);
    await sleep(PAUSE_MS);
    await remove(folder, tries - 1);
  }
}
