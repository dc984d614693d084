// Changes what people may set on an organisation.
import { eq, sql } from 'drizzle-orm';
import { orgs } from '@/db/schema';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getOrg } from './get-org';
import type { Org } from './org';
import type { OrgChanges } from './org-settings';
import { visibleOrg } from './visible-org';

const TOLD = {
  name: orgs.displayName,
  description: orgs.description,
  is_open: orgs.isOpen,
  quota_bytes: orgs.quotaBytes,
};

/** Throws `unauthenticated`, `forbidden` and `not_found`. */
export async function updateOrg(ctx: Context, slug: string, changes: OrgChanges): Promise<Org> {
  requireWriter(ctx);
  const { id } = await visibleOrg(ctx, slug, 'org.manage');
  // Whoever is bounded by it does not raise it.
  if (changes.quota_bytes !== undefined) requireMay(ctx, 'server.administer', SERVER);
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select(TOLD).from(orgs).where(eq(orgs.id, id)).for('update');
    const [after] = await tx
      .update(orgs)
      .set({
        // A change of nothing is not an error.
        name: sql`${orgs.name}`,
        ...(changes.name === undefined ? {} : { displayName: changes.name }),
        ...(changes.description === undefined ? {} : { description: changes.description }),
        ...(changes.quota_bytes === undefined ? {} : { quotaBytes: changes.quota_bytes }),
        ...(changes.is_open === undefined ? {} : { isOpen: changes.is_open }),
      })
      .where(eq(orgs.id, id))
      .returning(TOLD);
    if (!before || !after) throw new AppError('not_found', 'There is no such organisation.');
    await recordAudit(tx, ctx, {
      verb: 'org.change',
      subject: { kind: 'org', id, name: slug },
      orgId: id,
      ...onlyChanges(before, after),
    });
  });
  return await getOrg(ctx, slug);
}
