// Which tokens a caller may see, make and revoke: its own, and those of organisations that it manages.
import { eq, inArray, isNotNull, or, type SQL } from 'drizzle-orm';
import { orgs, tokens } from '@/db/schema';
import { hasScope } from '@/lib/access/may';
import { orgsOf } from '@/lib/access/visible-repos';
import { administers } from '@/lib/accounts/require-admin';
import { type Actor, type Context, tokenOf } from '@/lib/context';
import { AppError } from '@/lib/errors';

/** Throws `unauthenticated` for visitors, and `forbidden` for a token that may not manage. */
export function requireTokenManager(actor: Actor): void {
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  const token = tokenOf(actor);
  if (token && !hasScope(token, 'account.use')) {
    throw new AppError('forbidden', 'This token may not do that: it was made without the scope admin.');
  }
}

/**
 * The condition on `tokens` that holds for a caller's. A token that is narrowed knows of itself and of those that it
 * made. Throws `unauthenticated`, and `forbidden` for a token without the scope `admin`.
 */
export function ownTokens(ctx: Pick<Context, 'actor'>): SQL | undefined {
  const { actor } = ctx;
  requireTokenManager(actor);
  const token = tokenOf(actor);
  if (actor.kind === 'organisation' && token?.repoIds === null) return eq(tokens.orgId, actor.orgId);
  if (token && (token.orgId !== null || token.repoIds !== null)) {
    return or(eq(tokens.id, token.tokenId), eq(tokens.madeBy, token.tokenId));
  }
  return or(
    actor.kind === 'user' ? eq(tokens.userId, actor.userId) : undefined,
    administers(actor) ? isNotNull(tokens.orgId) : undefined,
    actor.kind === 'user' ? inArray(tokens.orgId, orgsOf(actor.userId, 'admin')) : undefined,
  );
}

/** The name of the organisation that a token is for, to be joined. */
export const tokensWithOrg = { token: tokens, org: orgs.name };
