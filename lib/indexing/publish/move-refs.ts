// Moves what `indexed_refs` says of a run's branches, for `publish`.
import type { TransactionSql } from 'postgres';
import type { Applied } from './apply-entries';

export interface PlanRef {
  ref: string;
  from_sha: string | null;
  /** Null: the branch is searchable no longer. */
  to_sha: string | null;
  is_full: boolean;
  /** The rules by which it was planned, and those by which what is visible was analysed. */
  analysis: string;
  current_analysis: string | null;
  /** The commit in indexed_refs now. */
  current: string | null;
}

/**
 * Counts change by what was applied; after a full comparison they are counted anew, which corrects any drift. Returns
 * how many files the branches have that are new to the index.
 */
export async function moveRefs(
  tx: TransactionSql,
  repoId: string,
  refs: readonly PlanRef[],
  applied: readonly Applied[],
): Promise<number> {
  let filesOfNew = 0;
  for (const { ref, to_sha: to, is_full: isFull, analysis, current } of refs) {
    if (to === null) {
      await tx`delete from indexed_refs where repo_id = ${repoId} and ref = ${ref}`;
      continue;
    }
    const change = applied.find((entry) => entry.ref === ref);
    const files = (change?.added ?? 0) - (change?.removed ?? 0);
    const bytes = change?.sizeDelta ?? 0;
    await tx`
      insert into indexed_refs (repo_id, ref, commit_sha, indexed_at, file_count, size_bytes, analysis)
      values (${repoId}, ${ref}, ${to}, now(), ${files}, ${bytes}, ${analysis})
      on conflict (repo_id, ref) do update set commit_sha = excluded.commit_sha, indexed_at = excluded.indexed_at,
        file_count = indexed_refs.file_count + excluded.file_count,
        size_bytes = indexed_refs.size_bytes + excluded.size_bytes, analysis = excluded.analysis`;
    if (!isFull) continue;
    const [counted] = await tx<{ file_count: number }[]>`
      update indexed_refs set (file_count, size_bytes) = (
        select count(*), coalesce(sum(b.size_bytes), 0) from files f
        join blobs b on b.repo_id = ${repoId} and b.id = f.blob_id where f.repo_id = ${repoId} and f.ref = ${ref})
      where repo_id = ${repoId} and ref = ${ref} returning file_count`;
    if (current === null) filesOfNew += counted?.file_count ?? 0;
  }
  return filesOfNew;
}
