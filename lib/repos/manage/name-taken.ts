// Recognises the refusal of a second repository under one name, and leads to the first.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';

const UNIQUE_VIOLATION = '23505';

/**
 * Turns a violation of the unique name into a `conflict` that names the repository that has it, if the caller may
 * see that one; returns every other error as it is.
 */
export async function nameTaken(ctx: Context, error: unknown, org: string, name: string): Promise<unknown> {
  if (!isViolation(error)) return error;
  const first = await findRepoByName(ctx, org, name).catch(() => null);
  return new AppError(
    'conflict',
    `There is a repository ${org}/${name} already: look there first. If this is another one, give it another name.`,
    { cause: error, ...(first ? { repoId: first.id } : {}) },
  );
}

function isViolation(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === UNIQUE_VIOLATION) return true;
  }
  return false;
}
