// Who asks by a token: asked of the database each time, so that a token ends when it is told to, and with its owner.
import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { tokens, users } from '@/db/schema';
import { callerNetwork } from '@/lib/caller-network.mjs';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { forgetToken, rememberToken } from './known-tokens';
import { checkTokenSecret, hashTokenSecret } from './secret';
import { scopesOf } from './token';

export type TokenActor = Extract<Actor, { kind: 'user' | 'organisation' }>;

/** When a token was last used is written down this often at most. */
const unseen = or(isNull(tokens.lastUsedAt), lt(tokens.lastUsedAt, sql`now() - interval '1 minute'`));

/** A token that works: not revoked, not too old, and its owner's account is not disabled. */
export const isAlive = and(
  isNull(tokens.revokedAt),
  or(isNull(tokens.expiresAt), gt(tokens.expiresAt, sql`now()`)),
  or(
    isNull(tokens.userId),
    sql`exists (select 1 from ${users} where ${users.id} = ${tokens.userId} and ${users.disabledAt} is null)`,
  ),
);

/**
 * The person or organisation that `secret` speaks for, with what the token leaves of their rights; `address` is the
 * caller's, as a socket or a proxy wrote it. Throws `unauthenticated`: in other words for what is no token, for one that
 * was mistyped and for one that does not work here (any more), never saying whether it ever did.
 */
export async function actorOfToken(parts: { db: Db }, secret: string, address: string): Promise<TokenActor> {
  const check = checkTokenSecret(secret);
  if (check === 'foreign') {
    throw new AppError('unauthenticated', 'This is no token of Freshet: one begins with frs_.');
  }
  if (check === 'damaged') {
    throw new AppError('unauthenticated', 'The token was mistyped or cut off: its checksum does not fit.');
  }
  const hash = hashTokenSecret(secret);
  const [row] = await parts.db
    .select({ token: tokens, isAdmin: users.isAdmin, isUnseen: sql<boolean>`${unseen}` })
    .from(tokens)
    .leftJoin(users, eq(users.id, tokens.userId))
    .where(and(eq(tokens.tokenHash, hash), isAlive));
  if (!row) {
    forgetToken(hash);
    throw new AppError(
      'unauthenticated',
      'The token does not work here: it is unknown, has expired or was revoked, or its owner cannot sign in any more.',
    );
  }
  rememberToken(hash, row.token.id);
  if (row.isUnseen) await see(parts.db, row.token.id, address);
  return toActor(row.token, row.isAdmin ?? false);
}

function toActor(token: typeof tokens.$inferSelect, isAdmin: boolean): TokenActor {
  const grant = {
    tokenId: token.id,
    scopes: scopesOf(token.scopes),
    orgId: token.orgId ?? token.onlyOrgId,
    repoIds: token.repoIds,
  };
  if (token.userId !== null) return { kind: 'user', userId: token.userId, isAdmin, token: grant };
  return { kind: 'organisation', orgId: token.orgId ?? '', token: grant };
}

/** Of several requests at once, in several processes, one writes; the answer does not depend on which. */
async function see(db: Db, id: string, address: string): Promise<void> {
  await db
    .update(tokens)
    .set({ lastUsedAt: sql`now()`, lastUsedFrom: callerNetwork(address) })
    .where(and(eq(tokens.id, id), unseen))
    .catch((error) => log.warn({ err: error }, 'when a token was last used could not be written down'));
}
