// Finds branches and tags by a part of their names, for people who choose one.
import { and, eq, inArray } from 'drizzle-orm';
import { branches } from '@/db/schema';
import type { Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { listTagNames } from '@/lib/git/read/list-tags';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { listTags } from './history/list-tags';
import { readTotals } from './history/read-totals';
import { listBranches } from './list-branches';
import { readMirror } from './read-mirror';
import { nameOfBranch, nameOfTag } from './revision-name';

export interface RefChoice {
  /** Its short name. */
  name: string;
  /** How an address names it, and nothing else. */
  ref: string;
  isSearchable: boolean;
}

export interface RefChoices {
  branches: RefChoice[];
  tags: RefChoice[];
  hasMoreBranches: boolean;
  hasMoreTags: boolean;
}

/**
 * At most `limit` branches (the default one first) and as many tags (the newest version first) whose names hold `filter`,
 * in any case. Throws AppError.
 */
export async function findRefs(
  ctx: Context,
  repoId: string,
  options: { filter?: string; limit: number; signal?: AbortSignal },
): Promise<RefChoices> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const filter = (options.filter ?? '').trim().slice(0, 255).replaceAll('\0', '');
  const [found, tags] = await Promise.all([
    listBranches(ctx, repo.id, { filter, limit: options.limit }),
    tagsOf(ctx, repo.id, { filter, limit: options.limit }, options.signal),
  ]);
  const shadows = await branchesAmong(ctx, repo.id, tags.names);
  return {
    branches: found.branches.map(({ name, indexed_commit }) => ({
      name,
      ref: nameOfBranch(name),
      isSearchable: indexed_commit !== null,
    })),
    tags: tags.names.map((name) => ({ name, ref: nameOfTag(name, shadows.has(name)), isSearchable: false })),
    hasMoreBranches: found.next_cursor !== null,
    hasMoreTags: tags.hasMore,
  };
}

/** From the mirror until its history has been recorded, as after an update. */
async function tagsOf(
  ctx: Context,
  repoId: string,
  wanted: { filter: string; limit: number },
  signal: AbortSignal | undefined,
): Promise<{ names: string[]; hasMore: boolean }> {
  if ((await readTotals(ctx, repoId)) === null) {
    return await readMirror(
      ctx.actor,
      (ended) => listTagNames(mirrorDir(ctx.env.dataDir, repoId), wanted, { signal: ended }),
      signal,
    );
  }
  const { items, next_cursor } = await listTags(ctx, repoId, wanted);
  return { names: items.map(({ name }) => name), hasMore: next_cursor !== null };
}

/** Those of `names` that are branches: a tag of the same name needs its full one. */
export async function branchesAmong(
  { db }: Pick<Context, 'db'>,
  repoId: string,
  names: string[],
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await db
    .select({ name: branches.name })
    .from(branches)
    .where(and(eq(branches.repoId, repoId), inArray(branches.name, names)));
  return new Set(rows.map((row) => row.name));
}
