// Makes the context that each request and each page works in.
import { headers } from 'next/headers';
import { cache } from 'react';
import { callerOf } from '@/app/_auth/auth';
import { database } from '@/db/client';
import { engine } from '@/inngest/start';
import type { SessionPerson } from '@/lib/accounts/sessions/session-person';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { log } from '@/lib/log';

/** What the process provides to every request: the database, the environment, the way to the engine. */
export type Surroundings = Omit<Context, 'actor'>;

let provided: Surroundings | undefined;

/** Hands in other surroundings than the process's own: for tests that call route handlers directly. */
export function provideSurroundings(surroundings: Surroundings | undefined): void {
  provided = surroundings;
}

/** The surroundings of this process. Throws while it has not started. */
export function surroundings(): Surroundings {
  return provided ?? { db: database(), env: env(), log, send: (event) => engine().send(event) };
}

/** The context of an API request, which may come by a token. Throws what `callerOf` throws. */
export async function contextFor(request: Request): Promise<Context> {
  const parts = surroundings();
  const isChange = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  const { actor, network } = await callerOf(parts, request.headers, { isChange, takesTokens: true });
  return { ...parts, actor, network };
}

export interface PageContext extends Context {
  /** The signed-in person; null for visitors and, without accounts, for the operator. */
  person: SessionPerson | null;
}

/** The context of a server component: made once per request, however many components ask. */
export const pageContext = cache(async (): Promise<PageContext> => {
  const parts = surroundings();
  return { ...parts, ...(await callerOf(parts, await headers(), { isChange: false })) };
});
