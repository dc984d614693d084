// Connections, for callers who manage the organisations that their repositories go to.
import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { connections, orgs } from '@/db/schema';
import { may } from '@/lib/access/may';
import { orgSubject } from '@/lib/access/standing-to';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { selectOrgs } from '@/lib/orgs/org';
import { type ConnectionRow, selectConnections } from './connection';

interface Asking {
  actor: Actor;
  db: Pick<Db, 'select'>;
}

/** Those that `condition` names, by organisation, host and owner. */
export async function visibleConnections(asking: Asking, condition?: SQL): Promise<ConnectionRow[]> {
  const rows = await selectConnections(asking.db)
    .where(condition)
    .orderBy(sql`lower(${orgs.name})`, connections.host, sql`lower(${connections.owner})`);
  const ids = [...new Set(rows.map((row) => row.orgId))];
  if (ids.length === 0) return [];
  const known = await selectOrgs(asking).where(inArray(orgs.id, ids));
  const managed = new Set(known.filter((org) => may(asking.actor, 'org.manage', orgSubject(org))).map(({ id }) => id));
  return rows.filter((row) => managed.has(row.orgId));
}

/** Throws `not_found` for one that there is not, and for whoever does not manage its organisation. */
export async function visibleConnection(asking: Asking, id: string): Promise<ConnectionRow> {
  const [row] = isId(id) ? await visibleConnections(asking, eq(connections.id, id)) : [];
  if (!row) throw new AppError('not_found', 'There is no such connection.');
  return row;
}
