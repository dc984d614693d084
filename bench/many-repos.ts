// Measures the lists of repositories and runs with 2,000 repositories: what the database takes for a page, and how.
//   npx tsx bench/many-repos.ts [--native postgres://…] [--repos 2000] [--runs 40000] [--explain]
// Without --native on the embedded database, in a data folder of its own. --explain prints the plan of the first page.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { closeDatabase, openDatabase } from '@/db/client';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { countByOrg } from '@/lib/repos/count-by-org';
import { listRepos } from '@/lib/repos/list-repos';
import { failureReasons } from '@/lib/repos/manage/syncs/retry-failed';
import { listAllRuns } from '@/lib/runs/list-all-runs';
import { readFreshness } from '@/lib/status/read-freshness';
import { freshDatabase } from './fresh-database';
import { percentile } from './statistics';

const { values } = parseArgs({
  options: {
    native: { type: 'string' },
    repos: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '40000' },
    explain: { type: 'boolean', default: false },
  },
});
const REPOS = Number(values.repos);
const RUNS = Number(values.runs);
const ROUNDS = 30;

const folder = await mkdtemp(path.join(tmpdir(), 'freshet-bench-'));
const databaseUrl = values.native ? await freshDatabase(values.native) : '';
const env = parseEnv({ ...process.env, FRESHET_DATA_DIR: path.join(folder, 'data'), DATABASE_URL: databaseUrl });
const db = await openDatabase(env);
const ctx: Context = { actor: { kind: 'operator' }, db, env, log, send: async () => {} };
const visitor: Context = { ...ctx, actor: { kind: 'anonymous' } };
try {
  await fill();
  await measure();
} finally {
  await closeDatabase();
  await rm(folder, { recursive: true, force: true });
}

/** Forty organisations; one repository in twenty fails, half are public. */
async function fill(): Promise<void> {
  const sql = db.$client;
  await sql`insert into orgs (name) select 'org-' || i from generate_series(1, 40) i`;
  await sql`
    insert into repos (org_id, name, url, status, error_kind, error, failing_since, is_public, indexed_at, checked_at,
      check_seconds, size_bytes, file_count, default_branch)
    select orgs.id, 'repository-' || i, 'https://code.example/org/repository-' || i,
      (case when i % 20 = 0 then 'error' else 'ready' end)::repo_status,
      (case when i % 20 = 0 then 'network' end)::error_kind, case when i % 20 = 0 then 'It did not answer.' end,
      case when i % 20 = 0 then now() end, i % 2 = 0, now() - i * interval '1 minute', now() - i * interval '1 second',
      3600, i * 1000, i, 'main'
    from generate_series(1, ${REPOS}) i join orgs on orgs.name = 'org-' || (1 + i % 40)`;
  await sql`
    insert into sync_runs (repo_id, trigger, status, error_kind, error, created_at, started_at, ended_at, attempts)
    select (array(select id from repos order by number))[1 + i % ${REPOS}], 'schedule',
      (case when i % 10 = 0 then 'failed' when i % 3 = 0 then 'succeeded' else 'unchanged' end)::run_status,
      (case when i % 10 = 0 then 'network' end)::error_kind, case when i % 10 = 0 then 'It did not answer.' end,
      now() - i * interval '1 second', now() - i * interval '1 second', now() - i * interval '1 second', 1
    from generate_series(1, ${RUNS}) i`;
  await sql.unsafe('vacuum analyze');
}

async function measure(): Promise<void> {
  say(`\n## ${values.native ? 'native Postgres' : 'embedded'}: ${REPOS} repositories, ${RUNS} runs\n`);
  say('| milliseconds | p50 | p95 | max |\n| --- | --- | --- | --- |');
  await time('all of the repositories page', () =>
    Promise.all([listRepos(ctx, { sort: 'attention' }), readFreshness(ctx), countByOrg(ctx)]),
  );
  await time('its list alone, failing first', () => listRepos(ctx, { sort: 'attention' }));
  await time('by name', () => listRepos(ctx));
  await time('indexed last', () => listRepos(ctx, { sort: 'updated' }));
  await time('a part of a name', () => listRepos(ctx, { sort: 'attention', q: '77' }));
  await time('failing only', () => listRepos(ctx, { failing: '1' }));
  await time('one organisation', () => listRepos(ctx, { org: 'org-7' }));
  let cursor: string | null = null;
  for (let page = 0; page < 10; page++) {
    const at: string | null = cursor;
    ({ next_cursor: cursor } = await listRepos(ctx, { sort: 'attention', ...(at ? { cursor: at } : {}) }));
  }
  const tenth = cursor;
  await time('its eleventh page', () => listRepos(ctx, { sort: 'attention', ...(tenth ? { cursor: tenth } : {}) }));
  await time('the public list', () => listRepos(visitor, { limit: 50 }));
  await time('all of the runs page', () => Promise.all([listAllRuns(ctx, { status: 'notable' }), failureReasons(ctx)]));
  await time('failed runs', () => listAllRuns(ctx, { status: 'failed' }));
  await time('runs of one organisation', () => listAllRuns(ctx, { org: 'org-7' }));
  await time('runs of one repository', () => listAllRuns(ctx, { repo: 'org-8/repository-7' }));
  if (values.explain) await explain();
}

/** The statements of the first page, as the database runs them. */
async function explain(): Promise<void> {
  const rows = await db.$client.unsafe(`explain (analyze, buffers)
    select repos.id, (case when (repos.kind <> 'hosted' and repos.status <> 'archived' and (repos.held_back_commit is not null
      or repos.status = 'error' or repos.failing_since is not null)) then 0 else 1 end)::float8 as key,
      lower(orgs.name), lower(repos.name)
    from repos join orgs on orgs.id = repos.org_id where repos.deleted_at is null
    order by key, lower(orgs.name), lower(repos.name) limit 101`);
  say(`\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
  const runs = await db.$client.unsafe(`explain (analyze, buffers)
    select sync_runs.id from sync_runs join repos on repos.id = sync_runs.repo_id join orgs on orgs.id = repos.org_id
    where repos.deleted_at is null and sync_runs.status = 'failed'
    order by sync_runs.created_at desc, sync_runs.id desc limit 51`);
  say(`\n${runs.map((row) => row['QUERY PLAN']).join('\n')}`);
}

async function time(title: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  const ms = (value: number) => value.toFixed(1);
  say(`| ${title} | ${ms(percentile(times, 50))} | ${ms(percentile(times, 95))} | ${ms(Math.max(...times))} |`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
