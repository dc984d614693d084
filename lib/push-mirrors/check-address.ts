// Whether a repository may be pushed to an address: asked as a push mirror is added, and as one gets another address.
import { and, count, eq, isNull, ne, sql } from 'drizzle-orm';
import { LOCKS } from '@/db/advisory-locks';
import type { Db } from '@/db/client';
import { pushMirrors, repos, type SourceType } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { remotePolicy, type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { expandAddress } from '@/lib/repos/source/expand-address';
import { sourceKey } from '@/lib/repos/source-key';
import { refuseCircle, refuseOwnSource } from './refuse-circle';

/** Each is a whole push after every sync. */
const MOST = 20;

export interface CheckedAddress {
  remote: ValidatedRemote;
  /** One spelling of it. */
  key: string;
}

/** Throws `invalid` for an address that is refused, or is the repository's own source. */
export async function checkAddress(
  ctx: Pick<Context, 'env'>,
  repo: { url: string | null },
  { url, source_type: type }: { url: string; source_type?: SourceType | undefined },
): Promise<CheckedAddress> {
  const remote = await validateRemote(type === undefined ? url : expandAddress(type, url), remotePolicy(ctx.env));
  await refuseOwnSource(ctx.env, repo, remote);
  return { remote, key: sourceKey(remote.url) ?? remote.url };
}

/**
 * Called in the transaction that writes the address, which holds off others until it ends: two that close a circle together
 * would each see none. `mirrorId`: the mirror that gets it; none for a new one. Throws `conflict` for an address that the
 * repository is pushed to already and for a circle, `limit` for too many mirrors, `not_found` if the repository is gone.
 */
export async function claimAddress(
  tx: Pick<Db, 'execute' | 'select'>,
  { env }: Pick<Context, 'env'>,
  { repoId, mirrorId }: { repoId: string; mirrorId?: string },
  { remote, key }: CheckedAddress,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.pushMirrors})`);
  const [here] = await tx
    .select({ id: repos.id })
    .from(repos)
    .where(and(eq(repos.id, repoId), isNull(repos.deletedAt)))
    .for('key share');
  if (!here) throw new AppError('not_found', 'There is no such repository.');
  const isOther = mirrorId === undefined ? undefined : ne(pushMirrors.id, mirrorId);
  const [others] = await tx
    .select({ all: count(), same: sql<number>`count(*) filter (where ${pushMirrors.url} = ${remote.url})::int` })
    .from(pushMirrors)
    .where(and(eq(pushMirrors.repoId, repoId), isOther));
  if (others?.same) throw new AppError('conflict', 'The repository is pushed to this address already.');
  if ((others?.all ?? 0) >= MOST) throw new AppError('limit', `A repository has ${MOST} push mirrors at most.`);
  await refuseCircle(tx, env, { repoId }, key);
}
