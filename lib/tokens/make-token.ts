// Makes a token, which is shown once: what is stored gives it to nobody.
import { and, count, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { orgs, tokens } from '@/db/schema';
import { may, SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { orgSubject } from '@/lib/access/standing-to';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, tokenOf, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { selectOrgs } from '@/lib/orgs/org';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { isAlive } from './actor-of-token';
import { hashTokenSecret, hintOf, newTokenSecret } from './secret';
import { SCOPES, scopesOf, type Token, toToken } from './token';

const MOST_TOKENS = 200;

export const newTokenSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100).meta({ description: 'What it is for.' }),
    scopes: z.array(z.enum(SCOPES)).min(1).meta({
      description:
        'read: see; sync: ask for syncs; write: add and change repositories, push; admin: manage. All may read.',
    }),
    kind: z.enum(['personal', 'organisation']).default('personal').meta({
      description: 'Whose it is: yours, and never good for more than you are; or the organisation’s.',
    }),
    org: z.string().max(100).optional().meta({ description: 'The name of the one organisation that it is for.' }),
    repo_ids: z.array(z.guid()).min(1).max(100).optional().meta({ description: 'The repositories that it is for.' }),
    expires_at: z.iso.datetime({ offset: true }).nullish().meta({ description: 'Default: never.' }),
  })
  .meta({ id: 'NewToken' });
export type NewToken = z.input<typeof newTokenSchema>;

type Input = z.infer<typeof newTokenSchema>;

/**
 * Returns the token and its secret, which is shown this once. By a token, none can be made that is good for more or for
 * longer, and it ends with the one that made it. Throws `unauthenticated`, `forbidden`, `not_found` for an organisation
 * or a repository that the caller may not see, `invalid`, and `limit` for too many.
 */
export async function makeToken(ctx: Context, input: Input): Promise<{ token: Token; secret: string }> {
  requireWriter(ctx);
  requireMay(ctx, 'account.tokens', SERVER);
  if (ctx.actor.kind === 'operator' || ctx.actor.kind === 'system') {
    throw new AppError(
      'invalid',
      'Without accounts (FRESHET_AUTH=disabled) nothing asks for a token, so there is none.',
    );
  }
  const grant = tokenOf(ctx.actor);
  const org = await orgOf(ctx, input, grant?.orgId ?? null);
  const isOrgs = input.kind === 'organisation';
  if (isOrgs && org === null) throw new AppError('invalid', 'Name the organisation that the token is to belong to.');
  if (isOrgs && org) requireMay(ctx, 'org.manage', orgSubject(org));
  if (!isOrgs && ctx.actor.kind !== 'user') {
    throw new AppError('invalid', 'A token of an organisation makes such tokens alone: give kind organisation.');
  }
  const repoIds = await reposOf(ctx, input.repo_ids ?? grant?.repoIds ?? null, org?.id ?? null);
  const secret = newTokenSecret();
  return await ctx.db.transaction(async (tx) => {
    const expiresAt = await expiryOf(tx, ctx, input);
    if (grant) refuseMore(grant.scopes, input.scopes);
    const owner = isOrgs ? { orgId: org?.id ?? null } : { userId: userIdOf(ctx.actor) };
    await refuseTooMany(tx, owner);
    const [row] = await tx
      .insert(tokens)
      .values({
        ...owner,
        tokenHash: hashTokenSecret(secret),
        hint: hintOf(secret),
        name: input.name,
        // A change is answered with what was changed: whoever may do anything may read.
        scopes: [...scopesOf(['read', ...input.scopes])],
        onlyOrgId: isOrgs ? null : (org?.id ?? null),
        repoIds,
        createdBy: userIdOf(ctx.actor),
        madeBy: grant?.tokenId ?? null,
        expiresAt,
      })
      .returning();
    if (!row) throw new Error('Nothing was inserted.');
    const token = toToken(row, org?.name ?? null);
    const { kind, scopes, repo_ids, expires_at } = token;
    await recordAudit(tx, ctx, {
      verb: 'token.make',
      subject: { kind: 'token', id: row.id, name: row.name },
      orgId: org?.id ?? null,
      after: { kind, scopes, org: token.org, repo_ids, expires_at },
    });
    return { token, secret };
  });
}

async function orgOf(ctx: Context, input: Input, grantedId: string | null) {
  if (input.org === undefined && grantedId === null) return null;
  const isIt =
    input.org === undefined ? eq(orgs.id, grantedId ?? '') : eq(sql`lower(${orgs.name})`, input.org.toLowerCase());
  const [org] = await selectOrgs(ctx).where(isIt).limit(1);
  if (!org || !may(ctx.actor, 'org.see', orgSubject(org)) || (grantedId !== null && org.id !== grantedId)) {
    throw new AppError('not_found', 'There is no such organisation.');
  }
  return org;
}

async function reposOf(ctx: Context, ids: readonly string[] | null, orgId: string | null): Promise<string[] | null> {
  if (ids === null) return null;
  for (const id of new Set(ids)) {
    const repo = await visibleRepo(ctx, id);
    if (orgId !== null && repo.orgId !== orgId) {
      throw new AppError('invalid', `${repo.org}/${repo.name} is not of the organisation that the token is for.`);
    }
  }
  return [...new Set(ids)];
}

function refuseMore(own: readonly string[], asked: readonly string[]): void {
  const more = asked.filter((scope) => !own.includes(scope));
  if (more.length > 0) {
    throw new AppError(
      'forbidden',
      `A token makes none that is good for more: this one has no scope ${more.join(', ')}.`,
    );
  }
}

/** When the new one ends; that of the token that asks for it at the latest. */
async function expiryOf(tx: Pick<Db, 'select'>, ctx: Context, input: Input): Promise<Date | null> {
  const asked = input.expires_at == null ? null : new Date(input.expires_at);
  if (asked !== null && asked.getTime() <= Date.now()) {
    throw new AppError('invalid', 'The token would have expired already: give a time that is still to come.');
  }
  const grant = tokenOf(ctx.actor);
  if (!grant) return asked;
  // Locked, so that it cannot be revoked before what it makes is there to be revoked with it.
  const [maker] = await tx
    .select({ expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(eq(tokens.id, grant.tokenId), isAlive))
    .for('share');
  if (!maker) throw new AppError('unauthenticated', 'The token does not work here any more.');
  if (asked !== null && maker.expiresAt !== null && asked > maker.expiresAt) {
    throw new AppError('forbidden', 'A token makes none that is good for longer than itself.');
  }
  return asked ?? maker.expiresAt;
}

async function refuseTooMany(tx: Pick<Db, 'select'>, owner: { orgId?: string | null; userId?: string | null }) {
  const isOwner = owner.userId ? eq(tokens.userId, owner.userId) : eq(tokens.orgId, owner.orgId ?? '');
  const [row] = await tx.select({ count: count() }).from(tokens).where(and(isOwner, isAlive));
  if ((row?.count ?? 0) < MOST_TOKENS) return;
  throw new AppError('limit', `There are ${MOST_TOKENS} tokens already, the most there may be. Revoke some first.`);
}
