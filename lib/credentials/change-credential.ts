// Renames a credential, or puts a new secret in the place of its old one: whatever uses it goes on with the new one.
import { eq, sql } from 'drizzle-orm';
import { credentials } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type Credential, toldOfCredential } from './credential';
import { type CredentialChanges, refuseOtherFields } from './credential-input';
import { getCredential } from './list-credentials';
import { nameInUse } from './name-in-use';
import { secretFor } from './secret-for';
import { visibleCredential } from './visible-credentials';

/** Throws `unauthenticated`, `forbidden`, `not_found`, `conflict` if the name is taken, and `invalid`. */
export async function changeCredential(ctx: Context, id: string, changes: CredentialChanges): Promise<Credential> {
  requireWriter(ctx);
  const { kind, org, orgId } = await visibleCredential(ctx, id, 'org.manage-credentials');
  refuseOtherFields(kind, changes);
  if (changes.user !== undefined && changes.password === undefined) {
    throw new AppError('invalid', 'Give the password together with its user name.');
  }
  const isRotated = changes.token !== undefined || changes.password !== undefined || changes.new_key !== undefined;
  const secret = isRotated ? { ...(await secretFor(ctx, kind, changes)), rotatedAt: sql`now()` } : {};
  try {
    await ctx.db.transaction(async (tx) => {
      const isIt = eq(credentials.id, id);
      const [before] = await tx.select().from(credentials).where(isIt).for('update');
      if (!before) throw new AppError('not_found', 'There is no such credential.');
      const [after] = await tx
        .update(credentials)
        .set({ name: changes.name ?? before.name, userName: changes.user ?? before.userName, ...secret })
        .where(isIt)
        .returning();
      if (!after) throw new Error('Nothing was updated.');
      const told = onlyChanges(toldOfCredential(before), toldOfCredential(after));
      await recordAudit(tx, ctx, {
        verb: isRotated ? 'credential.rotate' : 'credential.change',
        subject: { kind: 'credential', id, name: `${org}/${after.name}` },
        orgId,
        ...told,
      });
    });
  } catch (error) {
    throw nameInUse(error, org, changes.name ?? '');
  }
  return await getCredential(ctx, id);
}
