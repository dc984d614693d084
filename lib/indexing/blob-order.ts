// Keeps the ids of a repository's contents in the order of their commits, for readers that go on after the last one seen.
import type { TransactionSql } from 'postgres';

/** Taken by what inserts contents, many at a time; held until the transaction's end. */
export async function holdBlobOrder(tx: TransactionSql, repoId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock_shared(hashtextextended(${`blobs ${repoId}`}, 0))`;
}

/** Waits until every content that has an id is committed: those to come get larger ones. */
export async function awaitBlobOrder(tx: TransactionSql, repoId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`blobs ${repoId}`}, 0))`;
}
