// Processes that die and processes that share: a deletion is finished by whoever comes next, and no sync and no webhook is lost.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunStage } from '@/db/schema';
import { copyDataDir, isNativeTest, openTestDatabase, type TestDatabase } from '@/db/testing';
import { tidyAway } from '@/lib/files/remove-folder';
import { journalDir, listJournal } from '@/lib/webhooks/journal';
import { type GitServer, startGitServer } from '../servers/git/git-http';
import { createRepo } from '../servers/git/git-repo';
import type { Settled } from './product-child';
import type { Tree } from './see-tree';
import { HAS_ENDED, makeProduct, type Product, startProduct } from './start-product';
import { watchSearch } from './watch-search';

const REPOS = 20;
/** PGlite takes seconds to start: there, one stage stands for all. */
const STAGES: RunStage[] = isNativeTest() ? ['fetch', 'reset', 'index', 'publish', 'embed'] : ['index'];

let file: string;
let folder: string;
let dataDir: string;
let database: TestDatabase | undefined;
let git: GitServer;
const products: Product[] = [];

beforeAll(async () => {
  file = await makeProduct();
  folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-processes-'));
  dataDir = await copyDataDir();
  if (isNativeTest()) database = await openTestDatabase();
  git = await startGitServer({ root: folder });
});
afterEach(async () => {
  for (const product of products.splice(0)) await product.kill();
});
afterAll(async () => {
  await git.close();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
  // The database process of one that was killed ends a moment later, and writes until then.
  await tidyAway(dataDir);
});

function start(): Product {
  const product = startProduct(file, {
    FRESHET_DATA_DIR: dataDir,
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    FRESHET_RETRY_SECONDS: '1,1,1',
    FRESHET_CONCURRENT_SYNCS: '4',
    DATABASE_URL: database?.url ?? '',
  });
  products.push(product);
  return product;
}

it.each(STAGES)('a deletion during %s by a process that dies of kill -9 is finished by the next', async (stage) => {
  const upstream = await createRepo(folder, `acme/deleted-${stage}`, { 'a.txt': `word ${stage}\n` });
  const victim = start();
  const id = await victim.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
  expect(await victim.ask({ do: 'settle', ids: [id] })).toMatchObject([{ status: 'ready', error: null }]);
  const besideName = `acme/beside-${stage}`;
  const other = await createRepo(folder, besideName, { 'a.txt': 'word beside\n' });
  const beside = await victim.ask<string>({ do: 'add', url: `${git.url}/${other.name}` });
  expect(await victim.ask({ do: 'settle', ids: [beside] })).toMatchObject([{ status: 'ready', error: null }]);

  let asked = victim;
  const before = { 'a.txt': `word ${stage}` };
  const watch = watchSearch(
    (question) => asked.ask<Tree>({ do: 'see', ...question }),
    { repoId: id, q: `"${stage}"`, tree: before },
    { repoId: beside, q: '"beside"', tree: { 'a.txt': 'word beside' } },
  );
  watch.may(id, { ...before, 'b.txt': `more ${stage}` });
  await upstream.commit({ 'b.txt': `more ${stage}\n` });
  await victim.ask({ do: 'hold', stage });
  const [runId = ''] = await victim.ask<string[]>({ do: 'sync', ids: [id] });
  await watch.during(() => victim.ask({ do: 'reached' }));
  watch.may(id, {});
  watch.mayFail(hasEnded);
  await expect(victim.ask({ do: 'delete', id, dies: true })).rejects.toThrow(HAS_ENDED);
  watch.must(id, {});

  asked = start();
  await asked.open;
  watch.mayFail(null);
  await watch.during(async () => {
    await asked.ask({ do: 'sweep' });
    await expect.poll(() => asked.ask({ do: 'left', id, runId })).toEqual({ rows: {}, folders: [] });
  });
  expect(await watch.stop()).toEqual([]);
});

const hasEnded = (error: unknown) => error instanceof Error && error.message === HAS_ENDED;

it('a webhook that was answered by a process that dies of kill -9 is acted on by the next', async () => {
  const upstream = await createRepo(folder, 'acme/answered', { 'a.txt': 'calm\n' });
  const victim = start();
  const id = await victim.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
  await victim.ask({ do: 'settle', ids: [id] });
  const commit = await upstream.commit({ 'a.txt': 'storm\n' });
  await expect(
    victim.ask({ do: 'answer webhook and die', base: git.url, owner: 'acme', name: 'answered' }),
  ).rejects.toThrow(HAS_ENDED);
  expect(await listJournal(journalDir(dataDir))).toHaveLength(1);

  const next = start();
  await next.open;
  expect(await next.ask({ do: 'settle', ids: [id] })).toMatchObject([{ status: 'ready', head_commit: commit }]);
  expect(await listJournal(journalDir(dataDir))).toEqual([]);
});

it('of a burst of webhooks, each that was answered before kill -9 is known by the next process', async () => {
  const upstream = await createRepo(folder, 'acme/burst', { 'a.txt': 'calm\n' });
  let product = start();
  const id = await product.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
  await product.ask({ do: 'settle', ids: [id] });
  const secret = await product.ask<string>({ do: 'make webhook secret' });
  const commit = await upstream.commit({ 'a.txt': 'storm\n' });
  const place = { base: git.url, owner: 'acme', name: 'burst' };
  const answered: string[] = [];
  for (const killedAfter of [1, 20, 90]) {
    let count = 0;
    const send = async (sender: number) => {
      for (let n = 0; ; n++) {
        const delivery = `burst-${killedAfter}-${sender}-${n}`;
        await product.ask({ do: 'answer webhook', secret, delivery, place });
        answered.push(delivery);
        if (++count === killedAfter) void product.kill();
      }
    };
    const senders = await Promise.allSettled(Array.from({ length: 20 }, (_, sender) => send(sender)));
    for (const one of senders) expect(one).toMatchObject({ status: 'rejected', reason: { message: HAS_ENDED } });
    product = start();
    await product.open;
    expect(await product.ask<string[]>({ do: 'delivered' })).toEqual(expect.arrayContaining(answered));
  }
  expect(answered.length).toBeGreaterThanOrEqual(1 + 20 + 90);
  expect(await product.ask({ do: 'settle', ids: [id] })).toMatchObject([{ status: 'ready', head_commit: commit }]);
});

if (isNativeTest()) {
  it('two processes sync the same repositories, one is killed: each is right, no run is lost, none overlaps', async () => {
    const [first, second] = [start(), start()];
    const upstreams = await Promise.all(
      Array.from({ length: REPOS }, (_, i) =>
        createRepo(folder, `acme/shared-${i}`, { 'a.txt': `before shared${i}\n` }),
      ),
    );
    const ids: string[] = [];
    for (const { name } of upstreams) ids.push(await first.ask({ do: 'add', url: `${git.url}/${name}` }));
    await first.ask({ do: 'settle', ids });
    const watch = watchSearch(
      (question) => second.ask<Tree>({ do: 'see', ...question }),
      ...ids.map((repoId, i) => ({ repoId, q: `"shared${i}"`, tree: { 'a.txt': `before shared${i}` } })),
    );
    for (const [i, id] of ids.entries()) watch.may(id, { 'a.txt': `after shared${i}` });
    const tips = await Promise.all(upstreams.map((upstream, i) => upstream.commit({ 'a.txt': `after shared${i}\n` })));

    const sql = database!.db.$client;
    const asked = Promise.allSettled([first, second].map((product) => product.ask({ do: 'sync', ids })));
    // In the middle: some have ended, and both are at work.
    await expect
      .poll(
        async () => {
          const [row] = await sql<{ owners: number; ended: number }[]>`
            select (select count(distinct lease_owner)::int from engine_runs
                where ended_at is null and function_id like '%sync-repo') as owners,
              (select count(*)::int from sync_runs
                where trigger <> 'initial' and ended_at is not null) as ended`;
          return row && row.owners > 1 && row.ended > 2;
        },
        { interval: 5 },
      )
      .toBe(true);
    await watch.during(async () => {
      await first.kill();
      await asked;
    });
    // Whatever the killed one had not been able to ask for is asked for again, as upstream would by its next push.
    await second.ask({ do: 'sync', ids });

    const settled = await second.ask<Settled[]>({ do: 'settle', ids });
    const byId = new Map(settled.map((repo) => [repo.id, repo]));
    expect(ids.map((id) => byId.get(id))).toEqual(
      ids.map((id, i) => ({ id, status: 'ready', error: null, head_commit: tips[i] })),
    );
    expect(await watch.stop()).toEqual([]);
    expect(await sql`select 1 from sync_runs where status in ('queued', 'running') or ended_at is null`).toEqual([]);
    expect(await sql`select 1 from repos where dirty or active_run_id is not null`).toEqual([]);
    expect(await overlaps()).toEqual([]);
  });
} else {
  it('a second process on an embedded database is refused, with a sentence that says why', async () => {
    await start().open;
    await expect(start().open).rejects.toThrow(/already uses the data folder/);
  });
}

/** Stages of one repository of which one began before another had ended. */
async function overlaps(): Promise<unknown[]> {
  const rows = await database!.db.$client`
    with stages as (
      select r.repo_id, r.id || ' ' || t.key as name, (t.value ->> 0)::bigint as began, (t.value ->> 1)::bigint as ended
      from sync_runs r, jsonb_each(r.stage_times) t where t.key <> 'earlier')
    select a.name as one, b.name as other from stages a join stages b
      on a.repo_id = b.repo_id and a.name <> b.name and a.began <= b.began and a.ended > b.began`;
  return [...rows];
}
