// Recognises the refusal of a second repository under one name.
import { AppError } from '@/lib/errors';

const UNIQUE_VIOLATION = '23505';

/** Turns a violation of the unique name into a `conflict`, and returns every other error as it is. */
export function nameTaken(error: unknown, org: string, name: string): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!('code' in cause) || cause.code !== UNIQUE_VIOLATION) continue;
    return new AppError(
      'conflict',
      `There is a repository ${org}/${name} already: look there first. If this is another one, give it another name.`,
      {
        cause: error,
      },
    );
  }
  return error;
}
