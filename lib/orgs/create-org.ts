// Makes an organisation; whoever does is its first owner.
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getOrg } from './get-org';
import { insertOrg } from './insert-org';
import type { Org } from './org';
import type { NewOrg } from './org-settings';

/** Throws `unauthenticated`, `forbidden`, and `conflict` if the slug is taken, by whomever. */
export async function createOrg(ctx: Context, input: NewOrg): Promise<Org> {
  requireWriter(ctx);
  const id = await ctx.db.transaction((tx) => insertOrg({ ...ctx, db: tx }, input));
  if (id === null) throw orgTaken(input.slug);
  return await getOrg(ctx, input.slug);
}

/** Names are unique on the server, so that one is taken cannot be hidden; what is in it is. */
export function orgTaken(slug: string): AppError {
  return new AppError(
    'conflict',
    `The name ${slug} is taken by another organisation. Choose another name, or have somebody of that one add you.`,
    { title: 'Taken already' },
  );
}
