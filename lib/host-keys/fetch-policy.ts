// Where git may go, and by which keys it knows ssh hosts there: kept in the database, so that every server knows the same.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { hostKeys } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type RemotePolicy, remotePolicy } from '@/lib/git/runner/remote-policy';
import type { HostKeys } from '@/lib/git/ssh/host-keys';
import { PUBLISHED_KEYS } from '@/lib/git/ssh/published-keys';

/** The policy of an environment, for remotes that git is really started for. */
export function fetchPolicy({ db, env }: Pick<Context, 'db' | 'env'>): RemotePolicy {
  return { ...remotePolicy(env), hostKeys: keysIn(db) };
}

function keysIn(db: Db): HostKeys {
  return {
    async known(host) {
      const [row] = await db.select({ key: hostKeys.key }).from(hostKeys).where(eq(hostKeys.host, host));
      return [...(row?.key ? [row.key] : []), ...(PUBLISHED_KEYS[host] ?? [])];
    },
    async pin(host, key) {
      // Of two that meet a new host at once, the first counts.
      await db.insert(hostKeys).values({ host, key }).onConflictDoNothing({ target: hostKeys.host });
    },
    async refuse(host, key) {
      await db
        .insert(hostKeys)
        .values({ host, pendingKey: key, pendingSince: sql`now()` })
        .onConflictDoUpdate({
          target: hostKeys.host,
          set: {
            pendingKey: key,
            pendingSince: sql`case when ${hostKeys.pendingKey} = excluded.pending_key then ${hostKeys.pendingSince} else now() end`,
          },
        });
    },
  };
}
