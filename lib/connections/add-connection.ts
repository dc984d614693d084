// Makes a connection. Nothing is added before somebody has asked for its first sync: a preview comes before that.
import { and, eq, sql } from 'drizzle-orm';
import { connections, orgs } from '@/db/schema';
import { may } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { orgSubject } from '@/lib/access/standing-to';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { orgTaken } from '@/lib/orgs/create-org';
import { selectOrgs } from '@/lib/orgs/org';
import { orgForRepo } from '@/lib/orgs/org-for-repo';
import { type Connection, nameOfConnection, toConnection, toldOfConnection } from './connection';
import type { NewConnection } from './connection-settings';
import { apiBase, hostBase } from './hosts/host-address';
import { usableCredential } from './usable-credential';
import { visibleConnection } from './visible-connection';

/**
 * Throws `unauthenticated`, `forbidden`, `not_found` (the credential), `conflict` (there is one already, or the
 * organisation belongs to others) and `invalid`.
 */
export async function addConnection(ctx: Context, input: NewConnection): Promise<Connection> {
  requireWriter(ctx);
  const host = hostBase(input.host);
  apiBase(host, input.source_type);
  const slug = input.org ?? input.owner.split('/').at(-1) ?? input.owner;
  await requireOrgToManage(ctx, slug);
  const id = await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const orgId = await orgForRepo(inside, slug);
    await requireOrgToManage(inside, slug);
    if (input.credential_id) await usableCredential(inside, input.credential_id, orgId);
    await refuseSecond(inside, { orgId, host, owner: input.owner });
    const [added] = await tx
      .insert(connections)
      .values({
        orgId,
        host,
        sourceType: input.source_type,
        owner: input.owner,
        credentialId: input.credential_id ?? null,
        include: input.include ?? [],
        exclude: input.exclude ?? [],
        forks: input.forks ?? false,
        archived: input.archived ?? false,
        ...(input.sync_interval_seconds === undefined ? {} : { syncIntervalSeconds: input.sync_interval_seconds }),
        ...(input.grace_hours === undefined ? {} : { graceHours: input.grace_hours }),
        createdBy: userIdOf(ctx.actor),
      })
      .onConflictDoNothing()
      .returning();
    // Somebody else was first, after the look above.
    if (!added) throw thereAlready(input.owner);
    await recordAudit(tx, ctx, {
      verb: 'connection.add',
      subject: { kind: 'connection', id: added.id, name: nameOfConnection(added) },
      orgId,
      after: toldOfConnection(added),
    });
    return added.id;
  });
  return toConnection(await visibleConnection(ctx, id));
}

type Inside = Pick<Context, 'actor'> & { db: Pick<Context['db'], 'select'> };

/** Throws unless the caller manages the organisation `slug`, or may make it if there is none. */
async function requireOrgToManage({ actor, db }: Inside, slug: string): Promise<void> {
  const [org] = await selectOrgs({ actor, db })
    .where(eq(sql`lower(${orgs.name})`, slug.toLowerCase()))
    .limit(1);
  // That it may be made is found out where it is.
  if (!org) return;
  if (!may(actor, 'org.see', orgSubject(org))) throw orgTaken(org.name);
  requireMay({ actor }, 'org.manage', orgSubject(org));
}

async function refuseSecond(
  { db }: Inside,
  { orgId, host, owner }: { orgId: string; host: string; owner: string },
): Promise<void> {
  const isSame = and(
    eq(connections.orgId, orgId),
    eq(connections.host, host),
    eq(sql`lower(${connections.owner})`, owner.toLowerCase()),
  );
  const [first] = await db.select({ id: connections.id }).from(connections).where(isSame);
  if (first) throw thereAlready(owner);
}

function thereAlready(owner: string): AppError {
  return new AppError('conflict', `There is a connection to ${owner} in this organisation already. Change that one.`);
}
