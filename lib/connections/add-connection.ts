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
import { insertOrg } from '@/lib/orgs/insert-org';
import { selectOrgs } from '@/lib/orgs/org';
import { orgSlug } from '@/lib/orgs/org-settings';
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
  const id = await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const orgId = await orgToManage(inside, slug);
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

type Inside = Pick<Context, 'actor' | 'network'> & { db: Pick<Context['db'], 'select' | 'insert'> };

/** The id of the organisation `slug`, which the caller manages, or has just made: there was none. */
async function orgToManage(inside: Inside, slug: string): Promise<string> {
  const found = await managedOrg(inside, slug);
  if (found !== null) return found;
  const parsed = orgSlug.safeParse(slug);
  if (!parsed.success) {
    const why = parsed.error.issues[0]?.message;
    throw new AppError(
      'invalid',
      `An organisation here cannot be called ${slug}: the name ${why}. Name another as org.`,
    );
  }
  const made = await insertOrg(inside, { slug });
  // Taken in between by somebody else, who may or may not let the caller in.
  const id = made ?? (await managedOrg(inside, slug));
  if (id === null) throw new Error(`No organisation ${slug} after it was inserted.`);
  return id;
}

async function managedOrg({ actor, db }: Inside, slug: string): Promise<string | null> {
  const [org] = await selectOrgs({ actor, db })
    .where(eq(sql`lower(${orgs.name})`, slug.toLowerCase()))
    .limit(1);
  if (!org) return null;
  if (!may(actor, 'org.see', orgSubject(org))) throw orgTaken(org.name);
  requireMay({ actor }, 'org.manage', orgSubject(org));
  return org.id;
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
