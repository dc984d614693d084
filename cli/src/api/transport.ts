// How requests travel: by Node's own client, through the proxies of the environment, to the server and nowhere else.
import http from 'node:http';
import https from 'node:https';
import { Readable, Transform } from 'node:stream';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { isLoopback } from '../config/address';
import type { Profile } from '../config/profile';
import { CliError, EXIT } from '../errors';
import { explainFailure } from './failures';

export interface TransportOptions {
  /** How long nothing may come, in milliseconds. */
  quietMs?: number;
  /** What an answer may weigh at most, in bytes; null: no limit, for what is read piece by piece. */
  maxBytes?: number | null;
}

const QUIET_MS = 120_000;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 5;

/**
 * A `fetch` that sends the token to the profile's own origin alone. A redirect to another one is refused, and answers
 * end at `maxBytes`. Throws CliError with what to do when the server is not reached.
 */
export function transport(profile: Profile, options: TransportOptions = {}): (request: Request) => Promise<Response> {
  const origin = new URL(profile.url).origin;
  return async (request) => {
    const body = request.body ? Buffer.from(await request.arrayBuffer()) : null;
    let url = new URL(request.url);
    for (let hops = 0; ; hops += 1) {
      if (url.origin !== origin) throw foreignRedirect(origin, url);
      const answer = await send(url, request, body, profile, options.quietMs ?? QUIET_MS);
      const location = isRedirect(answer.statusCode) ? answer.headers.location : undefined;
      if (location === undefined)
        return toResponse(answer, url, options.maxBytes === undefined ? MAX_BYTES : options.maxBytes);
      answer.destroy();
      const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
      if (!next) throw new CliError(EXIT.failed, `${origin} sent us on to what is no address.`);
      if (next.origin !== origin) throw foreignRedirect(origin, next);
      if (request.method !== 'GET') {
        throw new CliError(
          EXIT.failed,
          `${origin} moved ${url.pathname} elsewhere. A change is not sent on: check the address (freshet login).`,
        );
      }
      if (hops === MAX_REDIRECTS) throw new CliError(EXIT.failed, `${origin} sends us in circles. Check its address.`);
      url = next;
    }
  };
}

function send(
  url: URL,
  request: Request,
  body: Buffer | null,
  profile: Profile,
  quietMs: number,
): Promise<http.IncomingMessage> {
  const isTls = url.protocol === 'https:';
  const headers: Record<string, string> = { ...Object.fromEntries(request.headers), 'user-agent': 'freshet-cli' };
  if (profile.token) headers.authorization = `Bearer ${profile.token}`;
  if (body) headers['content-length'] = String(body.length);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(explainFailure(cause, url));
    try {
      // What is said to this machine in clear, the token with it, is for no other to read.
      const proxy = !isTls && isLoopback(url.hostname) ? '' : getProxyForUrl(url.href);
      if (proxy && !/^https?:/i.test(proxy)) {
        const kind = proxy.split(':', 1)[0];
        throw new CliError(
          EXIT.usage,
          `The environment names a proxy by ${kind}: only those by http and https are known.`,
        );
      }
      const agent = proxy ? (isTls ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy)) : undefined;
      const sent = (isTls ? https : http).request(url, {
        method: request.method,
        headers,
        signal: request.signal,
        ...(agent ? { agent } : {}),
      });
      sent.setTimeout(quietMs, () => sent.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })));
      sent.once('error', fail);
      sent.once('response', resolve);
      sent.end(body ?? undefined);
    } catch (cause) {
      fail(cause);
    }
  });
}

function toResponse(answer: http.IncomingMessage, url: URL, maxBytes: number | null): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    try {
      headers.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
    } catch {
      // A header that is none says nothing that we need.
    }
  }
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 599)
    throw new CliError(EXIT.failed, `${url.origin} answered with the status ${status}, which is none.`);
  if (status === 204 || status === 205 || status === 304) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  // A refusal is read as a whole also where what was asked for is read piece by piece.
  const most = maxBytes ?? (status >= 400 ? MAX_BYTES : Number.POSITIVE_INFINITY);
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= most) return done(null, chunk);
      done(
        new CliError(
          EXIT.failed,
          `${url.origin} sent more than ${most >> 20} MiB for one answer, so it was not read on.`,
        ),
      );
    },
  });
  answer.once('error', (cause) => counted.destroy(explainFailure(cause, url)));
  answer.once('close', () => {
    if (!answer.complete) counted.destroy(explainFailure(Object.assign(new Error('cut'), { code: 'ECONNRESET' }), url));
  });
  counted.once('close', () => answer.destroy());
  return new Response(Readable.toWeb(answer.pipe(counted)) as ReadableStream<Uint8Array>, { status, headers });
}

const isRedirect = (status = 0) => [301, 302, 303, 307, 308].includes(status);

function foreignRedirect(origin: string, to: URL): CliError {
  return new CliError(
    EXIT.failed,
    `${origin} sent us on to ${to.origin}, which is another server: nothing was sent there. If that is where Freshet ` +
      `is now, run: freshet login ${to.origin}`,
  );
}
