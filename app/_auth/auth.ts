// Who asks: a session cookie or a token becomes an Actor.
import { parse } from 'cookie';
import { decode } from 'next-auth/jwt';
import { clientAddress, publicOrigin, requireLoopbackHost, requireSameOrigin } from '@/app/_http/origin';
import type { Db } from '@/db/client';
import { sessionSecret } from '@/lib/accounts/session-secret';
import { type SessionPerson, sessionClaims, sessionPerson } from '@/lib/accounts/sessions/session-person';
import { callerNetwork } from '@/lib/caller-network.mjs';
import type { Actor } from '@/lib/context';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { actorOfToken, type TokenActor } from '@/lib/tokens/actor-of-token';
import { basicPassword, bearerToken } from './credentials';
import { knownClaims } from './known-claims';
import { sessionCookie, sessionOrigin } from './session';

export interface Caller {
  actor: Actor;
  /** The person of a session, null for all others. */
  person: SessionPerson | null;
  /** Where the request came from, as `callerNetwork` says it. */
  network: string;
}

/**
 * Reads the caller from a request's headers. Pages are for browsers: a bearer token is taken where `takesTokens` says so.
 * Throws `unauthenticated` for a token that is not valid and `forbidden` for a change that comes from another site or,
 * without accounts, for a host that is not loopback.
 */
export async function callerOf(
  parts: { db: Db; env: Env },
  headers: Headers,
  options: { isChange: boolean; takesTokens?: boolean },
): Promise<Caller> {
  const address = clientAddress(headers);
  const network = callerNetwork(address);
  if (parts.env.auth === 'disabled') {
    requireLoopbackHost(headers);
    if (options.isChange) requireSameOrigin(parts.env, headers);
    return { actor: { kind: 'operator' }, person: null, network };
  }
  // Other schemes are a proxy's business in front of us.
  const token = bearerToken(headers);
  if (token !== null) {
    if (!options.takesTokens) throw new AppError('unauthenticated', 'Pages take no tokens: sign in with a browser.');
    // No other site can make a browser send it along, so nobody's Origin has to be looked at.
    return { actor: await actorOfToken(parts, token, address), person: null, network };
  }
  const person = await personOf(parts, headers);
  if (!person) return { actor: { kind: 'anonymous', network }, person: null, network };
  if (options.isChange) requireSameOrigin(parts.env, headers);
  const { id: userId, isAdmin, sessionId } = person;
  return { actor: { kind: 'user', userId, isAdmin, sessionId }, person, network };
}

/**
 * Who asks over HTTP Basic, with a token as the password and any name: null if no password is given. Throws
 * `unauthenticated` for a token that is not valid.
 */
export async function callerOfBasic(parts: { db: Db }, headers: Headers): Promise<TokenActor | null> {
  const password = basicPassword(headers);
  return password === null ? null : await actorOfToken(parts, password, clientAddress(headers));
}

async function personOf(parts: { db: Db; env: Env }, headers: Headers): Promise<SessionPerson | null> {
  const claims = await claimsOf(parts.env, headers);
  return claims ? await sessionPerson(parts.db, claims, sessionOrigin(headers)) : null;
}

/** What the session cookie says; null if this server did not make it. Does not ask whether the session still counts. */
export async function claimsOf(env: Env, headers: Headers) {
  const { name } = sessionCookie(publicOrigin(env, headers).protocol === 'https:');
  const token = readCookies(headers)[name];
  if (!token) return null;
  return await knownClaims(env, token, async () => {
    const payload = await decode({ token, secret: sessionSecret(env) }).catch(() => null);
    return sessionClaims.safeParse(payload).data ?? null;
  });
}

/** The cookies of a request, by name; of two with one name the first. */
export function readCookies(headers: Headers): Partial<Record<string, string>> {
  return parse(headers.get('cookie') ?? '');
}
