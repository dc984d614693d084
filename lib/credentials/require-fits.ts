// Whether a stored credential may be used for a repository, and is of any use at an address.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleCredential } from './visible-credentials';

/**
 * Throws `invalid` for one of another organisation and for one that the protocol has no use for, `not_found` for one that
 * the caller may not see, and `forbidden` if they may not use it.
 */
export async function requireCredentialFits(
  ctx: Context,
  id: string,
  { protocol, org }: { protocol: 'https' | 'http' | 'ssh'; org: string },
): Promise<void> {
  const credential = await visibleCredential(ctx, id);
  if (credential.org.toLowerCase() !== org.toLowerCase()) {
    throw new AppError(
      'invalid',
      `The credential ${credential.name} is of ${credential.org}, and the repository of ${org}: it has to be of the same organisation.`,
    );
  }
  if ((credential.kind === 'ssh_key') === (protocol === 'ssh')) return;
  throw new AppError(
    'invalid',
    protocol === 'ssh'
      ? `Over ssh, git asks for a key: the credential ${credential.name} is a ${credential.kind}. Choose a key, or an https:// address.`
      : `The credential ${credential.name} is an ssh key, which works with ssh addresses alone. Choose a token, or an ssh:// address.`,
    { kind: 'auth' },
  );
}
