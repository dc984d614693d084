// Signs somebody in who comes from GitHub or an OpenID Connect provider: only people who are known here already.
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { invites, userIdentities, users } from '@/db/schema';
import { asPerson, recordAudit } from '@/lib/audit/record';
import { joinNamedOrgs } from '@/lib/orgs/members/invited-members';
import type { SignedIn } from './authenticate';
import { type Transaction, withPeopleLocked } from './lock-people';

export interface ProviderIdentity {
  provider: string;
  /** The provider's own stable id of the person. */
  accountId: string;
  /** Null if the provider does not vouch for the address. */
  verifiedEmail: string | null;
  name: string | null;
}

/**
 * Returns the account that is linked to the identity, else the one with its verified e-mail, else a new one if an
 * open invite names that e-mail; a read-only server makes and links none. Null for everybody else and for disabled
 * accounts.
 */
export async function signInWithProvider(
  db: Db,
  identity: ProviderIdentity,
  options: { readOnly: boolean; network?: string },
): Promise<SignedIn | null> {
  return await withPeopleLocked(db, async (tx) => {
    const linked = await linkedAccount(tx, identity);
    const known = linked ?? (await knownAccount(tx, identity));
    const account = known ?? (options.readOnly ? undefined : await invitedAccount(tx, identity));
    const isNew = known === undefined;
    if (!account || account.disabledAt !== null) return null;
    if (!linked && !options.readOnly) {
      await tx
        .insert(userIdentities)
        .values({ provider: identity.provider, providerAccountId: identity.accountId, userId: account.id });
      await recordAudit(
        tx,
        { ...options, actor: asPerson(account.id) },
        {
          verb: isNew ? 'person.add' : 'person.link',
          subject: { kind: 'person', id: account.id, name: account.email },
          after: { provider: identity.provider, ...(isNew ? { is_admin: account.isAdmin, by: 'invite' } : {}) },
        },
      );
    }
    return { id: account.id, sessionVersion: account.sessionVersion };
  });
}

async function linkedAccount(tx: Transaction, identity: ProviderIdentity) {
  const [row] = await tx
    .select({ user: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(
      and(eq(userIdentities.provider, identity.provider), eq(userIdentities.providerAccountId, identity.accountId)),
    );
  return row?.user;
}

async function knownAccount(tx: Transaction, { verifiedEmail }: ProviderIdentity) {
  if (verifiedEmail === null) return undefined;
  const [row] = await tx
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, verifiedEmail.toLowerCase()));
  return row;
}

async function invitedAccount(tx: Transaction, { verifiedEmail, name }: ProviderIdentity) {
  if (verifiedEmail === null) return undefined;
  const [invite] = await tx
    .update(invites)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(sql`lower(${invites.email})`, verifiedEmail.toLowerCase()),
        isNull(invites.usedAt),
        gt(invites.expiresAt, sql`now()`),
      ),
    )
    .returning();
  if (!invite) return undefined;
  const [added] = await tx.insert(users).values({ email: verifiedEmail, name, isAdmin: invite.isAdmin }).returning();
  if (added) await joinNamedOrgs(tx, invite.tokenHash, added.id);
  return added;
}
