// Finds a repository of somebody else on this machine, within the folders that may be read. It is only ever read.
import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import { absent, listFolder } from '@/lib/files/plain-file';
import {
  asRefusal,
  enter,
  type LocalPolicy,
  noRepository,
  type OpenPolicy,
  openPolicy,
  readAllowed,
  refused,
  requireAllowed,
  requireLocalRoot,
} from './local-folders';
import { findStores } from './local-objects';

const checked = Symbol('checked');

/** Only `findLocalRepository` makes one, so nothing reads a folder that was not checked. All paths are real ones. */
export interface LocalRepository {
  readonly [checked]: true;
  /** Holds HEAD; of a linked work tree, its own folder below the repository's. */
  readonly gitDir: string;
  /** Holds the refs, and whether history is cut off (`shallow`). */
  readonly commonDir: string;
  /** The folders that hold its objects: its own, and those that it borrows from. */
  readonly stores: readonly string[];
  /** What of this machine may be read. */
  readonly allowed: OpenPolicy;
}

/** Files that say where to look next hold one path. */
const MAX_POINTER_BYTES = 8192;
/** Each may be a link to elsewhere, but not out of the roots. */
const PARTS = ['HEAD', 'config', 'packed-refs', 'refs', 'reftable', 'shallow'];

/**
 * The repository at `folder`: a work tree, a linked one, or a bare repository. Everything that git would be led to from
 * there (its own folder, the shared one, objects, objects that it borrows) has to lie under a root.
 * Throws AppError `invalid` with a kind: `policy` (not allowed here), `not_found`, `auth` (no permission).
 */
export async function findLocalRepository(folder: string, policy: LocalPolicy): Promise<LocalRepository> {
  requireLocalRoot(folder, policy.roots);
  const allowed = await openPolicy(policy);
  const top = await enter(folder, allowed);
  const gitDir = await enter(await gitDirOf(top, allowed), allowed);
  const pointer = await readAllowed(path.join(gitDir, 'commondir'), MAX_POINTER_BYTES, allowed);
  const commonDir = pointer === null ? gitDir : await enter(path.resolve(gitDir, lineOf(pointer)), allowed);
  const objectsDir = await enter(path.join(commonDir, 'objects'), allowed);
  await requireFolder(path.join(commonDir, 'refs'));
  // It may be a link that names a branch, which then leads nowhere.
  for (const dir of new Set([gitDir, commonDir])) await lstat(path.join(dir, 'HEAD')).catch(asRefusal);
  for (const name of PARTS) {
    for (const dir of new Set([gitDir, commonDir])) await requireAllowed(path.join(dir, name), allowed);
  }
  const stores = await findStores(objectsDir, allowed);
  await refusePartialClone(objectsDir);
  return { [checked]: true, gitDir, commonDir, stores, allowed };
}

/** `.git` of a work tree is a folder, of a linked one a file that names it; a bare repository is its own. */
async function gitDirOf(top: string, allowed: OpenPolicy): Promise<string> {
  const inside = path.join(top, '.git');
  const found = await stat(inside).catch(absent).catch(asRefusal);
  if (found === null) return top;
  if (found.isDirectory()) return inside;
  const pointer = await readAllowed(inside, MAX_POINTER_BYTES, allowed);
  const named = /^gitdir: (.+)$/.exec(lineOf(pointer ?? Buffer.alloc(0)))?.[1];
  if (named === undefined) throw noRepository();
  return path.resolve(top, named);
}

async function requireFolder(dir: string): Promise<void> {
  if (!(await stat(dir).catch(asRefusal)).isDirectory()) throw noRepository();
}

/** A pointer's path, with the ends of lines cut off as git does. */
function lineOf(pointer: Buffer): string {
  return pointer.toString('utf8').replace(/[\r\n]+$/, '');
}

/** What it lacks it would have to fetch, and nothing is fetched into a repository that is only read. */
async function refusePartialClone(objectsDir: string): Promise<void> {
  const packs = await listFolder(path.join(objectsDir, 'pack')).catch(asRefusal);
  if (!packs.some(({ name }) => name.endsWith('.promisor'))) return;
  throw refused(
    'This is a partial clone (git clone --filter): files that it has not fetched cannot be read. Add its source by URL.',
  );
}
