// What signs in with a credential. Whatever gets a column for one is named here as well.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

const id = sql`"credentials"."id"`;

/** To be selected beside a row of `credentials`. */
export const usedBy = {
  count: sql<number>`((select count(*) from repos r where r.credential_id = ${id} and r.deleted_at is null)
    + (select count(*) from repo_migrations m where m.credential_id = ${id})
    + (select count(*) from push_mirrors p where p.credential_id = ${id}))::int`,
};

const SHOWN = 3;

/** In words, the first few by name: `acme/rivers and 4 more`; null if nothing does. */
export async function usersOf(db: Pick<Db, 'execute'>, credentialId: string): Promise<string | null> {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct o.name || '/' || r.name as name from repos r join orgs o on o.id = r.org_id
    where r.credential_id = ${credentialId}::uuid
      or exists (select 1 from repo_migrations m where m.repo_id = r.id and m.credential_id = ${credentialId}::uuid)
      or exists (select 1 from push_mirrors p where p.repo_id = r.id and p.credential_id = ${credentialId}::uuid)
    order by 1`);
  const names = [...rows].map(({ name }) => name);
  if (names.length === 0) return null;
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : names.join(', ');
}
