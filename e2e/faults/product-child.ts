// A process for tests: the whole product's sync over one database and one data folder, obeying one command a line.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerGit } from '@/app/_git/answer-git';
import { provideSurroundings } from '@/app/_http/context';
import { openDatabase } from '@/db/client';
import { type RunStage, targets } from '@/db/schema';
import { functions } from '@/inngest/functions';
import { startEngine } from '@/inngest/start';
import type { Context } from '@/lib/context';
import { addDelivery } from '@/lib/deliveries/add-delivery';
import { runDelivery } from '@/lib/deliveries/run/request-delivery';
import { sweepDeliveries } from '@/lib/deliveries/run/sweep-deliveries';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';
import { parseEnv } from '@/lib/env';
import type { SshKeyPair } from '@/lib/git/ssh/ssh-key';
import { log } from '@/lib/log';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { search } from '@/lib/search/search';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { requestSoon } from '@/lib/sync/request/request-soon';
import { requestSync } from '@/lib/sync/request/request-sync';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { receiveWebhook } from '@/lib/webhooks/receive';
import { replayJournal } from '@/lib/webhooks/replay-journal';
import { setWebhookSecret } from '@/lib/webhooks/secrets/set-secret';
import { webhooksSettled } from '@/lib/webhooks/tasks/background-tasks';
import { githubPush, headersOf, type Place } from '@/lib/webhooks/testing';
import { type Hold, holdStage } from './hold-stage';
import { rowsOf } from './rows-of';
import { type Question, seeTree } from './see-tree';

export type Command =
  | { do: 'add'; url: string }
  /** Asks for a sync of each by hand and as a webhook would; resolves with the ids of the runs that were started. */
  | { do: 'sync'; ids: string[] }
  /** Waits until no run and no follow-up is due for any of them; resolves with their status and commit. */
  | { do: 'settle'; ids: string[] }
  | { do: 'hold'; stage: RunStage }
  /** Waits until the sync is where it is held. */
  | { do: 'reached' }
  | { do: 'delete'; id: string; dies: boolean }
  /** Answers a signed webhook while the database is busy, and dies. */
  | { do: 'answer webhook and die'; base: string; owner: string; name: string }
  /** Resolves with a new secret, which `answer webhook` signs with. */
  | { do: 'make webhook secret' }
  /** Resolves once a push to `place` that is signed with `secret` is accepted, as `delivery`. */
  | { do: 'answer webhook'; secret: string; delivery: string; place: Place }
  /** The ids of all deliveries that the database has. */
  | { do: 'delivered' }
  | { do: 'find'; q: string }
  /** Makes an empty repository; dies so many milliseconds after it began to, unless that is null. */
  | { do: 'create'; name: string; diesAfterMs: number | null }
  /** Answers stock git on loopback, for everybody; resolves with the port. */
  | { do: 'serve git' }
  /** As if the last requests for a sync had been made some minutes ago. */
  | { do: 'let time pass' }
  | ({ do: 'see' } & Question)
  | { do: 'left'; id: string; runId: string }
  /** Says that a repository is delivered to these places; resolves with the delivery's id. */
  | { do: 'add delivery'; repoId: string; key: SshKeyPair; places: DeliveryPlace[] }
  /** Asks for a delivery; resolves with the run's id. */
  | { do: 'deliver'; id: string }
  /** How a delivery run stands. */
  | { do: 'delivery run'; id: string }
  | { do: 'sweep' }
  /** What is ahead of the database's clock, in seconds; the next check of one repository among it. */
  | { do: 'ahead'; id: string };

export interface DeliveryPlace {
  name: string;
  host: string;
  port: number;
  userName: string;
  path: string;
}

export interface Settled {
  id: string;
  status: string;
  error: string | null;
  head_commit: string | null;
}

let hold: Hold | null = null;

async function open(): Promise<Context> {
  const env = parseEnv(process.env);
  const db = await openDatabase(env, { isDurable: false });
  const engine = await startEngine({ db, env, log, functions });
  const ctx: Context = { actor: { kind: 'system' }, db, env, log, send: (event) => engine.send(event) };
  await replayJournal(ctx, { isStart: true });
  return ctx;
}

async function obey(ctx: Context, command: Command): Promise<unknown> {
  const sql = ctx.db.$client;
  switch (command.do) {
    case 'add':
      return (await addRepo(ctx, { url: command.url, is_public: true })).id;
    case 'sync':
      return await syncAll(ctx, command.ids);
    case 'settle':
      for (;;) {
        const rows = await sql<(Settled & { is_open: boolean })[]>`
          select id, status, error, head_commit, active_run_id is not null or dirty as is_open
          from repos where id = any(${command.ids}::uuid[])`;
        if (rows.every((row) => !row.is_open)) return rows.map(({ is_open: _, ...row }) => row);
        await sleep(20);
      }
    case 'hold':
      hold = holdStage(command.stage, 'at the beginning');
      return null;
    case 'reached':
      return await hold?.reached;
    case 'delete':
      await deleteRepo(ctx, command.id, { purge: true });
      if (command.dies) process.kill(process.pid, 'SIGKILL');
      return null;
    case 'answer webhook and die':
      await answerWebhook(ctx, command);
      return process.kill(process.pid, 'SIGKILL');
    case 'make webhook secret':
      return await setWebhookSecret(ctx, 'github');
    case 'answer webhook':
      return await tell(ctx, command.secret, githubPush(command.place), { delivery: command.delivery });
    case 'delivered':
      return (await sql<{ delivery_id: string }[]>`select delivery_id from webhook_deliveries`).map(
        (row) => row.delivery_id,
      );
    case 'find':
      return (await search({ ...ctx, actor: { kind: 'anonymous' } }, { q: command.q })).count;
    case 'create': {
      const ms = command.diesAfterMs;
      if (ms !== null) setTimeout(() => process.kill(process.pid, 'SIGKILL'), ms);
      const repo = await addRepo(ctx, { org: 'acme', name: command.name, is_public: true });
      return ms === null ? repo.id : await new Promise(() => {});
    }
    case 'serve git':
      return await serveGit(ctx);
    case 'let time pass':
      await sql`update repos set dirty_at = dirty_at - interval '5 minutes', dirty_since = dirty_since - interval '5 minutes'`;
      return null;
    case 'see':
      return await seeTree(ctx, command);
    case 'left': {
      const folders = readdirSync(path.join(ctx.env.dataDir, 'mirrors')).filter((name) => name.startsWith(command.id));
      return { rows: await rowsOf(sql, command.id, command.runId), folders };
    }
    case 'add delivery':
      return await addDeliveryTo(ctx, command);
    case 'deliver':
      return (await runDelivery(ctx, command.id, {}, 'api')).id;
    case 'delivery run':
      return await getDeliveryRun(ctx, command.id);
    case 'sweep':
      await sweepDeliveries(ctx);
      return await sweep(ctx);
    case 'ahead': {
      const [row] = await sql`
        select extract(epoch from next_check_at - now())::float8 as check,
          extract(epoch from greatest(checked_at, indexed_at, added_at, moved_at) - now())::float8 as repo,
          (select extract(epoch from max(received_at) - now())::float8 from engine_events) as events
        from repos where id = ${command.id}`;
      return row;
    }
  }
}

async function addDeliveryTo(
  ctx: Context,
  { repoId, key, places }: Extract<Command, { do: 'add delivery' }>,
): Promise<string> {
  const keyCiphertext = encryptToken(key.privateKey, loadSecret(ctx.env));
  const { orgId } = await visibleRepo(ctx, repoId);
  const added = await ctx.db
    .insert(targets)
    .values(places.map((place) => ({ ...place, orgId, keyCiphertext, publicKey: key.publicKey })))
    .returning({ id: targets.id });
  return (await addDelivery(ctx, { repo_id: repoId, target_ids: added.map(({ id }) => id) })).id;
}

async function serveGit({ actor: _, ...parts }: Context): Promise<number> {
  provideSurroundings({ ...parts, env: { ...parts.env, auth: 'disabled' } });
  const server = createServer((request, response) => void answerGit(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function syncAll(ctx: Context, ids: string[]): Promise<string[]> {
  const started: string[] = [];
  for (const id of ids) {
    await requestSync(ctx, id, { trigger: 'manual' }).then(
      ({ runId }) => started.push(runId),
      () => undefined,
    );
    await requestSoon(ctx, id, { trigger: 'webhook' });
  }
  return started;
}

async function answerWebhook(ctx: Context, at: Place): Promise<void> {
  const secret = await setWebhookSecret(ctx, 'github');
  await tell(ctx, secret, { zen: 'Keep it flowing.' }, { event: 'ping' });
  await webhooksSettled();
  await new Promise<void>((held) => {
    const busy = ctx.db.transaction(async (tx) => {
      await tx.execute('lock table webhook_deliveries in access exclusive mode');
      held();
      await new Promise(() => {});
    });
    busy.catch(() => {});
  });
  await tell(ctx, secret, githubPush(at));
}

async function tell(
  ctx: Context,
  secret: string,
  payload: object,
  options: { event?: string; delivery?: string } = {},
): Promise<void> {
  const body = JSON.stringify(payload);
  const headers = new Headers(headersOf('github', { secret, body, ...options }));
  await receiveWebhook(ctx, 'github', { headers, body: Buffer.from(body) });
}

async function answer(number: number, work: Promise<unknown>): Promise<void> {
  const said = await work.then(
    (value) => ({ value: value ?? null }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  process.stdout.write(`${JSON.stringify({ number, ...said })}\n`);
}

const opened = open();
void answer(
  0,
  opened.then(() => 'open'),
);
void opened.then(
  (ctx) =>
    createInterface({ input: process.stdin }).on('line', (line) => {
      const { number, command } = JSON.parse(line) as { number: number; command: Command };
      void answer(number, obey(ctx, command));
    }),
  () => {},
);
