// Opens a stored credential for one git command.
import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { credentials } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import { decryptToken, loadSecret } from '@/lib/secrets';

/**
 * What git signs in with. It asks for no right: whoever wrote the id beside a repository was asked. Throws AppError (kind
 * `auth`) if it is not there any more or cannot be read.
 */
export async function openCredential(
  { db, env }: Pick<Context, 'env'> & { db: Pick<Db, 'select'> },
  id: string,
): Promise<GitCredential> {
  const [row] = await db
    .select({ kind: credentials.kind, user: credentials.userName, cipher: credentials.secretCiphertext })
    .from(credentials)
    .where(eq(credentials.id, id));
  if (!row) {
    throw new AppError('invalid', 'The credential that is to be used does not exist any more. Choose another one.', {
      kind: 'auth',
    });
  }
  const secret = decryptToken(row.cipher, loadSecret(env));
  switch (row.kind) {
    case 'token':
      return { kind: 'token', token: secret };
    case 'password':
      return { kind: 'password', user: row.user ?? '', password: secret };
    case 'ssh_key':
      return { kind: 'ssh_key', privateKey: secret };
  }
}
