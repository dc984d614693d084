// A receiver of webhooks and repositories in every state: for tests.
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Db } from '@/db/client';
import { orgs, repos } from '@/db/schema';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Answers from now on; by default with 200. */
  answer: (with_: RequestListener) => void;
  close: () => Promise<void>;
}

const yes: RequestListener = (_request, response) => void response.end('ok');

/** Starts a receiver on a free port of 127.0.0.1. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer = yes;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    received.push({ path: request.url ?? '', headers: request.headers, body });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (with_) => {
      answer = with_;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type RepoValues = Partial<typeof repos.$inferInsert>;

export const HEALTHY: RepoValues = {
  status: 'ready',
  checkSeconds: 60,
  failureCount: 0,
  failingSince: null,
  error: null,
};

/** As `recordFailure` leaves it after the last attempt. */
export const FAILED: RepoValues = {
  status: 'error',
  errorKind: 'auth',
  error: 'The host refuses the token.',
  failureCount: 1,
  failingSince: new Date(Date.UTC(2026, 0, 2, 3, 4)),
};

/** Adds repositories `acme/{name}`, checked just now unless `values` say otherwise; returns their ids. */
export async function addRepos(db: Db, names: string[], values: RepoValues): Promise<string[]> {
  await db.insert(orgs).values({ name: 'acme' }).onConflictDoNothing();
  const [org] = await db.select().from(orgs);
  const rows = await db
    .insert(repos)
    .values(names.map((name) => ({ orgId: org?.id ?? '', name, checkedAt: new Date(), ...HEALTHY, ...values })))
    .returning({ id: repos.id });
  return rows.map((row) => row.id);
}
