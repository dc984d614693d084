// What Prometheus scrapes: for administrators of the server, and for whoever has the token.

import { hasMetricsToken } from '@/app/_auth/metrics-token';
import { contextFor, surroundings } from '@/app/_http/context';
import { problem } from '@/app/_http/respond';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { METRICS_TYPE, scrape } from '@/lib/metrics/scrape';
import packageJson from '@/package.json';

export async function GET(request: Request): Promise<Response> {
  try {
    const { db, env } = surroundings();
    if (!hasMetricsToken(env, request.headers)) requireWatcher((await contextFor(request)).actor);
    const text = await scrape(db, packageJson.version);
    return new Response(text, { headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' } });
  } catch (error) {
    return problem(error, request);
  }
}

function requireWatcher(actor: Actor): void {
  if (actor.kind === 'anonymous') {
    throw new AppError('unauthenticated', 'Sign in, or send the token of FRESHET_METRICS_TOKEN as a bearer token.');
  }
  requireMay({ actor }, 'server.watch', SERVER);
}
