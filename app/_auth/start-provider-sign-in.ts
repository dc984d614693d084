// Begins to sign in through a provider for a form without a script: asks next-auth as its own page would, with a token
// against forgeries that is made here, because the request was found to come from one of our pages.
import { createHash, randomBytes } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import type { Surroundings } from '@/app/_http/context';
import { publicOrigin } from '@/app/_http/origin';
import { recordAnswer } from '@/app/api/auth/[...nextauth]/record-answer';
import { sessionSecret } from '@/lib/accounts/session-secret';
import { AppError } from '@/lib/errors';
import { nextAuthOptions } from './next-auth';
import { sessionOrigin } from './session';

/** Where to send the browser, with the cookies that next-auth needs when it comes back. Throws `upstream`. */
export async function startProviderSignIn(
  parts: Surroundings,
  headers: Headers,
  options: { id: string; next: string },
): Promise<{ location: string; cookies: string[] }> {
  const origin = publicOrigin(parts.env, headers);
  const csrfToken = randomBytes(32).toString('hex');
  const proof = createHash('sha256')
    .update(`${csrfToken}${sessionSecret(parts.env)}`)
    .digest('hex');
  const csrfCookie = `${origin.protocol === 'https:' ? '__Host-' : ''}next-auth.csrf-token`;
  const call = {
    method: 'POST',
    headers: { 'x-forwarded-host': origin.host, 'x-forwarded-proto': origin.protocol.slice(0, -1) },
    query: { nextauth: ['signin', options.id] },
    cookies: { [csrfCookie]: `${csrfToken}|${proof}` },
    body: { csrfToken, callbackUrl: new URL(options.next, origin).href },
  };
  const recorder = recordAnswer();
  await NextAuth(
    call as unknown as NextApiRequest,
    recorder.target as unknown as NextApiResponse,
    nextAuthOptions(parts, origin, sessionOrigin(headers)),
  );
  const answer = recorder.response();
  const location = answer.headers.get('location');
  if (!location || new URL(location, origin).origin === origin.origin) {
    throw new AppError('upstream', 'The provider does not answer as it should. Try again in a while.');
  }
  return { location, cookies: answer.headers.getSetCookie() };
}
