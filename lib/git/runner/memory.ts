// How much memory git may have: whoever made a repository decides how much git would take.
import os from 'node:os';
import { env } from '@/lib/env';
import { log } from '@/lib/log';

const MIB = 1024 ** 2;
/** Of the machine's memory, for each git that fetches or packs. */
const SHARE = 1 / 20;
/** A file of 100 MB and its next version are held at once, with the difference between them. */
const LEAST = 384 * MIB;
/** With these, a history of ten million objects is fetched; more memory would only serve bombs. */
const MOST = 4096 * MIB;
/** They hold something of every object that comes, goes, or that there is. */
const LARGE: ReadonlySet<string> = new Set([
  'clone',
  'fetch',
  'push',
  'repack',
  'bundle',
  'upload-pack',
  'receive-pack',
]);
/** Holds all that an upstream lists, twice: in git, and in the process that speaks for it. */
const LIST = 'ls-remote';

let isTold = false;

/** Bytes that a git which runs `verb`, and each process that it starts, may have. Only Linux keeps to it. */
export function memoryFor(verb: string): number {
  if (process.platform !== 'linux') tellOnce();
  const most = env().gitMemoryBytes ?? Math.min(Math.max(machineBytes() * SHARE, LEAST), MOST);
  if (LARGE.has(verb)) return Math.floor(most);
  if (verb === LIST) return Math.floor(most / 2);
  // Several gits read for pages at once: together they may have about as much as one that fetches.
  return Math.floor(Math.max(most / 5, Math.min(most / 2, LEAST / 2)));
}

/** What keeps git within its memory if a repository is merely large: smaller caches, and big files in pieces. */
export const FRUGAL: [key: string, value: string][] = [
  ['core.bigFileThreshold', '32m'],
  ['core.deltaBaseCacheLimit', '32m'],
  ['core.packedGitWindowSize', '16m'],
  ['core.packedGitLimit', '256m'],
  ['pack.threads', '2'],
  ['pack.windowMemory', '32m'],
  ['pack.deltaCacheSize', '32m'],
];

/** In a container, the container's limit. */
function machineBytes(): number {
  const allowed = process.constrainedMemory?.() ?? 0;
  return allowed > 0 ? Math.min(allowed, os.totalmem()) : os.totalmem();
}

function tellOnce(): void {
  if (isTold) return;
  isTold = true;
  log.warn('this system cannot bound the memory of git: on Linux a hostile repository could not use it up');
}
