// Which credentials a caller may see: those of organisations whose repositories they may have use them.
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { credentials, orgs } from '@/db/schema';
import { may } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { orgSubject } from '@/lib/access/standing-to';
import type { OrgVerb } from '@/lib/access/verbs';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { selectOrgs } from '@/lib/orgs/org';
import type { CredentialRow } from './credential';
import { usedBy } from './used-by';

interface Asking {
  actor: Actor;
  db: Pick<Db, 'select'>;
}

const { secretCiphertext: _, ...columns } = getTableColumns(credentials);

export function selectCredentials(db: Pick<Db, 'select'>) {
  return db
    .select({ ...columns, org: orgs.name, usedBy: usedBy.count })
    .from(credentials)
    .innerJoin(orgs, eq(orgs.id, credentials.orgId))
    .$dynamic();
}

/** Those that `condition` names and the caller may see, by organisation and name. */
export async function visibleCredentials(asking: Asking, condition?: SQL): Promise<CredentialRow[]> {
  const rows = await selectCredentials(asking.db)
    .where(condition)
    .orderBy(sql`lower(${orgs.name})`, sql`lower(${credentials.name})`);
  const ids = [...new Set(rows.map((row) => row.orgId))];
  if (ids.length === 0) return [];
  const known = await selectOrgs(asking).where(inArray(orgs.id, ids));
  const seen = new Set(
    known.filter((org) => may(asking.actor, 'org.use-credentials', orgSubject(org))).map(({ id }) => id),
  );
  return rows.filter((row) => seen.has(row.orgId));
}

/**
 * One of them, for a caller who may do `verb` to its organisation. Throws `not_found` also for one that the caller may not
 * see, else what `requireMay` throws.
 */
export async function visibleCredential(
  asking: Asking,
  id: string,
  verb: OrgVerb = 'org.use-credentials',
): Promise<CredentialRow> {
  const [row] = isId(id) ? await visibleCredentials(asking, and(eq(credentials.id, id))) : [];
  if (!row) throw new AppError('not_found', 'There is no such credential.');
  const [org] = await selectOrgs(asking).where(eq(orgs.id, row.orgId));
  if (!org) throw new AppError('not_found', 'There is no such credential.');
  requireMay(asking, verb, orgSubject(org));
  return row;
}
