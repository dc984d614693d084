// Adds a repository that a host has and that is not here, or takes over one that was added by hand.
import { and, eq, isNull, notExists, sql } from 'drizzle-orm';
import { connectionRepos, repos } from '@/db/schema';
import type { ConnectionRow } from '@/lib/connections/connection';
import type { Change } from '@/lib/connections/plan/plan-changes';
import type { Context } from '@/lib/context';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { isSameSource } from '@/lib/repos/manage/same-source';
import { sourceKey } from '@/lib/repos/source-key';
import type { Applied } from './applied';
import { linkRepo } from './link-repo';
import { cloneUrlOf, nameThere } from './source-there';

/** Throws AppError with what is in the way: a name that is taken, an address that is refused. */
export async function addThere(ctx: Context, connection: ConnectionRow, { hostId, there }: Change): Promise<Applied> {
  if (!there) return null;
  const url = cloneUrlOf(connection.host, there);
  const link = { connectionId: connection.id, hostId, path: there.path, isPublic: there.isPublic };
  // Also one that was added a moment before a crash.
  const first = await findHere(ctx, connection, url);
  if (first !== null) {
    await takeOver(ctx, connection, first);
    await linkRepo(ctx, { ...link, repoId: first });
    return { kind: 'adopted', repoId: first, detail: 'It was here already.' };
  }
  const { id } = await addRepo(ctx, {
    url,
    org: connection.org,
    name: nameThere(there.path),
    source_type: connection.sourceType,
    is_public: there.isPublic,
    // Another organisation may have it as well, which is nobody's business here.
    again: true,
    ...(there.description ? { description: there.description } : {}),
    ...(connection.credentialId === null ? {} : { credential_id: connection.credentialId }),
  });
  await linkRepo(ctx, { ...link, repoId: id });
  return { kind: 'added', repoId: id };
}

/** A mirror of this source, in the connection's organisation, that no connection has. */
async function findHere({ db }: Context, { orgId }: ConnectionRow, url: string): Promise<string | null> {
  const linked = db.select({ one: sql`1` }).from(connectionRepos).where(eq(connectionRepos.repoId, repos.id));
  const candidates = await db
    .select({ id: repos.id, url: repos.url })
    .from(repos)
    .where(
      and(
        eq(repos.orgId, orgId),
        eq(repos.kind, 'mirror'),
        eq(repos.sourceKey, sourceKey(url) ?? ''),
        isNull(repos.deletedAt),
        notExists(linked),
      ),
    );
  for (const { id, url: known } of candidates) if (await isSameSource({ url: known }, { url })) return id;
  return null;
}

/** It signs in by the connection's credential, unless it has one of its own. Who sees it stays as somebody has set it. */
async function takeOver({ db }: Context, { credentialId }: ConnectionRow, id: string): Promise<void> {
  if (credentialId === null) return;
  const hasNone = and(isNull(repos.credentialId), isNull(repos.tokenCiphertext));
  await db
    .update(repos)
    .set({ credentialId })
    .where(and(eq(repos.id, id), hasNone));
}
