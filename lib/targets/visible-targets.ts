// Which targets a caller may see: those of organisations that they are members of.
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { hostKeys, orgs, targets } from '@/db/schema';
import { may } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { orgSubject } from '@/lib/access/standing-to';
import type { OrgVerb } from '@/lib/access/verbs';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { selectOrgs } from '@/lib/orgs/org';
import type { TargetRow } from './target';

interface Asking {
  actor: Actor;
  db: Pick<Db, 'select'>;
}

const { keyCiphertext: _, ...columns } = getTableColumns(targets);

/** As ssh writes the host into known_hosts. */
const knownAs = sql`case when ${targets.port} = 22 then ${targets.host} else '[' || ${targets.host} || ']:' || ${targets.port} end`;

export function selectTargets(db: Pick<Db, 'select'>) {
  return db
    .select({
      ...columns,
      org: orgs.name,
      hostKeyId: hostKeys.id,
      hostKey: hostKeys.key,
      pendingKey: hostKeys.pendingKey,
      pendingSince: hostKeys.pendingSince,
    })
    .from(targets)
    .innerJoin(orgs, eq(orgs.id, targets.orgId))
    .leftJoin(hostKeys, sql`${hostKeys.host} = ${knownAs}`)
    .$dynamic();
}

/** Those that `condition` names and the caller may see, by organisation, group and name. */
export async function visibleTargets(asking: Asking, condition?: SQL): Promise<TargetRow[]> {
  const rows = await selectTargets(asking.db)
    .where(condition)
    .orderBy(sql`lower(${orgs.name})`, sql`lower(${targets.group}) nulls last`, sql`lower(${targets.name})`);
  const ids = [...new Set(rows.map((row) => row.orgId))];
  if (ids.length === 0) return [];
  const known = await selectOrgs(asking).where(inArray(orgs.id, ids));
  const seen = new Set(
    known.filter((org) => may(asking.actor, 'org.see-targets', orgSubject(org))).map(({ id }) => id),
  );
  return rows.filter((row) => seen.has(row.orgId));
}

/**
 * One of them, for a caller who may do `verb` to its organisation. Throws `not_found` also for one that the caller may not
 * see, else what `requireMay` throws.
 */
export async function visibleTarget(asking: Asking, id: string, verb: OrgVerb = 'org.see-targets'): Promise<TargetRow> {
  const [row] = isId(id) ? await visibleTargets(asking, and(eq(targets.id, id))) : [];
  if (!row) throw new AppError('not_found', 'There is no such target.');
  const [org] = await selectOrgs(asking).where(eq(orgs.id, row.orgId));
  if (!org) throw new AppError('not_found', 'There is no such target.');
  requireMay(asking, verb, orgSubject(org));
  return row;
}
