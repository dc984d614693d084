// Who calls: the token in a call's metadata becomes an Actor.
import type { Metadata } from '@grpc/grpc-js';
import { callerNetwork, readPeer } from '@/lib/caller-network.mjs';
import type { Actor, Context } from '@/lib/context';
import { AppError } from '@/lib/errors';

export interface Call {
  metadata: Metadata;
  getPeer: () => string;
}

/**
 * The actor of a call. Without accounts that is the operator, for callers on this machine. Throws `unauthenticated` for a
 * token that is not valid and `forbidden` for anybody else on a server without accounts.
 */
export async function callerOf(parts: Pick<Context, 'db' | 'env'>, call: Call): Promise<Actor> {
  const address = call.getPeer();
  if (parts.env.auth === 'disabled') {
    if (readPeer(address)?.range() === 'loopback') return { kind: 'operator' };
    throw new AppError(
      'forbidden',
      'This server has no accounts (FRESHET_AUTH=disabled): it answers this machine alone.',
    );
  }
  const given = call.metadata.get('authorization').map(String);
  if (given.length === 0) return { kind: 'anonymous', network: callerNetwork(address) };
  return await actorOfBearer(parts, given.length === 1 ? (given[0] ?? '') : '', address);
}

async function actorOfBearer(_parts: Pick<Context, 'db'>, given: string, _address: string): Promise<Actor> {
  const token = /^bearer +(\S+)$/i.exec(given)?.[1];
  throw new AppError(
    'unauthenticated',
    token === undefined
      ? 'The metadata holds an authorization that is no single bearer token: send "Bearer frs_…".'
      : 'The authorization in the metadata holds no token that is valid here.',
  );
}
