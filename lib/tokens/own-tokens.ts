// Which tokens a caller may see, make and revoke: its own, and those of organisations that it manages.
import { eq, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import { orgs, tokens } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { orgsOf } from '@/lib/access/visible-repos';
import { administers } from '@/lib/accounts/require-admin';
import { type Context, tokenOf } from '@/lib/context';

/**
 * The condition on `tokens` that holds for a caller's. A token that is narrowed knows of itself and of those that it
 * made. Throws `unauthenticated`, and `forbidden` for a token without the scope `admin`.
 */
export function ownTokens(ctx: Pick<Context, 'actor'>): SQL | undefined {
  const { actor } = ctx;
  requireMay(ctx, 'account.tokens', SERVER);
  const token = tokenOf(actor);
  if (actor.kind === 'organisation' && token?.repoIds === null) return eq(tokens.orgId, actor.orgId);
  if (token && (token.orgId !== null || token.repoIds !== null)) {
    return or(eq(tokens.id, token.tokenId), eq(tokens.madeBy, token.tokenId));
  }
  return or(
    actor.kind === 'user' ? eq(tokens.userId, actor.userId) : undefined,
    administers(actor) ? isNotNull(tokens.orgId) : undefined,
    actor.kind === 'user' ? sql`${tokens.orgId} in (${orgsOf(actor.userId, 'admin')})` : undefined,
  );
}

/** The id that is meant by one: `current` is the token by which it is asked. */
export function meantToken(ctx: Pick<Context, 'actor'>, id: string): { id: string; isCurrent: boolean } {
  const current = tokenOf(ctx.actor)?.tokenId;
  const meant = id === 'current' ? (current ?? id) : id;
  return { id: meant, isCurrent: meant === current };
}

/** The name of the organisation that a token is for, to be joined. */
export const tokensWithOrg = { token: tokens, org: orgs.name };
