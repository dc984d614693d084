// Reads one folder of a repository at a commit, from the mirror.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { EntryBudget } from '@/lib/git/read/entry-budget';
import { listTree } from '@/lib/git/read/tree';
import { readCursor, writeCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { readMirror } from './read-mirror';
import { type Revision, resolveCommit } from './resolve-commit';

export const treeEntrySchema = z
  .object({
    name: z.string(),
    path: z.string().meta({ description: 'UTF-8; other bytes are written as \\xNN.' }),
    type: z.enum(['dir', 'file', 'link', 'submodule']),
    mode: z.int().meta({ description: "git's mode, its octal digits as a number: 100644." }),
    sha: z.string(),
    size_bytes: z.int().nullable(),
  })
  .meta({ id: 'TreeEntry' });
export const treeSchema = z
  .object({
    repo_id: z.uuid(),
    ref: z.string().nullable(),
    commit: z.string(),
    path: z.string(),
    entries: z.array(treeEntrySchema),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'Tree' });
export type TreeListing = z.infer<typeof treeSchema>;

/** Most entries that one page of a folder may hold. */
const MAX_ENTRIES = 5000;
/** Of one folder, whichever page of it is asked for. */
const MAX_FOLDER = 2_000_000;
const position = z.tuple([z.string(), z.int().nonnegative()]);

/**
 * A page of a folder's entries in git's order; `path` '' is the root. `limit` is 1000 unless told and at most 5000.
 * A cursor carries its commit, so that a page never comes from another tree than the one before.
 */
export async function readTree(
  ctx: Context,
  options: Revision & { repoId: string; path?: string; limit?: number; cursor?: string; signal?: AbortSignal },
): Promise<TreeListing> {
  const repo = await visibleRepo(ctx, options.repoId, 'repo.read');
  const path = cleanPath(options.path ?? '');
  const [pinned, skip] = options.cursor === undefined ? [undefined, 0] : readCursor(options.cursor, position);
  const revision = pinned === undefined ? options : { commit: pinned };
  const limit = Math.min(options.limit ?? 1000, MAX_ENTRIES);
  return await readMirror(
    ctx.actor,
    async (signal) => {
      const at = await resolveCommit(ctx, repo, revision, { signal });
      return { repo_id: repo.id, ...(await readFolder(at, { path, skip, limit, signal })) };
    },
    options.signal,
  );
}

async function readFolder(
  at: { dir: string; ref: string | null; commit: string },
  { path, skip, limit, signal }: { path: string; skip: number; limit: number; signal: AbortSignal },
): Promise<Omit<TreeListing, 'repo_id'>> {
  const entries: TreeListing['entries'] = [];
  let seen = 0;
  let nextCursor: string | null = null;
  const budget = new EntryBudget(MAX_FOLDER);
  for await (const entry of listTree(at.dir, at.commit, { under: path, recursive: false, budget, signal })) {
    if (seen++ < skip) continue;
    if (entries.length === limit) {
      nextCursor = writeCursor([at.commit, skip + limit]);
      break;
    }
    entries.push({
      name: entry.path.slice(path === '' ? 0 : path.length + 1),
      path: entry.path,
      type: typeOf(entry.mode),
      mode: entry.mode,
      sha: entry.sha,
      size_bytes: entry.sizeBytes,
    });
  }
  if (seen === 0 && path !== '') {
    throw new AppError('not_found', `There is no folder ${JSON.stringify(path)} at commit ${at.commit}.`);
  }
  return { ref: at.ref, commit: at.commit, path, entries, next_cursor: nextCursor };
}

/** True if `path` is a folder and not a file at a revision; false if there is nothing or it cannot be read. */
export async function isFolder(ctx: Context, repoId: string, revision: Revision, path: string): Promise<boolean> {
  try {
    return (await readTree(ctx, { repoId, ...revision, path, limit: 1 })).entries.length > 0;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Takes slashes off both ends. Throws `invalid` for what no tree can hold. */
export function cleanPath(path: string): string {
  const clean = path.replace(/^\/+|\/+$/g, '');
  const isWrong = clean.includes('\0') || clean.split('/').some((part) => part === '.' || part === '..');
  if (isWrong || (clean !== '' && clean.includes('//'))) {
    throw new AppError('invalid', 'The path must be one inside the repository, without "." or ".." parts.');
  }
  return clean;
}

function typeOf(mode: number): z.infer<typeof treeEntrySchema>['type'] {
  if (mode === 40000) return 'dir';
  if (mode === 120000) return 'link';
  return mode === 160000 ? 'submodule' : 'file';
}
