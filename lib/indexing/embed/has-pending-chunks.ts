// Tells whether contents of a repository still wait for their vectors: until then no sync counts as done.
import type { Context } from '@/lib/context';
import { remoteModelName } from '@/lib/text/embed/models';

/** True if a current model has not seen all of the repository's contents: an earlier run broke before its end. */
export async function hasPendingChunks(ctx: Pick<Context, 'db' | 'env'>, repoId: string): Promise<boolean> {
  const [pending] = await ctx.db.$client`
    select 1 from models m
    left join embedding_progress p on p.repo_id = ${repoId} and p.model_id = m.id
    where (m.state is not null or m.name = ${remoteModelName(ctx.env)})
      and exists (select 1 from blobs b where b.repo_id = ${repoId} and b.id > coalesce(p.blob_id, 0))
    limit 1`;
  return pending !== undefined;
}
