// Which planned contents are not in the index yet, in the order in which git stores them best.
import type { Context } from '@/lib/context';

export interface PlannedBlob {
  sha: string;
  pathClass: string;
  /** One of the paths that have this content. */
  path: string;
}

const PAGE = 2000;

/** How many contents are missing, and how many paths the plan left out. */
export async function countMissing(
  ctx: Pick<Context, 'db'>,
  repoId: string,
  runId: string,
): Promise<{ total: number; skippedPaths: number }> {
  const [row] = await ctx.db.$client<{ total: number; skipped: number }[]>`
    select
      (select count(distinct (p.sha, p.path_class))::int from plan_entries p
       where p.run_id = ${runId} and p.op = 'put' and not exists (
         select 1 from blobs b where b.repo_id = ${repoId} and b.sha = p.sha and b.path_class = p.path_class)) as total,
      (select coalesce(sum(skipped_paths), 0)::int from plan_refs where run_id = ${runId}) as skipped`;
  return { total: row?.total ?? 0, skippedPaths: row?.skipped ?? 0 };
}

/** Each missing content once. Pages by path: neighbours are near each other in git's packs. */
export async function* missingBlobs(
  ctx: Pick<Context, 'db'>,
  repoId: string,
  runId: string,
): AsyncGenerator<PlannedBlob, void, undefined> {
  const given = new Set<string>();
  for (let after: { ref: string; path: string } | null = null; ; ) {
    const page: { ref: string; path: string; sha: string; path_class: string }[] = await ctx.db.$client`
      select ref, path, sha, path_class from plan_entries
      where run_id = ${runId} and op = 'put'
        and (${after?.ref ?? null}::text is null or (ref, path) > (${after?.ref ?? null}, ${after?.path ?? null}))
      order by ref, path limit ${PAGE}`;
    for (const key of await knownOf(ctx, repoId, page)) given.add(key);
    for (const { path, sha, path_class: pathClass } of page) {
      const key = `${sha} ${pathClass}`;
      if (given.has(key)) continue;
      given.add(key);
      yield { sha, pathClass, path };
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

/** As an array and not as a join: while a repository is indexed for the first time, no statistics tell how large it is. */
async function knownOf(ctx: Pick<Context, 'db'>, repoId: string, page: readonly { sha: string }[]): Promise<string[]> {
  const shas = [...new Set(page.map(({ sha }) => sha))];
  const rows = await ctx.db.$client<{ sha: string; path_class: string }[]>`
    select sha, path_class from blobs where repo_id = ${repoId} and sha = any(${shas}::text[])`;
  return rows.map(({ sha, path_class: pathClass }) => `${sha} ${pathClass}`);
}
