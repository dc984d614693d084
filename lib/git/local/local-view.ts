// A repository of ours that borrows the objects of one that is only read: our refs and our configuration over its store.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from '@/lib/files/disk-error';
import { readPlainFile } from '@/lib/files/plain-file';
import { isPlainFolder } from '@/lib/files/plain-folder';
import { tidyAway } from '@/lib/files/remove-folder';
import { unescapePath } from '@/lib/git/escape-path';
import { checkMirror, removeStaleLocks } from '@/lib/git/mirror/health';
import { missingObjects } from '@/lib/git/mirror/missing-objects';
import { writePackedRefs } from '@/lib/git/mirror/ref-files';
import { FETCHED, listRawRefs } from '@/lib/git/mirror/refs';
import { replaceMirror } from '@/lib/git/mirror/replace-mirror';
import { updateRefs } from '@/lib/git/mirror/update-refs';
import { BORROWED, claimMirror, type ObjectFormat, readClaim } from '@/lib/git/mirror-dir';
import { readAllowed } from './local-folders';
import type { LocalRepository } from './local-repository';

/** A line for each commit that history was cut off at. */
const MAX_SHALLOW_BYTES = 64 * 1024 * 1024;
/** What of a store is borrowed. Not what it borrows itself: that list is its owner's to change at any time. */
const PARTS = [
  'pack',
  'info/commit-graph',
  'info/commit-graphs',
  ...Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')),
];

/** True if `dir` is a sound view of `local`. */
export async function isViewOf(dir: string, local: LocalRepository): Promise<boolean> {
  const claim = await readClaim(dir);
  if (claim?.stores.join('\n') !== local.stores.join('\n')) return false;
  return (await isPlainFolder(dir, [BORROWED])) && (await checkMirror(dir)) === 'ok';
}

/**
 * Makes `dir` a view of `local`, or the one that is there current: `refs/freshet/fetched/*` become `refs` (as
 * `listLocalRefs` names them). No object is copied. `isView` is what `isViewOf` has found. Returns the refs left out because what they name does not exist.
 * Throws AppError.
 */
export async function openView(
  dir: string,
  local: LocalRepository,
  refs: ReadonlyMap<string, string>,
  options: { isView: boolean; signal?: AbortSignal | undefined },
): Promise<string[]> {
  try {
    const claimed = options.isView ? (await readClaim(dir))?.format : undefined;
    const format = formatOf(refs) ?? claimed ?? 'sha1';
    if (claimed !== format) await makeView(dir, local, format);
    await removeStaleLocks(dir);
    await copyShallow(dir, local);
    return await borrowRefs(dir, refs, options.signal);
  } catch (error) {
    throw diskError(error);
  }
}

async function makeView(dir: string, local: LocalRepository, format: ObjectFormat): Promise<void> {
  await mkdir(path.dirname(dir), { recursive: true });
  const fresh = await mkdtemp(`${dir}.new-`);
  try {
    for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags']) {
      await mkdir(path.join(fresh, folder), { recursive: true });
    }
    await writeFile(path.join(fresh, 'HEAD'), 'ref: refs/heads/main\n');
    for (const [number, store] of local.stores.entries()) await borrow(store, path.join(fresh, BORROWED, `${number}`));
    await claimMirror(fresh, format, local.stores);
    await replaceMirror(dir, fresh);
  } finally {
    await tidyAway(fresh);
  }
}

/** Folders that are not there yet may be there tomorrow. */
async function borrow(store: string, into: string): Promise<void> {
  await mkdir(path.join(into, 'info'), { recursive: true });
  for (const part of PARTS) await symlink(path.join(store, part), path.join(into, part));
}

/** Null for an empty repository, which has no ids to tell by: it is looked at again with its first commit. */
function formatOf(refs: ReadonlyMap<string, string>): ObjectFormat | null {
  const [sha] = refs.values();
  if (sha === undefined) return null;
  return sha.length === 64 ? 'sha256' : 'sha1';
}

/** Where history was cut off, git has to know, or it takes the missing parents for damage. */
async function copyShallow(dir: string, local: LocalRepository): Promise<void> {
  const file = path.join(dir, 'shallow');
  const theirs = await readAllowed(path.join(local.commonDir, 'shallow'), MAX_SHALLOW_BYTES, local.allowed);
  const ours = await readPlainFile(file, MAX_SHALLOW_BYTES);
  if (theirs === null || theirs.length === 0) await rm(file, { force: true });
  else if (!ours?.equals(theirs)) await writeFile(file, theirs);
}

async function borrowRefs(
  dir: string,
  refs: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const all = await listRawRefs(dir, ['refs/freshet', 'refs/heads', 'refs/tags']);
  const present = new Map([...all].filter(([name]) => name.startsWith(FETCHED)));
  const missing = await missingObjects(dir, new Set(refs.values()), { signal });
  const leftOut: string[] = [];
  const wanted = new Map<string, string>();
  for (const [name, sha] of refs) {
    if (missing.has(sha)) leftOut.push(name);
    else wanted.set(FETCHED + unescapePath(name).toString('latin1').slice('refs/'.length), sha);
  }
  if (all.size === 0) await writePackedRefs(dir, wanted);
  else await updateRefs(dir, present, wanted);
  return leftOut;
}
