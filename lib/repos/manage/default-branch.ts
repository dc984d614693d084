// Which branch of a hosted repository is the default one: what is cloned, searched, and guarded from forced pushes.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { writeHead } from '@/lib/git/mirror/ref-files';
import { listRefs } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import type { RepoRow } from '@/lib/repos/repo';

/** Points HEAD at `branch`. Throws `invalid` if there are branches, and none of that name, or if a source decides. */
export async function setDefaultBranch(ctx: Pick<Context, 'env'>, repo: RepoRow, branch: string): Promise<void> {
  const name = `${repo.org}/${repo.name}`;
  if (repo.kind !== 'hosted') throw new AppError('invalid', `The source of ${name} says which branch is its default.`);
  const dir = mirrorDir(ctx.env.dataDir, repo.id);
  const refs = await listRefs(dir);
  const branches = [...refs.keys()].filter((ref) => ref.startsWith('refs/heads/'));
  if (branches.length > 0 && !refs.has(`refs/heads/${branch}`)) {
    throw new AppError('invalid', `${name} has no branch ${branch}. Push it first.`);
  }
  await writeHead(dir, Buffer.from(`refs/heads/${branch}`).toString('latin1'));
}
