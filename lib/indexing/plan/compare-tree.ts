// Plans a branch by comparing its tree with the files that are visible: finds whatever a diff could miss.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { pathProblem } from '@/lib/git/escape-path';
import { budgetFor } from '@/lib/git/read/entry-budget';
import { listTree } from '@/lib/git/read/tree';
import type { PlanWriter } from './plan-writer';
import type { TreeClasses } from './tree-classes';

const PAGE = 2000;

/**
 * Compares the whole tree, or what is below the folder `under`. Throws AppError `limit` if it has more than
 * `maxFiles` files, `not_found` if there is no such folder.
 */
export async function compareTree(
  ctx: Pick<Context, 'db'>,
  writer: Pick<PlanWriter, 'put' | 'remove' | 'skip' | 'flush'>,
  target: { dir: string; repoId: string; ref: string; to: string; classes: Pick<TreeClasses, 'of'>; under?: string },
  options: { maxFiles: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const visible = await visibleFiles(ctx, target);
  // Of several entries with one name the first counts, as it does for whoever looks one up.
  const seen = new Set<string>();
  let count = 0;
  for await (const entry of listTree(target.dir, target.to, {
    sizes: false,
    budget: budgetFor(options.maxFiles),
    onDangerous: () => writer.skip(),
    signal: options.signal,
    ...(target.under ? { under: target.under } : {}),
  })) {
    if (entry.type !== 'blob') continue;
    count++;
    if (count > options.maxFiles) throw refuseTooMany(options.maxFiles);
    if (seen.has(entry.path)) continue;
    seen.add(entry.path);
    if (pathProblem(entry.path)) {
      writer.skip();
      continue;
    }
    const shown = visible.get(entry.path);
    visible.delete(entry.path);
    if (shown !== fingerprint(entry.sha, await target.classes.of(entry.path, entry.mode), entry.mode)) {
      await writer.put(entry.path, entry.mode, entry.sha);
    }
  }
  for (const path of visible.keys()) await writer.remove(path);
  await writer.flush();
}

/** Path to what it shows, for the visible files of a branch. Read in pages: the embedded database has one connection. */
async function visibleFiles(
  ctx: Pick<Context, 'db'>,
  { repoId, ref, under }: { repoId: string; ref: string; under?: string },
): Promise<Map<string, string>> {
  const visible = new Map<string, string>();
  const prefix = under ? `${under}/` : '';
  for (let after: string | null = null; ; ) {
    const page: { path: string; sha: string; path_class: string; mode: number }[] = await ctx.db.$client`
      select f.path, b.sha, b.path_class, f.mode from files f
      join blobs b on b.repo_id = ${repoId} and b.id = f.blob_id
      where f.repo_id = ${repoId} and f.ref = ${ref} and (${after}::text is null or f.path > ${after})
        and starts_with(f.path, ${prefix})
      order by f.path limit ${PAGE}`;
    for (const file of page) visible.set(file.path, fingerprint(file.sha, file.path_class, file.mode));
    if (page.length < PAGE) return visible;
    after = page.at(-1)!.path;
  }
}

function fingerprint(sha: string, kind: string, mode: number): string {
  return `${sha} ${mode} ${kind}`;
}

/** For a tree with more files than the limit. */
export function refuseTooMany(maxFiles: number): AppError {
  return new AppError(
    'limit',
    `This repository has more than ${maxFiles.toLocaleString('en')} files, the limit of this server (FRESHET_MAX_FILES). What was searchable before still is.`,
    { kind: 'too_large' },
  );
}
