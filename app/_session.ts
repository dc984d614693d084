// The session cookie: its name, and one made by hand where next-auth does not make it.
import { encode } from 'next-auth/jwt';
import type { SignedIn } from '@/lib/accounts/authenticate';
import { sessionSecret } from '@/lib/accounts/session-secret';
import type { Env } from '@/lib/env';
import { publicOrigin } from './_origin';

/** Sessions last thirty days, in seconds. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** The cookie's name and attributes; behind https its prefix keeps other schemes from setting it. */
export function sessionCookie(isSecure: boolean) {
  return {
    name: `${isSecure ? '__Secure-' : ''}freshet.session`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure },
  };
}

/** What a session's token holds: nothing but the account and the session version under which it was made. */
export function sessionToken(signedIn: SignedIn) {
  return { sub: signedIn.id, ver: signedIn.sessionVersion };
}

/** A Set-Cookie value that signs the caller in. */
export async function sessionCookieHeader(env: Env, headers: Headers, signedIn: SignedIn): Promise<string> {
  const isSecure = publicOrigin(env, headers).protocol === 'https:';
  const token = await encode({
    token: sessionToken(signedIn),
    secret: sessionSecret(env),
    maxAge: SESSION_SECONDS,
  });
  const { name } = sessionCookie(isSecure);
  const secure = isSecure ? '; Secure' : '';
  return `${name}=${token}; Max-Age=${SESSION_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
