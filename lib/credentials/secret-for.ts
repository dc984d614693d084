// The secret of a credential as it is stored: given by people, or a key that is made here.
import type { CredentialKind } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { encryptToken, loadSecret } from '@/lib/secrets';

export interface StoredSecret {
  secretCiphertext: Buffer;
  publicKey: string | null;
}

/** Throws `invalid` if what the kind needs was not given. */
export async function secretFor(
  ctx: Pick<Context, 'env'>,
  kind: CredentialKind,
  given: { token?: string | undefined; password?: string | undefined },
): Promise<StoredSecret> {
  const key = loadSecret(ctx.env);
  if (kind === 'ssh_key') {
    const { privateKey, publicKey } = await makeSshKey('freshet');
    return { secretCiphertext: encryptToken(privateKey, key), publicKey };
  }
  const secret = given[kind];
  if (secret === undefined) throw new AppError('invalid', `A credential of kind ${kind} needs its ${kind}.`);
  return { secretCiphertext: encryptToken(secret, key), publicKey: null };
}
