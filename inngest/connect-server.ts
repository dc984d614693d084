// The other engine: a real Inngest server drives the functions through /api/inngest.
import { setTimeout as sleep } from 'node:timers/promises';
import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import type { Env } from '@/lib/env';
import type { Logger } from '@/lib/log';
import { inngest } from './client';

const PATH = '/api/inngest';
/** Between attempts to register while the server is away. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface ServerConnection {
  /** Answers the server's calls. Unsigned ones are refused, but for a development server's. */
  handle: (request: Request) => Promise<Response>;
  stop: () => Promise<void>;
}

/**
 * Answers for `functions`, and registers them with the Inngest server in the background, until that has worked. Throws
 * if there is no key to tell calls from forged ones.
 */
export function connectServer(server: { env: Env; log: Logger; functions: InngestFunction.Any[] }): ServerConnection {
  const { signingKey, isDev } = server.env.inngest;
  if (!signingKey && !isDev) {
    throw new Error(
      'INNGEST_BASE_URL or INNGEST_EVENT_KEY is set, but INNGEST_SIGNING_KEY is not: calls from the Inngest server ' +
        'could not be told from forged ones. Set it, or INNGEST_DEV=1 for a development server.',
    );
  }
  const origin = originOf(server.env);
  const options = { client: inngest, functions: server.functions, servePath: PATH, serveOrigin: origin ?? undefined };
  const stopping = new AbortController();
  if (origin) {
    // Only we may ask for an unsigned sync: anybody else could set the address at which functions are called.
    const own = serve({ ...options, enableUnauthedSync: true });
    register(own, origin, server.log, stopping.signal).catch((error) => {
      if (!stopping.signal.aborted) server.log.error({ err: error }, 'the functions could not be registered');
    });
  } else {
    server.log.warn('PORT is 0: set FRESHET_PUBLIC_URL for the functions to be registered with the Inngest server');
  }
  return {
    handle: serve({ ...options, enableUnauthedSync: isDev }),
    stop: async () => stopping.abort(),
  };
}

/** Where the Inngest server reaches us, null while that is unknown. */
function originOf(env: Env): string | null {
  if (env.publicUrl) return new URL(env.publicUrl).origin;
  const host = env.host.includes(':') ? `[${env.host}]` : env.host;
  return env.port === 0 ? null : `http://${host}:${env.port}`;
}

async function register(
  handler: (request: Request) => Promise<Response>,
  origin: string,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const response = await handler(
      new Request(`${origin}${PATH}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', host: new URL(origin).host },
        body: '{}',
      }),
    );
    const answer = await response.text();
    if (response.ok) return log.info({ answer }, 'the functions are registered with the Inngest server');
    log.warn({ status: response.status, answer }, 'the Inngest server did not take the functions; trying again');
    await sleep(pauseMs, undefined, { signal });
  }
}
