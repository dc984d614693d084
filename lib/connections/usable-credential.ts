// Whether a connection may use a stored credential, and has any use for it.
import type { Context } from '@/lib/context';
import { visibleCredential } from '@/lib/credentials/visible-credentials';
import { AppError } from '@/lib/errors';
import { keyIsNoUse } from './open-connection';

/** Throws `not_found` for one that the caller may not use, `invalid` for one of another organisation and for a key. */
export async function usableCredential(
  asking: Pick<Context, 'actor'> & { db: Pick<Context['db'], 'select'> },
  id: string,
  orgId: string,
): Promise<void> {
  const credential = await visibleCredential(asking, id);
  if (credential.orgId !== orgId) {
    throw new AppError(
      'invalid',
      `The credential ${credential.name} belongs to another organisation than the connection.`,
    );
  }
  if (credential.kind === 'ssh_key') throw keyIsNoUse();
}
