// An organisation by the integer that protocols name it by which have no room for a uuid.
import { and, eq } from 'drizzle-orm';
import { orgs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { selectOrgs, visibleOrgs } from './org';

/** Its slug. Throws `not_found` if there is none or the caller may not see it. */
export async function orgOfNumber({ actor, db }: Pick<Context, 'actor' | 'db'>, number: number): Promise<string> {
  const [row] = await selectOrgs({ actor, db })
    .where(and(eq(orgs.number, number), visibleOrgs({ actor })))
    .limit(1);
  if (!row) throw new AppError('not_found', 'There is no such organisation.');
  return row.name;
}
