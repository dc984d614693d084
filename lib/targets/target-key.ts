// The key of a target as it is stored: made here, or one that was given.
import type { Context } from '@/lib/context';
import { readGivenKey } from '@/lib/git/ssh/given-key';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { encryptToken, loadSecret } from '@/lib/secrets';

const COMMENT = 'freshet';

/** Throws `invalid` (kind `auth`) for a key that cannot be used. */
export async function targetKey(
  ctx: Pick<Context, 'env'>,
  given: string | undefined,
): Promise<{ keyCiphertext: Buffer; publicKey: string }> {
  const { privateKey, publicKey } = given === undefined ? await makeSshKey(COMMENT) : readGivenKey(given, COMMENT);
  return { keyCiphertext: encryptToken(privateKey, loadSecret(ctx.env)), publicKey };
}
