// What Prometheus scrapes: for people who are signed in, and for whoever has the token.

import { hasMetricsToken } from '@/app/_auth/metrics-token';
import { contextFor, surroundings } from '@/app/_http/context';
import { problem } from '@/app/_http/respond';
import { seesEverything } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { METRICS_TYPE, scrape } from '@/lib/metrics/scrape';
import packageJson from '@/package.json';

export async function GET(request: Request): Promise<Response> {
  try {
    const { db, env } = surroundings();
    if (!hasMetricsToken(env, request.headers) && !seesEverything((await contextFor(request)).actor)) {
      throw new AppError('unauthenticated', 'Sign in, or send the token of FRESHET_METRICS_TOKEN as a bearer token.');
    }
    const text = await scrape(db, packageJson.version);
    return new Response(text, { headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' } });
  } catch (error) {
    return problem(error, request);
  }
}
