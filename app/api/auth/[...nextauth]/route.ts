// Signing in and out, by next-auth.
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { readCookies } from '@/app/_auth/auth';
import { nextAuthOptions } from '@/app/_auth/next-auth';
import { sessionOrigin } from '@/app/_auth/session';
import { readText } from '@/app/_http/body';
import { surroundings } from '@/app/_http/context';
import { publicOrigin, requireSameOrigin } from '@/app/_http/origin';
import { problem } from '@/app/_http/respond';
import { AppError } from '@/lib/errors';
import { recordAnswer } from './record-answer';

/** What next-auth is asked here, by method; the rest of it, such as its own pages, is not served. */
const ASKED = {
  GET: /^(?:csrf|providers|session|signin|signout|error|callback\/(?!credentials$)[^/]+)$/,
  POST: /^(?:signout|callback\/credentials|signin\/(?!credentials$)[^/]+)$/,
};

async function answer(request: Request, route: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  try {
    const parts = surroundings();
    const { nextauth } = await route.params;
    const asked = request.method === 'POST' ? ASKED.POST : ASKED.GET;
    if (parts.env.auth === 'disabled' || !asked.test(nextauth.join('/'))) {
      throw new AppError('not_found', 'There is nothing to sign in to here.');
    }
    const origin = publicOrigin(parts.env, request.headers);
    if (request.method === 'POST') requireSameOrigin(parts.env, request.headers);
    const headers = {
      ...Object.fromEntries(request.headers),
      'x-forwarded-host': origin.host,
      'x-forwarded-proto': origin.protocol.slice(0, -1),
    };
    const call = {
      method: request.method,
      headers,
      query: { ...Object.fromEntries(new URL(request.url).searchParams), nextauth },
      cookies: readCookies(request.headers),
      body: request.method === 'POST' ? await readForm(request) : undefined,
    };
    const recorder = recordAnswer();
    // Its form for Node requests: the one for route handlers reads Next's globals instead of the request.
    await NextAuth(
      call as unknown as NextApiRequest,
      recorder.target as unknown as NextApiResponse,
      nextAuthOptions(parts, origin, sessionOrigin(request.headers)),
    );
    return recorder.response();
  } catch (error) {
    return problem(error, request);
  }
}

async function readForm(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (!request.headers.get('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch (cause) {
    throw new AppError('invalid', 'The body is not valid JSON.', { cause });
  }
}

export { answer as GET, answer as POST };
