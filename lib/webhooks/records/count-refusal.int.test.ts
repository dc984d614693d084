// Webhooks that are refused, at any rate: what administrators see of them, and how little is written.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebhookHost, webhookRefusals } from '@/db/schema';
import { isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { receiveWebhook } from '../receive';
import { setWebhookSecret } from '../secrets/set-secret';
import { webhooksSettled } from '../tasks/background-tasks';
import { githubPush, headersOf } from '../testing';
import { listWebhooks } from './list-webhooks';

const BODY = JSON.stringify(githubPush({ base: 'https://git.example', owner: 'acme', name: 'rivers' }));
let database: TestDatabase;
let ctx: Context;
let secret: string;
let lines: unknown[];
/** What waits for the end of a rest. */
let rests: (() => void)[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  [lines, rests] = [[], []];
  ctx = newProcess();
  secret = await setWebhookSecret(ctx, 'github');
  const { setTimeout: setReal } = globalThis;
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms?: number) => {
    // Others may wait as long.
    if (ms !== 5000 || !new Error().stack?.includes('count-refusal.ts')) return setReal(work, ms);
    rests.push(work);
    return setReal(() => {}, 0);
  }) as typeof setTimeout);
  return async () => {
    timers.mockRestore();
    await webhooksSettled();
  };
});

/** Another process has a connection, and so a memory, of its own. */
function newProcess(): Context {
  const env = parseEnv({ FRESHET_SECRET: 'a secret of more than 32 characters' });
  const told = Object.assign(Object.create(log), { warn: (line: unknown) => lines.push(line) }) as typeof log;
  const db = Object.create(database.db) as typeof database.db;
  return { actor: { kind: 'operator' }, db, env, log: told, send: async () => {} };
}

async function send(
  headers: Record<string, string>,
  options: { host?: WebhookHost; from?: Context } = {},
): Promise<void> {
  const received = { headers: new Headers(headers), body: Buffer.from(BODY) };
  await receiveWebhook(options.from ?? ctx, options.host ?? 'github', received).catch((error) => {
    if (error.code !== 'unauthenticated') throw error;
  });
}

const bad = () => headersOf('github', { secret: 'a guess', body: BODY });
const good = () => headersOf('github', { secret, body: BODY, delivery: randomUUID() });
const seen = async (host: WebhookHost = 'github') =>
  (await listWebhooks(ctx)).find((webhook) => webhook.host === host)?.refused;
const written = async () => (await database.db.select().from(webhookRefusals)).map(({ host, count }) => [host, count]);

async function endRests(): Promise<void> {
  for (const end of rests.splice(0)) end();
  await webhooksSettled();
}

describe('refused webhooks', () => {
  it('are counted for administrators until a good one comes, and from one again after it', async () => {
    expect(await seen()).toBeNull();
    await send(bad());
    await webhooksSettled();
    expect(await seen()).toEqual({ count: 1, last_at: expect.stringMatching(/Z$/) });
    await endRests();
    await send({});
    await webhooksSettled();
    expect(await seen()).toMatchObject({ count: 2 });
    await send(good());
    await webhooksSettled();
    expect(await seen()).toBeNull();
    await endRests();
    await send(bad());
    await webhooksSettled();
    expect(await seen()).toMatchObject({ count: 1 });
  });

  it('are counted for a host that has no secret, and each host’s for itself', async () => {
    await send(headersOf('gitlab', { secret, body: BODY }), { host: 'gitlab' });
    await send(good());
    await webhooksSettled();
    expect(await seen('gitlab')).toMatchObject({ count: 1 });
    expect(await seen('github')).toBeNull();
    expect(await seen('gitea')).toBeNull();
  });

  it('are written once in a while however many come, by each process, and told to the log once', async () => {
    const other = newProcess();
    for (let i = 0; i < 50; i++) {
      await send(bad());
      await send(bad(), { from: other });
    }
    await webhooksSettled();
    expect(await written()).toEqual([['github', 2]]);
    expect(rests).toHaveLength(2);
    await endRests();
    expect(await written()).toEqual([['github', 100]]);
    // Nothing is left to write: the next rest ends without.
    await endRests();
    expect(rests).toEqual([]);
    expect(lines).toEqual([
      { host: 'github', refused: 1 },
      { host: 'github', refused: 1 },
    ]);
  });

  it('are all counted when one process waits for what another is writing', async () => {
    // The embedded database has one connection: nobody waits there.
    if (!isNativeTest()) return;
    await send(bad());
    await webhooksSettled();
    await database.db.$client.begin(async (tx) => {
      await tx`update webhook_refusals set count = count`;
      await send(bad(), { from: newProcess() });
      await expect.poll(async () => (await tx`select from pg_locks where not granted`).length).toBeGreaterThan(0);
      await tx`update webhook_refusals set count = 5, last_at = clock_timestamp()`;
    });
    await webhooksSettled();
    expect(await written()).toEqual([['github', 6]]);
  });

  it('are told to the log again after a minute, all that came since', async () => {
    const now = vi.spyOn(performance, 'now');
    try {
      await send(bad());
      await send(bad());
      now.mockReturnValue(performance.now() + 61_000);
      await send(bad());
      expect(lines).toEqual([
        { host: 'github', refused: 1 },
        { host: 'github', refused: 2 },
      ]);
    } finally {
      now.mockRestore();
    }
  });

  it('are counted later where the database takes nothing', async () => {
    await database.db.execute(sql`alter table webhook_refusals rename to elsewhere`);
    await send(bad());
    await webhooksSettled();
    await database.db.execute(sql`alter table elsewhere rename to webhook_refusals`);
    await send(bad());
    expect(await written()).toEqual([]);
    await endRests();
    expect(await written()).toEqual([['github', 2]]);
  });

  it('are not shown after two weeks, nor where a wrong clock has left them in time to come', async () => {
    const setLast = (ahead: string) =>
      database.db.execute(sql`update webhook_refusals set last_at = now() + ${ahead}::interval`);
    await send(bad());
    await webhooksSettled();
    for (const ahead of ['-15 days', '1 hour']) {
      await setLast(ahead);
      expect(await seen()).toBeNull();
    }
    await endRests();
    await send(bad());
    await webhooksSettled();
    expect(await seen()).toMatchObject({ count: 1 });
  });
});
