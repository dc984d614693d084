// The organisation that a name means, made if there is none.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { orgs } from '@/db/schema';

/** Returns the organisation's id; names differ by more than their case. */
export async function findOrAddOrg(db: Pick<Db, 'select' | 'insert'>, name: string): Promise<string> {
  await db.insert(orgs).values({ name }).onConflictDoNothing();
  const [org] = await db
    .select({ id: orgs.id })
    .from(orgs)
    .where(eq(sql`lower(${orgs.name})`, name.toLowerCase()));
  if (!org) throw new Error(`No organisation ${name} after it was inserted.`);
  return org.id;
}
