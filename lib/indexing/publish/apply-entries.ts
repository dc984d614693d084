// Applies a plan's entries to the visible files, for `publish`.
import type { TransactionSql } from 'postgres';

/** What the plan did to one branch. */
export interface Applied {
  ref: string;
  added: number;
  changed: number;
  removed: number;
  /** Change of the sum of file sizes, in bytes. */
  sizeDelta: number;
  /** Ids of blobs that a path let go of: nothing may point to them any more. */
  touched: string[];
}

/** Puts and removes files as planned, but for branches that are `staged`; one answer for each branch with entries. */
export async function applyEntries(
  tx: TransactionSql,
  repoId: string,
  runId: string,
  staged: string[],
): Promise<Applied[]> {
  // All parts of the statement see the files as they were before it.
  return await tx<Applied[]>`
    with entry as materialized (
      select p.ref, p.path, p.op, p.mode, b.id as blob_id, b.size_bytes, f.blob_id as old_id, f.ctid as old_row,
        o.size_bytes as old_bytes
      from plan_entries p
      left join blobs b on b.repo_id = ${repoId} and b.sha = p.sha and b.path_class = p.path_class
      left join files f on f.repo_id = ${repoId} and f.ref = p.ref and f.path = p.path
      left join blobs o on o.repo_id = ${repoId} and o.id = f.blob_id
      where p.run_id = ${runId} and p.ref <> all(${staged}::text[])
    ), put as (
      insert into files (repo_id, ref, path, blob_id, mode)
      select ${repoId}::uuid, ref, path, blob_id, mode from entry where op = 'put'
      on conflict (repo_id, ref, path) do update set blob_id = excluded.blob_id, mode = excluded.mode
    ), gone as (
      -- By their place: joined, all files of the branch are compared with all entries.
      delete from files where repo_id = ${repoId} and ctid = any(array(select old_row from entry where op = 'remove'))
    )
    select ref,
      (count(*) filter (where op = 'put' and old_id is null))::int as added,
      (count(*) filter (where op = 'put' and old_id is not null))::int as changed,
      (count(*) filter (where op = 'remove' and old_id is not null))::int as removed,
      (coalesce(sum(size_bytes) filter (where op = 'put'), 0) - coalesce(sum(old_bytes), 0))::float8 as "sizeDelta",
      coalesce(array_agg(old_id::text) filter (where old_id is not null), '{}') as touched
    from entry group by ref`;
}
