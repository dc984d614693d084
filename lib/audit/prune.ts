// Forgets what has been kept for long enough: the only thing that may delete from the audit log.
import { sql } from 'drizzle-orm';
import { auditLog } from '@/db/schema';
import type { Context } from '@/lib/context';

const AT_ONCE = 10_000;

/** Deletes entries that are older than FRESHET_AUDIT_DAYS, the oldest first. Returns how many. */
export async function pruneAudit(ctx: Pick<Context, 'db' | 'env'>): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    // The table's trigger lets nothing be deleted but under this name, which ends with the transaction.
    await tx.execute(sql`set local freshet.audit_retention = 'on'`);
    const gone = await tx.execute(sql`
      delete from ${auditLog} where ${auditLog.id} in (
        select ${auditLog.id} from ${auditLog}
        where ${auditLog.at} < now() - ${ctx.env.auditDays} * interval '1 day'
        order by ${auditLog.at} limit ${AT_ONCE})
      returning ${auditLog.id}`);
    return gone.length;
  });
}
