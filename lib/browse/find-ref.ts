// Finds the commit that the name of a branch or tag stands for.
import { and, eq } from 'drizzle-orm';
import { branches, indexedRefs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { unescapePath } from '@/lib/git/escape-path';
import { listRawRefs } from '@/lib/git/mirror/refs';
import { peelTag } from '@/lib/git/read/log';
import { refsNamed } from './revision-name';

/**
 * The commit of the branch or tag called `name`, a branch before a tag; `refs/heads/…` and `refs/tags/…` say which.
 * A branch that is searchable is at its indexed commit, so that what is read agrees with what was found. Undefined if
 * there is none. Throws AppError.
 */
export async function findRef(
  ctx: Pick<Context, 'db'>,
  at: { repoId: string; dir: string },
  name: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<string | undefined> {
  if (name.includes('\0')) return undefined;
  for (const ref of refsNamed(name)) {
    const commit =
      ref.kind === 'heads' ? await tipOf(ctx, at.repoId, ref.name) : await tagOf(at.dir, ref.name, options);
    if (commit !== undefined) return commit;
  }
  return undefined;
}

async function tipOf(ctx: Pick<Context, 'db'>, repoId: string, branch: string): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ tip: branches.commitSha, indexed: indexedRefs.commitSha })
    .from(branches)
    .leftJoin(indexedRefs, and(eq(indexedRefs.repoId, branches.repoId), eq(indexedRefs.ref, branches.name)))
    .where(and(eq(branches.repoId, repoId), eq(branches.name, branch)));
  return row?.indexed ?? row?.tip;
}

async function tagOf(
  dir: string,
  tag: string,
  options: { signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const name = `refs/tags/${unescapePath(tag).toString('latin1')}`;
  // What cannot be an argument is looked for among all tags.
  const isArgument = /^[!-~]+$/.test(name);
  const target = (await listRawRefs(dir, [isArgument ? name : 'refs/tags'], options)).get(name);
  return target === undefined ? undefined : ((await peelTag(dir, target, options)) ?? undefined);
}
