// Who asks with git: the password of HTTP Basic is a token. Passwords and cookies count for nothing here.
import { clientAddress, requireLoopbackHost, requireSameOrigin } from '@/app/_http/origin';
import type { Db } from '@/db/client';
import { callerNetwork } from '@/lib/caller-network.mjs';
import type { Actor } from '@/lib/context';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/**
 * Reads the caller from a git's headers. Throws `unauthenticated` for a token that is not valid and, without accounts,
 * `forbidden` for a host that is not loopback and for what a page of another site sends.
 */
export async function gitCaller(parts: { db: Db; env: Env }, headers: Headers): Promise<Actor> {
  if (parts.env.auth === 'disabled') {
    requireLoopbackHost(headers);
    requireSameOrigin(parts.env, headers);
    return { kind: 'operator' };
  }
  const token = tokenOf(headers);
  if (token === null) return { kind: 'anonymous', network: callerNetwork(clientAddress(headers)) };
  throw new AppError('unauthenticated', 'The token is not valid here. Give one as the password, with any user name.');
}

/** The password; a token alone may also stand in the place of the user name. Null if nothing is given. */
function tokenOf(headers: Headers): string | null {
  const [, encoded] = /^basic +([a-z0-9+/=]+) *$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [user, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return password || user || null;
}
