// One row of an import: added, brought in step with what it says, or left as it is.
import { eq } from 'drizzle-orm';
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import type { RepoChanges } from '@/lib/repos/manage/repo-settings';
import { isSameSource } from '@/lib/repos/manage/same-source';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import type { RepoRow } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import type { ImportRow } from './import-settings';
import type { KnownSources } from './known-sources';

export type Outcome = 'created' | 'updated' | 'unchanged';

/** `org`: where all are to be. Throws what adding and changing a repository throw. */
export async function importRow(
  ctx: Context,
  row: ImportRow,
  { org, known }: { org: string | undefined; known: KnownSources },
): Promise<Outcome> {
  const wanted = { ...row, ...(org === undefined ? {} : { org }) };
  const before = row.id === undefined ? null : await findById(ctx, row.id);
  if (before) return await bringInStep(ctx, before, wanted);
  // Without an id, a source that is here is what was asked for.
  if (row.id === undefined && (await known.has(row))) return 'unchanged';
  return await add(ctx, wanted);
}

async function add(ctx: Context, { id, org, name, url, path, addedAt }: ImportRow): Promise<Outcome> {
  // That a folder is here has been looked up for all at once: each would look at all others again.
  const source = url === undefined ? { path: path ?? '', again: id === undefined } : { url };
  try {
    await addRepo(
      ctx,
      { ...source, ...(org === undefined ? {} : { org }), ...(name === undefined ? {} : { name }) },
      { ...(id === undefined ? {} : { id }), ...(addedAt === undefined ? {} : { addedAt }) },
    );
    return 'created';
  } catch (error) {
    // Somebody else may have added it in between.
    if (id === undefined && (await isThere(ctx, error, { url, path }))) return 'unchanged';
    throw error;
  }
}

/** True if adding was refused because this very source is here, by its source or by its name. */
async function isThere(ctx: Context, error: unknown, source: Pick<ImportRow, 'url' | 'path'>): Promise<boolean> {
  if (!(error instanceof AppError) || error.code !== 'conflict' || error.repoId === undefined) return false;
  const first = await visibleRepo(ctx, error.repoId);
  return await isSameSource(first, { url: source.url ?? null, localPath: source.path ?? null });
}

/** Null if nothing has the id. What has it and may not be seen is in the way all the same: an id is there once. */
async function findById(ctx: Context, id: string): Promise<RepoRow | null> {
  const [taken] = await ctx.db.select({ id: repos.id }).from(repos).where(eq(repos.id, id));
  if (!taken) return null;
  try {
    return await visibleRepo(ctx, id);
  } catch (cause) {
    throw new AppError('conflict', 'Its id is taken here. Add it by its address: it gets another id then.', { cause });
  }
}

async function bringInStep(ctx: Context, before: RepoRow, wanted: ImportRow): Promise<Outcome> {
  const source = { url: wanted.url ?? null, localPath: wanted.path ?? null };
  const changes: RepoChanges = {};
  if (wanted.name !== undefined && wanted.name !== before.name) changes.name = wanted.name;
  if (wanted.org !== undefined && wanted.org.toLowerCase() !== before.org.toLowerCase()) changes.org = wanted.org;
  if (!(await isSameSource(before, source))) {
    if (wanted.url !== undefined) changes.url = wanted.url;
    else if (wanted.path !== undefined) changes.path = wanted.path;
  }
  if (Object.keys(changes).length === 0) return 'unchanged';
  await updateRepo(ctx, before.id, changes);
  return 'updated';
}
