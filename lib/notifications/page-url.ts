// Where a repository's page is, for those who read of it elsewhere.
import type { Env } from '@/lib/env';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** The address; null if nobody has said under which one people reach this server (FRESHET_PUBLIC_URL). */
export function pageUrl(env: Pick<Env, 'publicUrl' | 'host' | 'port'>, repoId: string): string | null {
  if (env.publicUrl) return new URL(`/repos/${repoId}`, env.publicUrl).href;
  if (!LOOPBACK.includes(env.host) || env.port === 0) return null;
  // As the start prints it: another name for the same machine would have another session.
  return `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${env.port}/repos/${repoId}`;
}
