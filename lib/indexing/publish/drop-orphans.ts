// Drops contents that no path shows any more, and the vectors that no chunk needs, for `publish`.
import type { TransactionSql } from 'postgres';

/**
 * `touched` are ids of blobs that a path let go of; `all` looks at every blob of the repository, which also finds what
 * broken runs left behind.
 */
export async function dropOrphans(tx: TransactionSql, repoId: string, touched: 'all' | string[]): Promise<void> {
  if (touched !== 'all' && touched.length === 0) return;
  const only = (id: string) => (touched === 'all' ? tx`` : tx`and ${tx(id)} = any(${touched}::bigint[])`);
  // Each side is read once, whatever Postgres takes a repository's size for.
  const orphans = await tx<{ id: string }[]>`
    select id::text from (
      select id from blobs where repo_id = ${repoId} ${only('id')}
      except
      select blob_id from files where repo_id = ${repoId} ${only('blob_id')}) as orphan`;
  if (orphans.length === 0) return;
  const ids = orphans.map((row) => row.id);
  const hashes = await tx<{ hash: string }[]>`
    with gone as (delete from chunks where blob_id = any(${ids}::bigint[]) returning hash)
    select distinct hash from gone`;
  await tx`delete from blob_symbols where repo_id = ${repoId} and blob_id = any(${ids}::bigint[])`;
  await tx`delete from blobs where repo_id = ${repoId} and id = any(${ids}::bigint[])`;
  if (hashes.length === 0) return;
  // Looked up one by one, which the limits enforce: joined, Postgres reads every chunk and vector of the repository.
  const dropped = hashes.map((row) => row.hash);
  await tx`
    with stale as materialized (
      select hash from unnest(${dropped}::uuid[]) as dropped (hash) where (
        select 1 from chunks c join blobs b on b.repo_id = ${repoId} and b.id = c.blob_id
        where c.hash = dropped.hash limit 1) is null)
    delete from embeddings where repo_id = ${repoId} and ctid = any(array(
      select e.row from stale cross join models m cross join lateral (
        select ctid as row from embeddings
        where repo_id = ${repoId} and model_id = m.id and hash = stale.hash limit 1) as e))`;
}
