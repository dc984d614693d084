// Finds the tokens that are about to expire and that nobody has been told of.
import { sql } from 'drizzle-orm';
import { orgs, tokens, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { ExpiringToken } from './message/notification';

const DAYS_AHEAD = 7;
/** Whoever makes a token for a week knows that: only those that were made for longer are told of. */
const SHORT_DAYS = DAYS_AHEAD + 1;
/** In one message; the next minute tells of the others. */
const AT_ONCE = 100;

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  owner: string;
  expires_at: string;
}

/** Marks them as told, each once; processes that do so at once share the work. The first to expire comes first. */
export async function markExpiringTokens(tx: Pick<Context['db'], 'execute'>): Promise<ExpiringToken[]> {
  const rows = await tx.execute<Row>(sql`
    with found as (
      select ${tokens.id} as id, coalesce(${users.email}, ${orgs.name}) as owner
      from ${tokens}
      left join ${users} on ${users.id} = ${tokens.userId}
      left join ${orgs} on ${orgs.id} = ${tokens.orgId}
      where ${tokens.revokedAt} is null and ${tokens.expiryToldAt} is null and ${users.disabledAt} is null
        and ${tokens.expiresAt} between now() and now() + ${DAYS_AHEAD} * interval '1 day'
        and ${tokens.expiresAt} - ${tokens.createdAt} > ${SHORT_DAYS} * interval '1 day'
      order by ${tokens.expiresAt} limit ${AT_ONCE}
      for update of ${tokens} skip locked
    )
    update ${tokens} set expiry_told_at = now() from found where ${tokens.id} = found.id
    returning ${tokens.id}, ${tokens.name}, found.owner, ${tokens.expiresAt}`);
  return rows
    .map(({ id, name, owner, expires_at }) => ({ id, name, owner, expires_at: new Date(expires_at).toISOString() }))
    .sort((a, b) => (a.expires_at < b.expires_at ? -1 : 1));
}
