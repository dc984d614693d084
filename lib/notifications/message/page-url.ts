// Where pages are, for those who read of them elsewhere.
import type { Env } from '@/lib/env';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** The address of a repository's page; null if nobody has said under which one people reach this server (FRESHET_PUBLIC_URL). */
export function pageUrl(env: Pick<Env, 'publicUrl' | 'host' | 'port'>, repoId: string): string | null {
  return siteUrl(env, `/repos/${repoId}`);
}

/** As `pageUrl`, for the page of tokens. */
export function tokensUrl(env: Pick<Env, 'publicUrl' | 'host' | 'port'>): string | null {
  return siteUrl(env, '/settings/tokens');
}

/** As `pageUrl`, for the page of a delivery. */
export function deliveryUrl(env: Pick<Env, 'publicUrl' | 'host' | 'port'>, deliveryId: string): string | null {
  return siteUrl(env, `/deliveries/${deliveryId}`);
}

/** As `pageUrl`, for the page of the secrets that were found in a repository. */
export function secretsUrl(env: Pick<Env, 'publicUrl' | 'host' | 'port'>, repoId: string): string | null {
  return siteUrl(env, `/repos/${repoId}/secrets`);
}

function siteUrl(env: Pick<Env, 'publicUrl' | 'host' | 'port'>, path: string): string | null {
  if (env.publicUrl) return new URL(path, env.publicUrl).href;
  if (!LOOPBACK.includes(env.host) || env.port === 0) return null;
  // As the start prints it: another name for the same machine would have another session.
  return `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${env.port}${path}`;
}
