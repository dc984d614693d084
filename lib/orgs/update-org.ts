// Changes what people may set on an organisation.
import { eq, sql } from 'drizzle-orm';
import { orgs } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { getOrg } from './get-org';
import type { Org } from './org';
import type { OrgChanges } from './org-settings';
import { visibleOrg } from './visible-org';

/** Throws `unauthenticated`, `forbidden` and `not_found`. */
export async function updateOrg(ctx: Context, slug: string, changes: OrgChanges): Promise<Org> {
  requireWriter(ctx);
  const { id } = await visibleOrg(ctx, slug, 'org.manage');
  await ctx.db
    .update(orgs)
    .set({
      // A change of nothing is not an error.
      name: sql`${orgs.name}`,
      ...(changes.name === undefined ? {} : { displayName: changes.name }),
      ...(changes.description === undefined ? {} : { description: changes.description }),
      ...(changes.is_open === undefined ? {} : { isOpen: changes.is_open }),
    })
    .where(eq(orgs.id, id));
  return await getOrg(ctx, slug);
}
