// Lists the tokens that work, or worked until they expired; the newest first.
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { orgs, tokens } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { meantToken, ownTokens, tokensWithOrg } from './own-tokens';
import { type Token, toToken } from './token';

/** The caller's own, and those of organisations that it manages. Throws `unauthenticated` and `forbidden`. */
export async function listTokens(ctx: Pick<Context, 'actor' | 'db'>): Promise<Token[]> {
  const rows = await select(ctx)
    .where(and(ownTokens(ctx), isNull(tokens.revokedAt)))
    .orderBy(desc(tokens.createdAt), desc(tokens.id));
  return rows.map(({ token, org }) => toToken(token, org));
}

/** One of the caller's; the one by which it is asked in any case. Throws `not_found` also for somebody else's, `unauthenticated` and `forbidden`. */
export async function getToken(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<Token> {
  const meant = meantToken(ctx, id);
  const own = and(meant.isCurrent ? undefined : ownTokens(ctx), isNull(tokens.revokedAt));
  const [row] = isId(meant.id) ? await select(ctx).where(and(eq(tokens.id, meant.id), own)) : [];
  if (!row) throw new AppError('not_found', 'There is no such token of yours. It may have been revoked already.');
  return toToken(row.token, row.org);
}

function select({ db }: Pick<Context, 'db'>) {
  return db
    .select(tokensWithOrg)
    .from(tokens)
    .leftJoin(orgs, eq(orgs.id, sql`coalesce(${tokens.orgId}, ${tokens.onlyOrgId})`));
}
