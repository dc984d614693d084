// Looks up the invite that a link's token opens.
import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { invites } from '@/db/schema';
import type { Transaction } from '../lock-people';
import { hashOneTimeToken } from '../one-time-token';
import { type Invite, toInvite } from './invite';

/** Returns the invite, or null if it is used, too old or was withdrawn. */
export async function findOpenInvite(db: Db | Transaction, token: string): Promise<Invite | null> {
  const [row] = await db
    .select()
    .from(invites)
    .where(
      and(
        eq(invites.tokenHash, hashOneTimeToken(token)),
        isNotNull(invites.email),
        isNull(invites.usedAt),
        gt(invites.expiresAt, sql`now()`),
      ),
    );
  return row ? toInvite(row) : null;
}
