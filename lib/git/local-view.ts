// A repository of ours that borrows the objects of one that is only read: our refs and our configuration over its store.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from './errors';
import { unescapePath } from './escape-path';
import { checkMirror, removeStaleLocks } from './health';
import type { LocalRepository } from './local-repository';
import { claimMirror, type ObjectFormat, readClaim } from './mirror-dir';
import { missingObjects } from './missing-objects';
import { writePackedRefs } from './ref-files';
import { FETCHED, listRawRefs } from './refs';
import { replaceMirror } from './replace-mirror';
import { updateRefs } from './update-refs';

/** True where `dir` is a sound view of `local`. */
export async function isViewOf(dir: string, local: LocalRepository): Promise<boolean> {
  return (await readClaim(dir))?.borrowsFrom === local.objectsDir && (await checkMirror(dir)) === 'ok';
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
  o: { isView: boolean; signal?: AbortSignal | undefined },
): Promise<string[]> {
  try {
    const claimed = o.isView ? (await readClaim(dir))?.format : undefined;
    const format = formatOf(refs) ?? claimed ?? 'sha1';
    if (claimed !== format) await makeView(dir, local, format);
    await removeStaleLocks(dir);
    await copyShallow(dir, local);
    return await borrowRefs(dir, refs, o.signal);
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
    await claimMirror(fresh, format, local.objectsDir);
    await replaceMirror(dir, fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Null for an empty repository, which has no ids to tell by: it is looked at again with its first commit. */
function formatOf(refs: ReadonlyMap<string, string>): ObjectFormat | null {
  const [sha] = refs.values();
  if (sha === undefined) return null;
  return sha.length === 64 ? 'sha256' : 'sha1';
}

/** Where history was cut off, git has to know, or it takes the missing parents for damage. */
async function copyShallow(dir: string, local: LocalRepository): Promise<void> {
  const read = (folder: string) => readFile(path.join(folder, 'shallow'), 'utf8').catch(() => '');
  const [theirs, ours] = await Promise.all([read(local.commonDir), read(dir)]);
  if (theirs === ours) return;
  if (theirs === '') await rm(path.join(dir, 'shallow'), { force: true });
  else await writeFile(path.join(dir, 'shallow'), theirs);
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
