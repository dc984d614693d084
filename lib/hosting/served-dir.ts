// Where the repository lies that other gits are served from.
import { stat } from 'node:fs/promises';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { absent } from '@/lib/files/plain-file';
import { mirrorDir } from '@/lib/git/mirror-dir';
import type { RepoRow } from '@/lib/repos/repo';

/** Throws `internal` with seconds to wait if it is not there yet, or not at the moment. */
export async function servedDir(ctx: Pick<Context, 'env'>, repo: RepoRow): Promise<string> {
  const dir = mirrorDir(ctx.env.dataDir, repo.id);
  if ((await stat(dir).catch(absent)) !== null) return dir;
  throw new AppError(
    'internal',
    `There is nothing to take out of ${repo.org}/${repo.name} yet. Try again when its first sync has ended.`,
    { retryable: true, retryAfterSeconds: 10, kind: 'internal' },
  );
}
