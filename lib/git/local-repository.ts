// Finds a repository of somebody else on this machine, within the folders that may be read. It is only ever read.
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type SyncErrorKind } from '@/lib/errors';
import { isDenied } from './access';

const checked = Symbol('checked');

/** Only `findLocalRepository` makes one, so nothing reads a folder that was not checked. All paths are real ones. */
export interface LocalRepository {
  readonly [checked]: true;
  /** Holds HEAD; of a linked work tree, its own folder below the repository's. */
  readonly gitDir: string;
  /** Holds the refs, and whether history is cut off (`shallow`). */
  readonly commonDir: string;
  readonly objectsDir: string;
}

export interface LocalPolicy {
  /** Absolute folders under which repositories may lie. */
  roots: readonly string[];
  /** Our own folder, which is nobody's repository. */
  dataDir: string;
}

/** The part of the environment that decides what may be read. */
export function localPolicy(env: { localRoots: readonly string[]; dataDir: string }): LocalPolicy {
  return { roots: env.localRoots, dataDir: env.dataDir };
}

/** Files that say where to look next hold one path. */
const MAX_POINTER_BYTES = 8192;
/** As deep as git itself follows borrowed object stores. */
const MAX_ALTERNATES_DEPTH = 5;
/** What git reads of a repository's own folders. Each may be a link to elsewhere, but not out of the roots. */
const OWN_FILES = ['HEAD', 'packed-refs', 'refs', 'reftable', 'shallow'];
/** What is in a store of objects for good. */
const STORED = /^(?:[0-9a-f]{2}|info|pack|pack-.*\.(?:idx|pack))$/;
/** Would begin a path, or a line, of its own where paths are written down. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are refused.
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * The repository at `folder`: a work tree, a linked one, or a bare repository. Everything that git would be led to from
 * there (its own folder, the shared one, objects, objects that it borrows) has to lie under a root.
 * Throws AppError `invalid` with a kind: `policy` (not allowed here), `not_found`, `auth` (no permission).
 */
export async function findLocalRepository(folder: string, policy: LocalPolicy): Promise<LocalRepository> {
  requireLocalRoot(folder, policy.roots);
  const allowed = await openPolicy(policy);
  const top = await enter(folder, allowed);
  const gitDir = await enter(await gitDirOf(top), allowed);
  const pointer = await readPointer(path.join(gitDir, 'commondir'));
  const commonDir = pointer === null ? gitDir : await enter(path.resolve(gitDir, lineOf(pointer)), allowed);
  const objectsDir = await enter(path.join(commonDir, 'objects'), allowed);
  if ((await kindOf(path.join(gitDir, 'HEAD'))) === null || !(await isRepository(commonDir))) throw noRepository();
  const own = OWN_FILES.flatMap((name) => [path.join(gitDir, name), path.join(commonDir, name)]);
  for (const file of own) await requireAllowed(file, allowed);
  await requireObjectsAllowed(objectsDir, allowed, MAX_ALTERNATES_DEPTH, new Set());
  await refusePartialClone(objectsDir);
  return { [checked]: true, gitDir, commonDir, objectsDir };
}

/** Throws `invalid` (kind `policy`) where the written path is not under a root: what lies elsewhere is not looked at. */
export function requireLocalRoot(folder: string, roots: readonly string[]): void {
  if (roots.length === 0) {
    throw refused(
      'This server reads no repositories on its own disks. Set FRESHET_LOCAL_ROOTS to the folders it may read.',
    );
  }
  if (!path.isAbsolute(folder) || CONTROL.test(folder)) {
    throw refused('Give the full path of the folder, beginning with a slash.');
  }
  if (!isUnderRoot(folder, roots)) throw outside();
}

/** True where the written path, without a look at the disk, is under a root. */
export function isUnderRoot(folder: string, roots: readonly string[]): boolean {
  return roots.some((root) => isWithin(path.resolve(folder), root));
}

interface OpenPolicy {
  roots: string[];
  dataDir: string | null;
}

async function openPolicy({ roots, dataDir }: LocalPolicy): Promise<OpenPolicy> {
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  return {
    roots: real.filter((root) => root !== null),
    dataDir: await realpath(dataDir).catch(() => null),
  };
}

/** The real path of a folder. Throws where it does not exist, may not be read, or leads out of the roots. */
async function enter(folder: string, allowed: OpenPolicy): Promise<string> {
  try {
    const real = await realpath(folder);
    requireReal(real, allowed);
    if (!(await stat(real)).isDirectory()) throw noRepository();
    return real;
  } catch (error) {
    throw asRefusal(error);
  }
}

function requireReal(real: string, allowed: OpenPolicy): void {
  if (CONTROL.test(real) || !allowed.roots.some((root) => isWithin(real, root))) throw outside();
  if (allowed.dataDir !== null && isWithin(real, allowed.dataDir)) {
    throw refused('This folder belongs to Freshet itself.');
  }
}

/** Throws where what is there leads out of the roots, or is a pipe or a device, at which git would wait for ever. */
async function requireAllowed(file: string, allowed: OpenPolicy): Promise<void> {
  try {
    requireReal(await realpath(file), allowed);
    const found = await stat(file);
    if (!found.isFile() && !found.isDirectory()) throw noRepository();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['ENOENT', 'ENOTDIR'].includes(code)) throw asRefusal(error);
  }
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

/** `.git` of a work tree is a folder, of a linked one a file that names it; a bare repository is its own. */
async function gitDirOf(top: string): Promise<string> {
  const inside = path.join(top, '.git');
  const kind = await kindOf(inside);
  if (kind === null) return top;
  if (kind === 'folder') return inside;
  const named = /^gitdir: (.+)$/.exec(lineOf((await readPointer(inside)) ?? ''))?.[1];
  if (named === undefined) throw noRepository();
  return path.resolve(top, named);
}

async function isRepository(commonDir: string): Promise<boolean> {
  const kinds = await Promise.all(['HEAD', 'refs', 'objects'].map((name) => kindOf(path.join(commonDir, name))));
  return kinds[0] !== null && kinds[1] === 'folder' && kinds[2] === 'folder';
}

async function kindOf(file: string): Promise<'folder' | 'other' | null> {
  try {
    const found = await lstat(file);
    const target = found.isSymbolicLink() ? await stat(file).catch(() => found) : found;
    return target.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    return ignoreAbsence(asRefusal(error));
  }
}

/** The text of a small plain file; null where there is none. */
async function readPointer(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > MAX_POINTER_BYTES) throw noRepository();
    return await readFile(file, 'utf8');
  } catch (error) {
    return ignoreAbsence(asRefusal(error));
  }
}

/** A pointer's path, with the ends of lines cut off as git does. */
function lineOf(pointer: string): string {
  return pointer.replace(/[\r\n]+$/, '');
}

/** `seen`: each store is looked at once, as git does; they may name one another thousands of times. */
async function requireObjectsAllowed(
  objectsDir: string,
  allowed: OpenPolicy,
  depth: number,
  seen: Set<string>,
): Promise<void> {
  if (seen.has(objectsDir)) return;
  seen.add(objectsDir);
  for (const folder of [objectsDir, path.join(objectsDir, 'info'), path.join(objectsDir, 'pack')]) {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error) => ignoreAbsence(asRefusal(error)));
    for (const entry of entries ?? []) {
      const file = path.join(folder, entry.name);
      if (!entry.isFile() && !entry.isDirectory()) await requireAllowed(file, allowed);
      // git takes what it may not read for missing. What is only being written is nobody's yet.
      if (!STORED.test(entry.name)) continue;
      if (await isDenied(file)) throw denied();
    }
  }
  const text = await readPointer(path.join(objectsDir, 'info', 'alternates'));
  for (const line of text?.split('\n') ?? []) {
    if (line === '' || line.startsWith('#')) continue;
    // What is quoted is read by git alone; nobody has such a path without meaning to hide it.
    if (line.startsWith('"') || depth === 0) throw outside();
    const borrowed = await enter(path.resolve(objectsDir, line), allowed);
    await requireObjectsAllowed(borrowed, allowed, depth - 1, seen);
  }
}

/** What it lacks it would have to fetch, and nothing is fetched into a repository that is only read. */
async function refusePartialClone(objectsDir: string): Promise<void> {
  const names = await readdir(path.join(objectsDir, 'pack')).catch(() => [] as string[]);
  if (!names.some((name) => name.endsWith('.promisor'))) return;
  throw refused(
    'This is a partial clone (git clone --filter): files that it has not fetched cannot be read. Add its source by URL.',
  );
}

function asRefusal(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return noRepository(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return denied(error);
  }
  if (code === 'ELOOP') return outside();
  return error;
}

function ignoreAbsence(error: unknown): null {
  if (error instanceof AppError && error.kind === 'not_found') return null;
  throw error;
}

function noRepository(cause?: unknown): AppError {
  return invalid('not_found', 'There is no git repository in this folder. Was it moved or deleted?', cause);
}

/** This process lacks the right to read a part of somebody's repository. */
export function denied(cause?: unknown): AppError {
  return invalid(
    'auth',
    'The account that Freshet runs as may not read this folder, or a part of it. Give it read permission.',
    cause,
  );
}

function outside(): AppError {
  return refused('This folder, or one that it leads to, is not under any of FRESHET_LOCAL_ROOTS.');
}

function refused(message: string): AppError {
  return invalid('policy', message);
}

function invalid(kind: SyncErrorKind, message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { kind, cause });
}
