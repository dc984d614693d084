// Who calls: the token in a call's metadata becomes an Actor.
import type { Metadata } from '@grpc/grpc-js';
import { callerNetwork, readPeer } from '@/lib/caller-network.mjs';
import type { Actor, Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { actorOfToken } from '@/lib/tokens/actor-of-token';

export interface Call {
  metadata: Metadata;
  getPeer: () => string;
}

export interface Caller {
  actor: Actor;
  /** Where the call came from, as `callerNetwork` says it. */
  network: string;
}

/**
 * The actor of a call. Without accounts that is the operator, for callers on this machine. Throws `unauthenticated` for a
 * token that is not valid and `forbidden` for anybody else on a server without accounts.
 */
export async function callerOf(parts: Pick<Context, 'db' | 'env'>, call: Call): Promise<Caller> {
  const address = call.getPeer();
  const network = callerNetwork(address);
  if (parts.env.auth === 'disabled') {
    if (readPeer(address)?.range() === 'loopback') return { actor: { kind: 'operator' }, network };
    throw new AppError(
      'forbidden',
      'This server has no accounts (FRESHET_AUTH=disabled): it answers this machine alone.',
    );
  }
  const given = call.metadata.get('authorization').map(String);
  if (given.length === 0) return { actor: { kind: 'anonymous', network }, network };
  const token = given.length === 1 ? /^bearer +(\S+)$/i.exec(given[0] ?? '')?.[1] : undefined;
  if (token !== undefined) return { actor: await actorOfToken(parts, token, address), network };
  throw new AppError('unauthenticated', 'Send one authorization in the metadata: "Bearer " and a token of Freshet.');
}
