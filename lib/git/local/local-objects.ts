// The folders of objects that a repository on this machine reads, each looked through for what leads elsewhere.
import path from 'node:path';
import { listFolder } from '@/lib/files/plain-file';
import { isDenied } from '@/lib/git/mirror/access';
import {
  asRefusal,
  denied,
  enter,
  type OpenPolicy,
  outside,
  readAllowed,
  refused,
  requireAllowed,
} from './local-folders';

const MAX_ALTERNATES_BYTES = 64 * 1024;
/** As deep as git itself follows borrowed object stores. */
const MAX_DEPTH = 5;
const MAX_STORES = 64;
/** What git reads of a store: loose objects by the beginning of their ids, packs, and lists of both. */
const FOLDERS = /^(?:[0-9a-f]{2}|info|pack)$/;
/** What is in a store for good; the rest is only being written, and nobody's yet. */
const STORED = /\.(?:idx|pack)$/;

/**
 * Real paths of `objectsDir` and of every store that it borrows from, each once. Throws AppError if one of them, or
 * anything in it, leads out of the roots, is no plain file, or may not be read.
 */
export async function findStores(objectsDir: string, allowed: OpenPolicy): Promise<string[]> {
  const stores = new Set<string>();
  const follow = async (store: string, depth: number) => {
    // They may name one another thousands of times.
    if (stores.has(store)) return;
    stores.add(store);
    if (stores.size > MAX_STORES) {
      throw refused(`This repository borrows its objects from more than ${MAX_STORES} others.`);
    }
    await requirePlainStore(store, allowed);
    for (const borrowed of await alternatesOf(store, allowed)) {
      if (depth === MAX_DEPTH) throw outside();
      await follow(await enter(borrowed, allowed), depth + 1);
    }
  };
  await follow(objectsDir, 0);
  return [...stores];
}

async function alternatesOf(store: string, allowed: OpenPolicy): Promise<string[]> {
  const text = await readAllowed(path.join(store, 'info', 'alternates'), MAX_ALTERNATES_BYTES, allowed);
  const lines = (text?.toString('utf8') ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  // Only git understands quoted paths; whoever writes one here means to hide it.
  if (lines.some((line) => line.startsWith('"'))) throw outside();
  return lines.map((line) => path.resolve(store, line));
}

async function requirePlainStore(store: string, allowed: OpenPolicy): Promise<void> {
  for (const { name } of await listFolder(store).catch(asRefusal)) {
    if (!FOLDERS.test(name)) continue;
    const folder = await requireAllowed(path.join(store, name), allowed);
    // git takes what it may not read for missing.
    if (folder !== null && (await isDenied(folder))) throw denied();
    if (folder !== null) await requirePlainFolder(folder, allowed, new Set());
  }
}

async function requirePlainFolder(folder: string, allowed: OpenPolicy, seen: Set<string>): Promise<void> {
  if (seen.has(folder)) return;
  seen.add(folder);
  for (const entry of await listFolder(folder).catch(asRefusal)) {
    const file = path.join(folder, entry.name);
    const real = entry.isFile() ? file : await requireAllowed(file, allowed);
    if (real === null) continue;
    if (STORED.test(entry.name) && (await isDenied(real))) throw denied();
    if (!entry.isFile()) await requirePlainFolder(real, allowed, seen);
  }
}
