// The first account: made from the environment, or by whoever opens the one-time link printed at the start.
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { invites, users } from '@/db/schema';
import { type AuditEntry, asPerson, recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import type { SignedIn } from './authenticate';
import { type Transaction, withPeopleLocked } from './lock-people';
import { hashOneTimeToken, newOneTimeToken, oneTimeToken } from './one-time-token';
import { hashPassword, newPassword } from './password';
import { emailAddress, type Person, personName, toPerson } from './person';

const LINK_HOURS = 24;

export const setupSchema = z
  .strictObject({
    token: oneTimeToken,
    email: emailAddress,
    name: personName.optional(),
    password: newPassword,
  })
  .meta({ id: 'Setup' });

/** The link's invite names nobody: that tells it from invites of people. */
const isSetupLink = isNull(invites.email);

/**
 * At the start: makes the administrator that the environment names, if there is no account yet. Returns the path of a
 * one-time link to make one by hand, or null if none is needed (accounts exist or are disabled, or read-only).
 */
export async function firstAdministrator(parts: { db: Db; env: Env }): Promise<string | null> {
  const { db, env } = parts;
  if (env.auth === 'disabled' || (await hasAccounts(db))) return null;
  if (env.admin) {
    const { email, password } = env.admin;
    const passwordHash = await hashPassword(password);
    await withPeopleLocked(db, async (tx) => {
      if (await hasAccounts(tx)) return;
      const [added] = await tx.insert(users).values({ email, passwordHash, isAdmin: true }).returning();
      if (added) await recordAudit(tx, { actor: { kind: 'system' } }, addedEntry(added, 'environment'));
    });
    return null;
  }
  if (env.readOnly) return null;
  const { token, tokenHash } = newOneTimeToken();
  await db.delete(invites).where(and(isSetupLink, lt(invites.expiresAt, sql`now()`)));
  await db
    .insert(invites)
    .values({ tokenHash, isAdmin: true, expiresAt: sql`now() + ${LINK_HOURS} * interval '1 hour'` });
  return `/setup?token=${token}`;
}

/** Databases in which somebody was found once: that stays true, because the last administrator cannot be deleted. */
const settled = new WeakSet<Db>();

/** True if there is nobody yet who could sign in. Visitors may know: it says where the first link is to be found. */
export async function isNobodyHere({ db, env }: Pick<Context, 'db' | 'env'>): Promise<boolean> {
  if (env.auth === 'disabled' || settled.has(db)) return false;
  const isEmpty = !(await hasAccounts(db));
  if (!isEmpty) settled.add(db);
  return isEmpty;
}

/** True if `token` is that of a set-up link that still works. */
export async function isSetupOpen(db: Db, token: string): Promise<boolean> {
  return !(await hasAccounts(db)) && (await findLink(db, token));
}

/** Makes the first administrator. Throws `forbidden` if the link is used, too old, or an account exists. */
export async function setUpFirstAdministrator(
  ctx: Pick<Context, 'db' | 'env' | 'network'>,
  input: z.infer<typeof setupSchema>,
): Promise<{ person: Person; signedIn: SignedIn }> {
  requireWriter({ actor: { kind: 'system' }, env: ctx.env });
  if (!(await isSetupOpen(ctx.db, input.token))) throw closed();
  const passwordHash = await hashPassword(input.password);
  return await withPeopleLocked(ctx.db, async (tx) => {
    if ((await hasAccounts(tx)) || !(await findLink(tx, input.token))) throw closed();
    await tx.delete(invites).where(isSetupLink);
    const [added] = await tx
      .insert(users)
      .values({ email: input.email, name: input.name ?? null, passwordHash, isAdmin: true })
      .returning();
    if (!added) throw new Error('Nothing was inserted.');
    await recordAudit(tx, { ...ctx, actor: asPerson(added.id) }, addedEntry(added, 'set-up link'));
    return { person: toPerson(added), signedIn: { id: added.id, sessionVersion: added.sessionVersion } };
  });
}

function addedEntry(added: typeof users.$inferSelect, by: string): AuditEntry {
  return {
    verb: 'person.add',
    subject: { kind: 'person', id: added.id, name: added.email },
    after: { name: added.name, is_admin: added.isAdmin, by },
  };
}

function closed(): AppError {
  return new AppError(
    'forbidden',
    'This set-up link does not work any more. If there is no account yet, restart Freshet: it prints a new one.',
  );
}

async function hasAccounts(db: Db | Transaction): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

async function findLink(db: Db | Transaction, token: string): Promise<boolean> {
  const rows = await db
    .select({ at: invites.createdAt })
    .from(invites)
    .where(
      and(
        eq(invites.tokenHash, hashOneTimeToken(token)),
        isSetupLink,
        isNull(invites.usedAt),
        gt(invites.expiresAt, sql`now()`),
      ),
    );
  return rows.length > 0;
}
