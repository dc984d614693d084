// The session cookie: its name, and one made by hand if next-auth does not make it.
import { encode } from 'next-auth/jwt';
import { clientAddress, publicOrigin } from '@/app/_http/origin';
import type { Db } from '@/db/client';
import type { SignedIn } from '@/lib/accounts/authenticate';
import { sessionSecret } from '@/lib/accounts/session-secret';
import { openSession, SESSION_SECONDS, type SessionOrigin } from '@/lib/accounts/sessions/open-session';
import type { Env } from '@/lib/env';

/** The cookie's name and attributes; behind https its prefix keeps other schemes from setting it. */
export function sessionCookie(isSecure: boolean) {
  return {
    name: `${isSecure ? '__Secure-' : ''}freshet.session`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure },
  };
}

/** What a session's row says of where it comes from. */
export function sessionOrigin(headers: Headers): SessionOrigin {
  return { userAgent: headers.get('user-agent'), address: clientAddress(headers) };
}

/** Begins a session; returns what its token holds: the account, and which of its sessions it is. */
export async function newSession(
  db: Db,
  signedIn: SignedIn,
  from: SessionOrigin,
): Promise<{ sub: string; sid: string }> {
  return { sub: signedIn.id, sid: await openSession(db, signedIn, from) };
}

/** Begins a session for the caller; returns the Set-Cookie value that signs in. */
export async function sessionCookieHeader(
  parts: { db: Db; env: Env },
  headers: Headers,
  signedIn: SignedIn,
): Promise<string> {
  const token = await encode({
    token: await newSession(parts.db, signedIn, sessionOrigin(headers)),
    secret: sessionSecret(parts.env),
    maxAge: SESSION_SECONDS,
  });
  return setCookie(parts.env, headers, token, SESSION_SECONDS);
}

/** A Set-Cookie value that takes the session's cookie away. */
export function noSessionCookieHeader(env: Env, headers: Headers): string {
  return setCookie(env, headers, '', 0);
}

function setCookie(env: Env, headers: Headers, value: string, maxAge: number): string {
  const { name, options } = sessionCookie(publicOrigin(env, headers).protocol === 'https:');
  return `${name}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`;
}
