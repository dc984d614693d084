// Deletes a credential that nothing signs in with.
import { eq } from 'drizzle-orm';
import { databaseCode } from '@/db/errors';
import { credentials } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { toldOfCredential } from './credential';
import { usersOf } from './used-by';
import { visibleCredential } from './visible-credentials';

/** The database's word on what still points at it. */
const STILL_REFERRED_TO = new Set(['23503', '23001']);

/** Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` while something uses it. */
export async function deleteCredential(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  const row = await visibleCredential(ctx, id, 'org.manage-credentials');
  try {
    await ctx.db.transaction(async (tx) => {
      const users = await usersOf(tx, id);
      if (users !== null) throw inUse(row.name, users);
      await recordAudit(tx, ctx, {
        verb: 'credential.delete',
        subject: { kind: 'credential', id, name: `${row.org}/${row.name}` },
        orgId: row.orgId,
        before: toldOfCredential(row),
      });
      await tx.delete(credentials).where(eq(credentials.id, id));
    });
  } catch (error) {
    if (!STILL_REFERRED_TO.has(databaseCode(error) ?? '')) throw error;
    throw inUse(row.name, 'something that was added just now', error);
  }
}

function inUse(name: string, users: string, cause?: unknown): AppError {
  return new AppError(
    'conflict',
    `${name} is used by ${users}. Give them another credential first, or replace its secret.`,
    { title: 'Still in use', cause },
  );
}
