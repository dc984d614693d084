// Reads one organisation by its slug.
import type { Context } from '@/lib/context';
import { type Org, toOrg } from './org';
import { visibleOrg } from './visible-org';

/** Throws `not_found` if there is none or the caller may not see it. */
export async function getOrg(ctx: Pick<Context, 'actor' | 'db'>, slug: string): Promise<Org> {
  return toOrg(ctx, await visibleOrg(ctx, slug));
}
