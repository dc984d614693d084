// Writes down a new repository, in an organisation that is there or is made on the way, and tells the audit log.
import type { PgInsertValue } from 'drizzle-orm/pg-core';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, userIdOf } from '@/lib/context';
import { orgForRepo } from '@/lib/orgs/org-for-repo';
import { takeName } from '@/lib/repos/old-names';
import { refuseFull } from '@/lib/repos/space/room';
import { nameTaken } from './name-taken';
import type { NewRepo } from './repo-settings';
import { credentialGone } from './sign-in-after';
import { toldOf } from './told-of';

/**
 * Returns its id. `values`: what depends on its kind; the rest is taken from `input`. Throws `conflict` if the name is
 * taken, `limit` if there is no room for one more, and what `orgForRepo` throws.
 */
export async function insertRepo(
  ctx: Context,
  { org, name }: { org: string; name: string },
  input: NewRepo,
  values: Omit<PgInsertValue<typeof repos>, 'orgId' | 'name'>,
): Promise<string> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const orgId = await orgForRepo({ ...ctx, db: tx }, org, { isOpen: input.org_is_open });
      // One that somebody works in takes next to nothing here.
      if (values.kind !== 'local') await refuseFull(tx, ctx.env, orgId);
      const [added] = await tx
        .insert(repos)
        .values({
          orgId,
          name,
          description: input.description ?? '',
          isPublic: input.is_public ?? false,
          indexedBranches: input.branches ?? null,
          addedBy: userIdOf(ctx.actor),
          ...values,
        })
        .returning();
      if (!added) throw new Error('Nothing was inserted.');
      await takeName(tx, added);
      await recordAudit(tx, ctx, {
        verb: 'repo.add',
        subject: { kind: 'repo', id: added.id, name: `${org}/${name}` },
        orgId,
        after: toldOf(added),
      });
      return added.id;
    });
  } catch (error) {
    throw await nameTaken(ctx, credentialGone(error), org, name);
  }
}
