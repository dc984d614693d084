// A process for tests: pushes a repository on to one place, going on with what a killed process left.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@/db/client';
import { functions } from '@/inngest/functions';
import { startEngine } from '@/inngest/start';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { addPushMirror } from '@/lib/push-mirrors/add-push-mirror';
import { sweepPushes } from '@/lib/push-mirrors/sweep-pushes';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { sweep } from '@/lib/sync/upkeep/sweep';

const [source = '', target = '', repoId = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const env = parseEnv(process.env);
  const db = await openDatabase(env, { isDurable: false });
  const engine = await startEngine({ db, env, log, functions });
  const ctx: Context = { actor: { kind: 'system' }, db, env, log, send: (event) => engine.send(event) };
  await sweep(ctx);
  const id = repoId || (await addRepo(ctx, { url: source })).id;
  if (!repoId) {
    await settle(ctx, id);
    process.stdout.write(`${id}\n`);
    await addPushMirror(ctx, id, { url: target });
  } else {
    await sweepPushes(ctx);
    await pushed(ctx, id);
    await requestSync(ctx, id, { trigger: 'manual' });
    await settle(ctx, id);
  }
  await pushed(ctx, id);
  const [mirror] = await db.$client`
    select status, error, dirty, active_push_id from push_mirrors where repo_id = ${id}`;
  process.stdout.write(`${JSON.stringify(mirror)}\n`);
  await engine.stop();
  process.exit(0);
}

async function settle(ctx: Context, id: string): Promise<void> {
  while ((await getRepo(ctx, id)).active_run_id !== null) await sleep(20);
}

async function pushed(ctx: Context, id: string): Promise<void> {
  const open = () => ctx.db.$client`
    select 1 from push_mirrors where repo_id = ${id} and (active_push_id is not null or dirty)`;
  while ((await open()).length > 0) await sleep(20);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
