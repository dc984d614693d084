// A connection with the way to its host: whose credential goes along, and how long it may take.

import type { Context } from '@/lib/context';
import { openCredential } from '@/lib/credentials/open-credential';
import { AppError } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import type { ConnectionRow } from './connection';
import { hostClient } from './hosts/host-client';
import type { HostClient } from './hosts/host-repo';

/** `signal` ends whatever is asked. Throws AppError if the credential cannot be had, or is of no use for asking. */
export async function openConnection(
  { db, env }: Pick<Context, 'db' | 'env'>,
  { host, sourceType: type, owner, credentialId }: ConnectionRow,
  signal: AbortSignal,
): Promise<HostClient> {
  const credential = credentialId === null ? null : await openCredential({ db, env }, credentialId);
  const { allowedHosts, authorities, proxy } = env;
  const policy = { allowedHosts, authorities, proxy };
  return await hostClient({ host, type, owner }, { authorization: authorizationOf(credential), policy, signal });
}

/** All of them take a token as Bearer; a pair of name and password, or what looks like one, goes as Basic. */
function authorizationOf(credential: GitCredential | null): string | null {
  if (credential === null) return null;
  if (credential.kind === 'ssh_key') throw keyIsNoUse();
  const pair = credential.kind === 'password' ? `${credential.user}:${credential.password}` : credential.token;
  return pair.includes(':') ? `Basic ${Buffer.from(pair).toString('base64')}` : `Bearer ${pair}`;
}

/** Hosts answer questions about repositories over https alone. */
export function keyIsNoUse(): AppError {
  return new AppError(
    'invalid',
    'A host cannot be asked for its repositories with an ssh key. Choose a credential that is a token, or a name and a password.',
    { kind: 'auth' },
  );
}
