// What repositories take on the disk, by organisation, and what is there that belongs to none: for administrators.
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { requireAdmin } from '@/lib/accounts/require-admin';
import type { Context } from '@/lib/context';
import { listOrphans } from '@/lib/repos/space/orphans';

const bytes = z.int().nonnegative();
/** The largest are named; what all take together counts all. */
const MOST_ORGS = 200;

export const storageSchema = z
  .object({
    disk_bytes: bytes.meta({ description: 'What all repositories take, as it was when a sync of each last ended.' }),
    quota_bytes: bytes.nullable().meta({ description: 'What they may take together (FRESHET_SERVER_QUOTA_BYTES).' }),
    free_bytes: bytes.nullable().meta({ description: 'Free on the disk under the data folder.' }),
    orgs: z
      .array(
        z.object({
          slug: z.string(),
          repo_count: z.int().nonnegative(),
          disk_bytes: bytes,
          quota_bytes: bytes.nullable().meta({ description: 'What holds for it: its own, or the server’s for all.' }),
        }),
      )
      .meta({ description: `The ${MOST_ORGS} that take most.` }),
    orphans: z.array(z.object({ folder: z.string(), since: z.iso.datetime(), removed_at: z.iso.datetime() })).meta({
      description: 'Folders below mirrors that belong to no repository, and when each is going to be removed.',
    }),
  })
  .meta({ id: 'Storage' });
export type Storage = z.infer<typeof storageSchema>;

/** Throws `unauthenticated` and `forbidden`. */
export async function readStorage(ctx: Context): Promise<Storage> {
  requireAdmin(ctx, 'storage');
  const rows = await ctx.db.$client<
    { slug: string; repos: number; taken: number; quota: number | null; all: number }[]
  >`
    select orgs.name as slug, count(repos.id)::int as repos, coalesce(sum(disk_bytes), 0)::float8 as taken,
      orgs.quota_bytes::float8 as quota, (select coalesce(sum(disk_bytes), 0)::float8 from repos) as all
    from orgs left join repos on repos.org_id = orgs.id
    group by orgs.id order by coalesce(sum(disk_bytes), 0) desc, orgs.name limit ${MOST_ORGS}`;
  const [disk, orphans] = await Promise.all([statfs(ctx.env.dataDir).catch(() => null), listOrphans(ctx)]);
  const { quotas } = ctx.env;
  return {
    disk_bytes: rows[0]?.all ?? 0,
    quota_bytes: quotas.server ?? null,
    free_bytes: disk ? disk.bavail * disk.bsize : null,
    orgs: rows.map(({ slug, repos, taken, quota }) => ({
      slug,
      repo_count: repos,
      disk_bytes: taken,
      quota_bytes: quota ?? quotas.org ?? null,
    })),
    orphans: orphans.map(({ name, since, removedAt }) => ({ folder: name, since, removed_at: removedAt })),
  };
}
