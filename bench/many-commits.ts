// Measures a repository of 100,000 commits and 20,000 refs: recording its history, one more commit, and every list.
//   npx tsx bench/many-commits.ts [--native postgres://…] [--commits 100000] [--refs 20000]
// Without --native on the embedded database, in a data folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { closeDatabase, openDatabase } from '@/db/client';
import { orgs, repos, syncRuns } from '@/db/schema';
import { findCommits } from '@/lib/browse/find-commits';
import { listContributors } from '@/lib/browse/history/list-contributors';
import { listTags } from '@/lib/browse/history/list-tags';
import { readTotals } from '@/lib/browse/history/read-totals';
import { listBranches } from '@/lib/browse/list-branches';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { recordHistory } from '@/lib/sync/history/record-history';
import type { Stage } from '@/lib/sync/run/run-stage';
import { createRepo, type GitRepo } from '../e2e/servers/git/git-repo';
import { freshDatabase } from './fresh-database';
import { linkMirror } from './link-mirror';
import { percentile } from './statistics';

const { values } = parseArgs({
  options: {
    native: { type: 'string' },
    commits: { type: 'string', default: '100000' },
    refs: { type: 'string', default: '20000' },
  },
});
const COMMITS = Number(values.commits);
const REFS = Number(values.refs);
/** Pages of each list. */
const PAGES = 40;

const folder = await mkdtemp(path.join(tmpdir(), 'freshet-bench-'));
const databaseUrl = values.native ? await freshDatabase(values.native) : '';
const env = parseEnv({ ...process.env, FRESHET_DATA_DIR: path.join(folder, 'data'), DATABASE_URL: databaseUrl });
const db = await openDatabase(env);
const ctx: Context = { actor: { kind: 'operator' }, db, env, log, send: async () => {} };
try {
  const git = await createRepo(folder, 'acme/long', null);
  await git.git(['fast-import', '--quiet', '--done'], history());
  // As a mirror has them.
  await git.git(['pack-refs', '--all']);
  const repo = await addRepo(git);
  await measure(git, repo);
} finally {
  await closeDatabase();
  await rm(folder, { recursive: true, force: true });
}

/** Many authors, messages of several lines, half of the refs tags. */
function history(): string {
  const parts: string[] = [];
  for (let i = 1; i <= COMMITS; i++) {
    const who = `Author ${i % 300} <author-${i % 300}@example.com> ${1_500_000_000 + i * 60} +0000`;
    const message = `Change number ${i}\n\nWhat is done here is told in a line of ordinary length.\nAnd ${i % 97} in another.\n`;
    parts.push(
      `commit refs/heads/main\nmark :${i}\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}` +
        `M 100644 inline src/${i % 50}/file.txt\ndata ${String(i).length}\n${i}\n\n`,
    );
  }
  for (let i = 0; i < REFS; i++) {
    const name = i % 2 ? `refs/tags/v${i % 40}.${i % 300}.${i}` : `refs/heads/topic/${i}`;
    parts.push(`reset ${name}\nfrom :${1 + ((i * 7919) % COMMITS)}\n\n`);
  }
  parts.push('done\n');
  return parts.join('');
}

async function addRepo(git: GitRepo): Promise<typeof repos.$inferSelect> {
  const [org] = await db.insert(orgs).values({ name: 'acme' }).returning();
  const [repo] = await db
    .insert(repos)
    .values({ orgId: org!.id, name: 'long', defaultBranch: 'main', isPublic: true, status: 'ready' })
    .returning();
  await linkMirror(env.dataDir, repo!.id, git.dir);
  return repo!;
}

async function record(git: GitRepo, repo: typeof repos.$inferSelect): Promise<number> {
  const [run] = await db.insert(syncRuns).values({ repoId: repo.id, trigger: 'manual', status: 'running' }).returning();
  const signal = new AbortController().signal;
  const stage: Stage = {
    runId: run!.id,
    elapsedMs: 0,
    bytesIndexed: 0,
    repo,
    dir: git.dir,
    migration: null,
    signal,
    report: () => {},
  };
  const startedAt = performance.now();
  await recordHistory(ctx, stage, git.dir);
  const ms = performance.now() - startedAt;
  await db.$client`update repos set head_commit = ${await git.tip()}, indexed_at = now() where id = ${repo.id}`;
  return ms;
}

async function measure(git: GitRepo, before: typeof repos.$inferSelect): Promise<void> {
  const kind = values.native ? 'native Postgres' : 'embedded';
  const first = await record(git, before);
  say(`\n## ${kind}: ${COMMITS} commits, ${REFS} refs\n`);
  const peak = process.resourceUsage().maxRSS / 1024;
  say(`First record: ${(first / 1000).toFixed(1)} s; this process at most ${peak.toFixed(0)} MB.`);
  await db.$client.unsafe('vacuum analyze');
  const more: number[] = [];
  for (let i = 0; i < 10; i++) {
    const [repo] = await db.select().from(repos);
    await git.commit({ 'a.txt': `${i}\n` }, { time: 1_700_000_000 + i });
    more.push(await record(git, repo!));
  }
  say(`One more commit: p50 ${percentile(more, 50).toFixed(0)} ms, max ${Math.max(...more).toFixed(0)} ms.\n`);
  const { id } = before;
  say('| page of 100, milliseconds | p50 | p95 | max |\n| --- | --- | --- | --- |');
  const limit = 100;
  await pages('branches by name', (cursor) => listBranches(ctx, id, { limit, ...cursor }));
  await pages('branches, newest first', (cursor) => listBranches(ctx, id, { limit, sort: 'updated', ...cursor }));
  await pages('branches with “77”', (cursor) => listBranches(ctx, id, { limit, filter: '77', ...cursor }));
  await pages('tags by version', (cursor) => listTags(ctx, id, { limit, ...cursor }));
  await pages('tags, newest first', (cursor) => listTags(ctx, id, { limit, sort: 'updated', ...cursor }));
  await pages('tags with “77”', (cursor) => listTags(ctx, id, { limit, filter: '77', ...cursor }));
  await pages('commits', (cursor) => findCommits(ctx, id, { limit, ...cursor }));
  await pages('commits of an author', (cursor) => findCommits(ctx, id, { limit, author: 'author-77@', ...cursor }));
  await pages('commits since a day', (cursor) => findCommits(ctx, id, { limit, since: '2017-07-20', ...cursor }));
  await pages('commits with a frequent text', (cursor) => findCommits(ctx, id, { limit, q: 'ordinary', ...cursor }));
  await pages('commits with a text that none has', (cursor) => findCommits(ctx, id, { limit, q: 'heron', ...cursor }));
  await pages('contributors and totals', async () => {
    await Promise.all([listContributors(ctx, id, { limit: 6 }), readTotals(ctx, id)]);
    return { next_cursor: 'again' };
  });
  await pages('commits of another branch (git)', (cursor) =>
    findCommits(ctx, id, { limit, ref: 'topic/2', ...cursor }),
  );
}

async function pages(
  title: string,
  read: (cursor: { cursor?: string }) => Promise<{ next_cursor: string | null }>,
): Promise<void> {
  const times: number[] = [];
  let cursor: string | null = '';
  for (let page = 0; page < PAGES && cursor !== null; page++) {
    const startedAt = performance.now();
    ({ next_cursor: cursor } = await read(cursor ? { cursor } : {}));
    times.push(performance.now() - startedAt);
  }
  const ms = (value: number) => value.toFixed(1);
  say(`| ${title} | ${ms(percentile(times, 50))} | ${ms(percentile(times, 95))} | ${ms(Math.max(...times))} |`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
