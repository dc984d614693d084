// What a repository signs in with at its source: a token of its own, or a stored credential of its organisation.
import { databaseCode } from '@/db/errors';
import type { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { requireCredentialFits } from '@/lib/credentials/require-fits';
import { AppError } from '@/lib/errors';
import { type CheckedRemote, tokenAfter } from '@/lib/repos/source/check-remote';

export type SignIn = Partial<Pick<typeof repos.$inferInsert, 'tokenCiphertext' | 'credentialId'>>;

interface Given {
  token?: string | null | undefined;
  credential_id?: string | null | undefined;
}

interface Where {
  /** The address of the source until now; null for a new repository. */
  before: string | null;
  after: Pick<CheckedRemote, 'url' | 'protocol'>;
  /** The name of the organisation that the repository is in, or will be. */
  org: string;
}

/**
 * What changes of it, by what was `given`: null takes one away, undefined leaves it where the host is the same. Either one
 * takes the place of the other. Throws `invalid` for both at once and for one that does not fit, `not_found` for a
 * credential that the caller may not see, and `forbidden` if they may not use it.
 */
export async function signInAfter(ctx: Context, given: Given, { before, after, org }: Where): Promise<SignIn> {
  if (given.token && given.credential_id) {
    throw new AppError('invalid', 'Give a token or a credential_id: a repository signs in with one of them.');
  }
  const token = tokenAfter(ctx, given.token, { before, after });
  if (given.credential_id) {
    await requireCredentialFits(ctx, given.credential_id, { protocol: after.protocol, org });
    return { credentialId: given.credential_id, tokenCiphertext: null };
  }
  if (token === undefined) return given.credential_id === null ? { credentialId: null } : {};
  // A token that is taken away says nothing of the credential, unless the host is another one.
  const isAlone =
    given.token === null && before !== null && tokenAfter(ctx, undefined, { before, after }) === undefined;
  return isAlone && given.credential_id === undefined
    ? { tokenCiphertext: token }
    : { tokenCiphertext: token, credentialId: null };
}

/** The error for a credential that was deleted, or a repository that was moved, just when the two came together. */
export function credentialGone(error: unknown): unknown {
  if (databaseCode(error) !== '23503' || !String((error as Error).cause ?? error).includes('credential')) return error;
  return new AppError('conflict', 'The credential was deleted a moment ago, or is of another organisation.', {
    cause: error,
  });
}
