// Who owns an embedded database's folder: two processes on one folder lose rows silently, so the second must be refused.
import { execFileSync } from 'node:child_process';
import { linkSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** The owner touches its lock this often, for onlookers that cannot see its process (another container, another host). */
export const HEARTBEAT_MS = 1000;
const SILENCE_MS = 5 * HEARTBEAT_MS;
/** How long a newcomer waits for an owner whose parent is gone, and which then ends by itself. */
const ORPHAN_MS = 30_000;

const processSchema = z.object({ pid: z.number(), started: z.string() });
const ownerSchema = z.object({ owner: processSchema, parent: processSchema, world: z.string() });
/** @typedef {z.infer<typeof ownerSchema>} Owner */
/** @typedef {z.infer<typeof processSchema>} Process */

/**
 * Takes the folder for this process until it ends; returns the lock's path.
 * Throws an Error that names the other process while somebody else has it.
 *
 * Locks are numbered and the highest is the one that counts: a stale lock is taken over by creating its successor,
 * which only one process can do, and no lock that counts is ever removed.
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function takeLock(folder) {
  const mine = JSON.stringify({ owner: identify(process.pid), parent: identify(process.ppid), world: world() });
  const draft = path.join(folder, `lock-draft-${process.pid}`);
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      const last = highest(folder);
      if (last > 0) await refuseIfOwned(folder, lockPath(folder, last));
      try {
        linkSync(draft, lockPath(folder, last + 1));
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') continue;
        throw error;
      }
      for (const number of numbers(folder)) {
        if (number <= last) rmSync(lockPath(folder, number), { force: true });
      }
      return lockPath(folder, last + 1);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Marks the lock as free, so that the next owner need not find out whether this process still lives.
 * @param {string} lock
 */
export function releaseLock(lock) {
  writeFileSync(lock, 'released');
}

/** @param {string} folder @param {number} number */
function lockPath(folder, number) {
  return path.join(folder, `lock-${number}`);
}

/** @param {string} folder */
function numbers(folder) {
  return readdirSync(folder).flatMap((name) => {
    const match = /^lock-(\d+)$/.exec(name);
    return match ? [Number(match[1])] : [];
  });
}

/** @param {string} folder */
function highest(folder) {
  return Math.max(0, ...numbers(folder));
}

/** @param {string} folder @param {string} lock */
async function refuseIfOwned(folder, lock) {
  const waitUntil = performance.now() + ORPHAN_MS;
  for (;;) {
    const owner = readOwner(lock);
    if (!owner) return;
    if (owner.world !== world()) {
      if (!(await isBeating(lock))) return;
      throw new Error(`${sentence(folder, 'A Freshet on another host or in another container')}`);
    }
    if (!isSame(owner.owner)) return;
    if (isSame(owner.parent)) throw new Error(sentence(folder, `Freshet, process ${owner.parent.pid},`));
    if (performance.now() > waitUntil) throw new Error(sentence(folder, `A database process, ${owner.owner.pid},`));
    await sleep(50);
  }
}

/** @param {string} folder @param {string} who */
function sentence(folder, who) {
  const dataDir = path.dirname(folder);
  return `${who} already uses the data folder ${dataDir}. Stop it first, or set FRESHET_DATA_DIR to another folder.`;
}

/** @param {string} lock @returns {Owner | null} */
function readOwner(lock) {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(readFileSync(lock, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Released, or replaced by its successor at this moment.
    return null;
  }
}

/** @param {string} lock */
async function isBeating(lock) {
  const touched = () => statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const first = touched();
  const until = performance.now() + SILENCE_MS;
  while (performance.now() < until) {
    await sleep(HEARTBEAT_MS / 2);
    if (touched() !== first) return true;
  }
  return false;
}

/**
 * A process id alone is not enough: ids are used again.
 * @param {number} pid
 * @returns {Process}
 */
function identify(pid) {
  return { pid, started: startOf(pid) ?? '' };
}

/** @param {Process} process */
function isSame(process) {
  return startOf(process.pid) === process.started;
}

/**
 * When a process began, in the system's own words; null if no such process runs.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    if (os.platform() !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    }
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    // After the command's name: the state is first, the start in clock ticks since boot the twentieth.
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Where process ids mean the same: a boot of one host, and a pid namespace in it. */
function world() {
  if (os.platform() !== 'linux') return os.hostname();
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
}
