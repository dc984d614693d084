// A folder for what tests leave behind: gone when all of them have run, whatever became of their processes.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @returns {() => void} what removes it */
export default function makeTestFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-tests-'));
  process.env.FRESHET_TEST_FOLDER = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
}
