// Changes a connection. Another credential is also that of its repositories, as far as they had the old one.
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { connectionRepos, connections, repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { type Connection, nameOfConnection, toConnection, toldOfConnection } from './connection';
import type { ConnectionChanges } from './connection-settings';
import { usableCredential } from './usable-credential';
import { visibleConnection } from './visible-connection';

/** Throws `unauthenticated`, `forbidden`, `not_found` and `invalid`. */
export async function updateConnection(ctx: Context, id: string, changes: ConnectionChanges): Promise<Connection> {
  requireWriter(ctx);
  const before = await visibleConnection(ctx, id);
  if (changes.credential_id) await usableCredential(ctx, changes.credential_id, before.orgId);
  await ctx.db.transaction(async (tx) => {
    const [old] = await tx.select().from(connections).where(eq(connections.id, id)).for('update');
    if (!old) return;
    const values = valuesOf(changes, old.nextSyncAt !== null);
    if (Object.keys(values).length === 0) return;
    const [row] = await tx.update(connections).set(values).where(eq(connections.id, id)).returning();
    if (!row) return;
    if (row.credentialId !== old.credentialId) await passOn(tx, row, old.credentialId);
    const told = onlyChanges(toldOfConnection(old), toldOfConnection(row));
    await recordAudit(tx, ctx, {
      verb: 'connection.change',
      subject: { kind: 'connection', id, name: nameOfConnection(row) },
      orgId: row.orgId,
      before: told.before,
      after: told.after,
    });
  });
  return toConnection(await visibleConnection(ctx, id));
}

function valuesOf(changes: ConnectionChanges, isUnderWay: boolean) {
  const { credential_id, include, exclude, forks, archived, sync_interval_seconds: interval, grace_hours } = changes;
  return {
    ...(credential_id === undefined ? {} : { credentialId: credential_id }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(forks === undefined ? {} : { forks }),
    ...(archived === undefined ? {} : { archived }),
    ...(grace_hours === undefined ? {} : { graceHours: grace_hours }),
    ...(interval === undefined ? {} : { syncIntervalSeconds: interval }),
    // The schedule begins with the first sync that somebody asks for, and not before.
    ...(interval === undefined || !isUnderWay
      ? {}
      : { nextSyncAt: interval === 0 ? null : sql`now() + ${interval} * interval '1 second'` }),
  };
}

type Transaction = Parameters<Parameters<Context['db']['transaction']>[0]>[0];

/** One that has a token of its own, or another credential, keeps it. */
async function passOn(
  tx: Transaction,
  { id, orgId, credentialId }: typeof connections.$inferSelect,
  old: string | null,
) {
  const ours = tx
    .select({ id: connectionRepos.repoId })
    .from(connectionRepos)
    .where(and(eq(connectionRepos.connectionId, id), isNotNull(connectionRepos.repoId)));
  await tx
    .update(repos)
    .set({ credentialId })
    .where(
      and(
        eq(repos.orgId, orgId),
        inArray(repos.id, ours),
        sql`${repos.credentialId} is not distinct from ${old}::uuid`,
        sql`${repos.tokenCiphertext} is null`,
      ),
    );
}
