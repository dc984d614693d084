// Where this server is reached, and whether a request comes from its own pages.
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/** Scheme and host under which the browser sees us: FRESHET_PUBLIC_URL, else what the request says. */
export function publicOrigin(env: Pick<Env, 'publicUrl' | 'port'>, headers: Headers): URL {
  if (env.publicUrl) return new URL(new URL(env.publicUrl).origin);
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http';
  const url = `${scheme}://${headers.get('host') ?? `localhost:${env.port}`}`;
  if (!URL.canParse(url)) throw new AppError('invalid', 'The Host header is not a host name.');
  return new URL(new URL(url).origin);
}

/**
 * The address a request came from, as it was written: whoever counts by it asks `callerNetwork`. Only the last entry of
 * X-Forwarded-For counts. The server in front of Next leaves one there (scripts/trust-peer.mjs); before the last stand
 * the sender's own words.
 */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}

/** Throws `forbidden` for a change that a foreign page makes a browser send along with our cookies. */
export function requireSameOrigin(env: Pick<Env, 'publicUrl' | 'port'>, headers: Headers): void {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const own = publicOrigin(env, headers);
  const isOwnOrigin = origin === null || origin === own.origin || hostOf(origin) === headers.get('host');
  const isOwnSite = site === null || site === 'same-origin' || site === 'none';
  if (isOwnOrigin && isOwnSite) return;
  throw new AppError('forbidden', 'This change was asked for by a page of another site, so it was refused.');
}

/**
 * Throws `forbidden` unless the request names a loopback host. Without accounts, a foreign page whose name
 * resolves to 127.0.0.1 (DNS rebinding) would otherwise read and change everything.
 */
export function requireLoopbackHost(headers: Headers): void {
  const host = headers.get('host') ?? '';
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  if (isLoopbackName(name)) return;
  throw new AppError(
    'forbidden',
    'With FRESHET_AUTH=disabled this server answers on loopback names alone, such as localhost or 127.0.0.1.',
  );
}

/** Whether a URL's host name means the machine itself, whoever asks. */
export function isLoopbackName(hostname: string): boolean {
  return /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
