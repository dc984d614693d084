// Lets requests in by turns, before anything is done for them: what one caller asks for at once waits in its own queue,
// and what it asks for beyond its limit is refused.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { claimsOf } from '@/app/_auth/auth';
import { basicPassword, bearerToken } from '@/app/_auth/credentials';
import { answering } from '@/lib/asking';
import type { Env } from '@/lib/env';
import { type AppError, toAppError } from '@/lib/errors';
import type { Caller } from '@/lib/fair-share';
import { type Cost, countRequest, OverLimit } from '@/lib/limits/caller-limits';
import { callerOfActor, networkCaller, type RequestShare, requestShare } from '@/lib/shares';
import { knownTokenId } from '@/lib/tokens/known-tokens';
import { clientAddress } from './origin';
import { problem } from './respond';

/** In order: the first that matches counts; null waits for nobody. */
const KINDS: [pattern: RegExp, kind: RequestShare | null][] = [
  [/^\/_next\/|^\/(?:icon\.svg|apple-icon\.png|favicon\.ico|metrics)$|^\/api\/(?:health|inngest)$/, null],
  [/^\/api\/webhooks\//, 'webhooks'],
  [/^\/search$|^\/api\/v1\/search(?:\/stream)?$|^\/r\/[^/]+\/[^/]+\/similar\//, 'searches'],
];

/** Which queue a request for this address waits in. */
export function requestKind(url: string): RequestShare | null {
  const path = url.split('?', 1)[0] ?? '';
  const known = KINDS.find(([pattern]) => pattern.test(path));
  return known ? known[1] : 'pages';
}

const READS = ['GET', 'HEAD', 'OPTIONS'];
const GIT = /^\/[^/]+\/[^/]+\.git\//;

/** What a request counts against its caller's limit. Webhooks count nothing: who sends them does not ask again. */
export function costOf(method: string, url: string): Cost {
  const kind = requestKind(url);
  if (kind === null || kind === 'webhooks') return 'free';
  if (kind === 'searches') return 'search';
  if (GIT.test(url)) return 'git';
  return READS.includes(method) ? 'read' : 'change';
}

/**
 * Calls `answer` when it is the caller's turn, and never if the client goes before. The place is given back with the
 * head of the answer: from there on it is the client that takes time. Answers 429 itself if too many wait, or
 * the caller is over its limit.
 */
export async function admit(
  env: Env,
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => void,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const kind = requestKind(request.url ?? '');
  if (kind === null) return answering({ caller: null, gone: gone.signal }, answer);
  try {
    const headers = headersOf(request);
    const caller = await callerOfRequest(env, headers);
    const limits = countRequest(env, caller, costOf(request.method ?? '', request.url ?? ''));
    for (const [name, value] of Object.entries(limits)) response.setHeader(name, value);
    const giveBack = await requestShare(kind).take(caller, { signal: gone.signal });
    response.once('close', giveBack);
    afterHead(response, giveBack);
    answering({ caller, gone: gone.signal }, answer);
  } catch (error) {
    if (!gone.signal.aborted) await refuse(request, response, toAppError(error));
  }
}

/**
 * Only the cookie is read, or whether a token was good a moment ago: whether they still count is asked later, and here
 * they only decide whose turn it is. The first request by a token counts as its network's.
 */
async function callerOfRequest(env: Env, headers: Headers): Promise<Caller> {
  const asActor = env.auth === 'disabled' ? callerOfActor({ kind: 'operator' }) : null;
  if (asActor) return asActor;
  const token = bearerToken(headers) ?? basicPassword(headers);
  if (token !== null) {
    const id = knownTokenId(token);
    return id === null ? networkCaller(clientAddress(headers)) : { key: `token ${id}`, isPerson: true };
  }
  const claims = headers.has('cookie') ? await claimsOf(env, headers).catch(() => null) : null;
  return claims ? { key: `person ${claims.sub}`, isPerson: true } : networkCaller(clientAddress(headers));
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const name of ['authorization', 'cookie', 'host', 'x-forwarded-for', 'x-forwarded-proto']) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, String(value));
  }
  return headers;
}

/** Node sends the head through this method, even if nobody calls it. */
function afterHead(response: ServerResponse, call: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...values: unknown[]) => ServerResponse;
  response.writeHead = (...values: unknown[]) => {
    call();
    return writeHead(...values);
  };
}

async function refuse(request: IncomingMessage, response: ServerResponse, error: AppError): Promise<void> {
  const isApi = (request.url ?? '').startsWith('/api/');
  const told = problem(error, new Request('http://localhost/'));
  const headers = { ...Object.fromEntries(told.headers), ...(error instanceof OverLimit ? error.headers : {}) };
  if (isApi) {
    response.writeHead(told.status, headers).end(await told.text());
    return;
  }
  response
    .writeHead(told.status, {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
    })
    .end(pageOf(error));
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** Without a script, a picture or a query: this page has to be cheap, because the server is busy. */
function pageOf(error: AppError): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${error.title ?? 'Something went wrong'} · Freshet</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem}h1{font-size:1.5rem}</style>
<h1>${error.title ?? 'Something went wrong'}</h1>
<p>${error.message}</p>
<p><a href="">Try again</a></p>
</html>
`;
}
