// Who asks with git: the password of HTTP Basic is a token. Passwords of accounts and cookies count for nothing here.
import { clientAddress, requireLoopbackHost, requireSameOrigin } from '@/app/_http/origin';
import type { Db } from '@/db/client';
import { callerNetwork } from '@/lib/caller-network.mjs';
import type { Context } from '@/lib/context';
import type { Env } from '@/lib/env';
import { callerOfBasic } from './auth';

/**
 * Reads the caller from a git's headers. Throws `unauthenticated` for a token that is not valid and, without accounts,
 * `forbidden` for a host that is not loopback and for what a page of another site sends.
 */
export async function gitCaller(
  parts: { db: Db; env: Env },
  headers: Headers,
): Promise<Pick<Context, 'actor'> & { network: string }> {
  const network = callerNetwork(clientAddress(headers));
  if (parts.env.auth === 'disabled') {
    requireLoopbackHost(headers);
    requireSameOrigin(parts.env, headers);
    return { actor: { kind: 'operator' }, network };
  }
  return { actor: (await callerOfBasic(parts, headers)) ?? { kind: 'anonymous', network }, network };
}
