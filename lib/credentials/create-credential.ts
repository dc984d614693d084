// Stores what an organisation's repositories may sign in with elsewhere.
import { count, eq } from 'drizzle-orm';
import { credentials } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { lockOrg } from '@/lib/orgs/lock-org';
import { visibleOrg } from '@/lib/orgs/visible-org';
import { type Credential, toCredential, toldOfCredential } from './credential';
import { type NewCredential, refuseOtherFields } from './credential-input';
import { nameInUse } from './name-in-use';
import { secretFor } from './secret-for';

const MOST = 500;

/**
 * Returns it without its secret; of an ssh key, with its public half. Throws `unauthenticated`, `forbidden`, `not_found`
 * for the organisation, `conflict` if it has one of that name, `invalid`, and `limit` for too many.
 */
export async function createCredential(ctx: Context, input: NewCredential): Promise<Credential> {
  requireWriter(ctx);
  const org = await visibleOrg(ctx, input.org, 'org.manage-credentials');
  refuseOtherFields(input.kind, input);
  if (input.kind === 'password' && input.user === undefined) {
    throw new AppError('invalid', 'A password needs the user name that it goes with (user).');
  }
  const secret = await secretFor(ctx, input.kind, input);
  try {
    return await ctx.db.transaction(async (tx) => {
      await lockOrg(tx, org.id);
      const [there] = await tx.select({ count: count() }).from(credentials).where(eq(credentials.orgId, org.id));
      if ((there?.count ?? 0) >= MOST) {
        throw new AppError(
          'limit',
          `${org.name} has ${MOST} credentials already, the most there may be. Delete some first.`,
        );
      }
      const [row] = await tx
        .insert(credentials)
        .values({
          orgId: org.id,
          name: input.name,
          kind: input.kind,
          userName: input.user ?? null,
          ...secret,
          createdBy: userIdOf(ctx.actor),
        })
        .returning();
      if (!row) throw new Error('Nothing was inserted.');
      await recordAudit(tx, ctx, {
        verb: 'credential.make',
        subject: { kind: 'credential', id: row.id, name: `${org.name}/${row.name}` },
        orgId: org.id,
        after: toldOfCredential(row),
      });
      return toCredential({ ...row, org: org.name, usedBy: 0 });
    });
  } catch (error) {
    throw nameInUse(error, org.name, input.name);
  }
}
