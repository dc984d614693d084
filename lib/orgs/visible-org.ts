// One organisation, for a caller who may see it and may do something to it.
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { orgs } from '@/db/schema';
import { requireMay } from '@/lib/access/require-may';
import { orgSubject } from '@/lib/access/standing-to';
import type { OrgVerb } from '@/lib/access/verbs';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type OrgRow, selectOrgs, visibleOrgs } from './org';

/**
 * Reads the organisation that addresses name `slug`, in either case, for a caller who may do `verb` to it. Throws
 * `not_found` if there is none or the caller may not see it, else what `requireMay` throws.
 */
export async function visibleOrg(
  { actor, db }: Pick<Context, 'actor'> & { db: Pick<Db, 'select'> },
  slug: string,
  verb: OrgVerb = 'org.see',
): Promise<OrgRow> {
  const [row] = await selectOrgs({ actor, db })
    .where(and(eq(sql`lower(${orgs.name})`, slug.toLowerCase()), visibleOrgs({ actor })))
    .limit(1);
  if (!row) throw new AppError('not_found', 'There is no such organisation.');
  requireMay({ actor }, verb, orgSubject(row));
  return row;
}
