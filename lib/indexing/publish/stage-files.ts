// Writes the files of branches that are new to the index ahead of their publish: readers look at indexed branches alone.
import type { Context } from '@/lib/context';

/** Rows a transaction: searches find their turn in between on the one connection of the embedded database. */
const BATCH = 1000;

/**
 * Puts in place what run `runId` planned for branches that `indexed_refs` does not know, and returns their names. Can
 * be repeated. What an abandoned run staged is compared, and dropped, like anything else by the next plan.
 */
export async function stageFiles(ctx: Pick<Context, 'db'>, repoId: string, runId: string): Promise<string[]> {
  const sql = ctx.db.$client;
  const refs = await sql<{ ref: string }[]>`
    select p.ref from plan_refs p left join indexed_refs i on i.repo_id = ${repoId} and i.ref = p.ref
    where p.run_id = ${runId} and p.from_sha is null and p.to_sha is not null and i.ref is null`;
  for (const { ref } of refs) {
    for (let after: string | null = null; ; ) {
      const [page]: { last: string | null; count: number }[] = await sql`
        with page as materialized (
          select path, op, sha, path_class, mode from plan_entries
          where run_id = ${runId} and ref = ${ref} and (${after}::text is null or path > ${after})
          order by path limit ${BATCH}
        ), put as (
          insert into files (repo_id, ref, path, blob_id, mode)
          select ${repoId}::uuid, ${ref}, page.path, b.id, page.mode from page
          join blobs b on b.repo_id = ${repoId} and b.sha = page.sha and b.path_class = page.path_class
          where page.op = 'put'
          on conflict (repo_id, ref, path) do update set blob_id = excluded.blob_id, mode = excluded.mode
          where (files.blob_id, files.mode) is distinct from (excluded.blob_id, excluded.mode)
        ), gone as (
          -- As an array: joined, all files of the branch are compared with the whole page.
          delete from files where repo_id = ${repoId} and ref = ${ref}
            and path = any(array(select path from page where op = 'remove'))
        )
        select max(path) as last, count(*)::int as count from page`;
      if (!page || page.count < BATCH) break;
      after = page.last;
    }
  }
  return refs.map((row) => row.ref);
}
