// The organisation that a repository is added or moved to: one that is there, or one that is made on the way.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { orgs } from '@/db/schema';
import { may, SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { orgSubject } from '@/lib/access/standing-to';
import type { AuditedBy } from '@/lib/audit/record';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { orgTaken } from './create-org';
import { insertOrg } from './insert-org';
import { type OrgRow, selectOrgs } from './org';
import { orgSlug } from './org-settings';

interface Asking {
  actor: Actor;
  db: Pick<Db, 'select'>;
}

/**
 * Throws unless the caller may add a repository to the organisation `slug`, or may make it if there is none: `forbidden`,
 * or `conflict` if the name belongs to one that the caller may not see.
 */
export async function requireOrgForRepo(asking: Asking, slug: string): Promise<void> {
  await findOrg(asking, slug);
}

/**
 * Returns the id of the organisation `slug`, made if there is none; names differ by more than their case. `db` is a
 * transaction. Throws as `requireOrgForRepo`, and `invalid` for a name that no organisation may have.
 */
export async function orgForRepo(
  { db, ...by }: AuditedBy & { db: Pick<Db, 'select' | 'insert'> },
  slug: string,
  options: { isOpen?: boolean } = {},
): Promise<string> {
  const { actor } = by;
  const found = await findOrg({ actor, db }, slug);
  if (found) return found.id;
  const parsed = orgSlug.safeParse(slug);
  if (!parsed.success) {
    throw new AppError(
      'invalid',
      `An organisation cannot be called ${slug}: the name ${parsed.error.issues[0]?.message}.`,
    );
  }
  const made = await insertOrg({ ...by, db }, { slug, is_open: options.isOpen });
  // Taken in between by somebody else, who may or may not let the caller in.
  const id = made ?? (await findOrg({ actor, db }, slug))?.id;
  if (!id) throw new Error(`No organisation ${slug} after it was inserted.`);
  return id;
}

async function findOrg({ actor, db }: Asking, slug: string): Promise<OrgRow | null> {
  const [org] = await selectOrgs({ actor, db })
    .where(eq(sql`lower(${orgs.name})`, slug.toLowerCase()))
    .limit(1);
  if (!org) {
    requireMay({ actor }, 'orgs.create', SERVER);
    return null;
  }
  if (!may(actor, 'org.see', orgSubject(org))) throw orgTaken(org.name);
  requireMay({ actor }, 'org.add-repo', orgSubject(org));
  return org;
}
