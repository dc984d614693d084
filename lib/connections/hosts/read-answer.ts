// Turns what a host's library throws into what it means here.
import { z } from 'zod';
import { AppError } from '@/lib/errors';

/**
 * What `read` returns; `ifGone` if the host says 404, or `not_found` if there is none. Throws the AppError of our own fetch,
 * which libraries wrap, and `upstream` for an answer that is not as it should be.
 */
export async function readAnswer<T, G = never>(owner: string, read: () => Promise<T>, ifGone?: G): Promise<T | G> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) {
      if (ifGone !== undefined) return ifGone;
      throw new AppError(
        'upstream',
        `The host knows no ${owner}, or does not show it to this credential. Look at how it is spelled there.`,
        { kind: 'not_found', cause: error },
      );
    }
    const own = ownError(error);
    if (own) throw own;
    if (error instanceof z.ZodError) throw odd(error);
    if (error instanceof SyntaxError) throw odd(error);
    throw error;
  }
}

/** An answer of our fetch, as JSON. Throws for 404 what `readAnswer` knows. */
export async function jsonOf<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  if (response.status === 404) throw Object.assign(new Error('not found'), { status: 404 });
  return schema.parse(await response.json());
}

function statusOf(error: unknown): number | undefined {
  const { status } = error as { status?: number };
  return ownError(error) ? undefined : status;
}

function ownError(error: unknown): AppError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof AppError) return at;
  return undefined;
}

function odd(cause: unknown): AppError {
  return new AppError(
    'upstream',
    'The host answered something else than a list of repositories. Look at the address, and at the kind of host.',
    { kind: 'network', cause },
  );
}
