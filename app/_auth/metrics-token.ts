// The token by which those without an account, such as Prometheus, read how the server is.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Env } from '@/lib/env';

/** True if the request bears FRESHET_METRICS_TOKEN. Compared in constant time, whatever its length. */
export function hasMetricsToken(env: Pick<Env, 'metricsToken'>, headers: Headers): boolean {
  const given = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (!env.metricsToken || given === undefined) return false;
  return timingSafeEqual(digest(given), digest(env.metricsToken));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
