// A folder in memory for what tests write: they make and remove some hundred thousand files, which takes a disk a while.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const MEMORY = '/dev/shm';
const PREFIX = 'freshet-tests-';
/** Tests take two or three at once; the rest is for whatever else the machine does. */
const ROOM_BYTES = 8 * 1024 ** 3;
const FREE_BYTES = 12 * 1024 ** 3;

/**
 * Makes it, or tells null where there is no room or nothing in it may be started. It goes with this process; what a
 * killed one left goes with the next.
 * @returns {string | null}
 */
export function makeMemoryFolder() {
  try {
    removeLeftOvers();
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ROOM_BYTES || os.freemem() < FREE_BYTES) return null;
    const folder = mkdtempSync(path.join(MEMORY, `${PREFIX}${process.pid}-`));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    return mayStart(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** @param {string} folder */
function mayStart(folder) {
  const file = path.join(folder, 'starts');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o700);
  try {
    execFileSync(file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(file);
  }
}

function removeLeftOvers() {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : 0;
    if (pid > 0 && !isAlive(pid)) rmSync(path.join(MEMORY, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
}
