// For tests: a real repository, a real database and whole indexing runs over them.
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { orgs, repos, syncRuns } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { createRepo, type FileSet, type GitRepo } from '@/e2e/servers/git/git-repo';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { log } from '@/lib/log';
import { closeWorkers } from './analyze/worker-pool';
import { embedRepo } from './embed/embed';
import { type Plan, planRun } from './plan/plan';
import { type Published, publishRun } from './publish/publish';
import type { RunTarget } from './run-target';
import { type IndexedBlobs, indexBlobs } from './write/write';

export interface TestIndex {
  ctx: Context;
  database: TestDatabase;
  close(): Promise<void>;
  /** A repository with one first commit, and the row that points at it. */
  repo(files: FileSet | null): Promise<TestRepo>;
}

export interface TestRepo {
  git: GitRepo;
  id: string;
  newRun(): Promise<string>;
  /** Plans, indexes and publishes in a run of its own. */
  sync(): Promise<Synced>;
  embed(): Promise<{ embedded: number; reused: number }>;
  /** Path to visible content; null for a file that is listed without content. */
  visible(ref?: string): Promise<Record<string, string | null>>;
}

export interface Synced {
  runId: string;
  plan: Plan;
  indexed: IndexedBlobs;
  published: Published;
}

/** Opens a database of its own and a folder for repositories. `variables`: environment of the context. */
export async function openTestIndex(variables: Record<string, string> = {}): Promise<TestIndex> {
  const root = await mkdtemp(path.join(tmpdir(), 'freshet-indexing-'));
  const database = await openTestDatabase();
  const { db } = database;
  const env = parseEnv({ FRESHET_DATA_DIR: root, FRESHET_SEARCH_TIMEOUT_SECONDS: '10', ...variables });
  const ctx: Context = { actor: { kind: 'system' }, db, env, log, send: async () => {} };
  const [org] = await db.insert(orgs).values({ name: 'test' }).returning();
  await mkdir(path.dirname(mirrorDir(root, '0')));
  let count = 0;
  return {
    ctx,
    database,
    async close() {
      await closeWorkers();
      await database.close();
      await rm(root, { recursive: true, force: true });
    },
    async repo(files) {
      const name = `repo-${++count}`;
      const git = await createRepo(root, name, files);
      const [row] = await db.insert(repos).values({ orgId: org!.id, name }).returning();
      await symlink(git.dir, mirrorDir(root, row!.id));
      return testRepo(ctx, git, row!.id);
    },
  };
}

/** What a stage would hand on for this run. */
export async function targetOf(ctx: Context, runId: string): Promise<RunTarget> {
  const [row] = await ctx.db
    .select({ repo: repos })
    .from(syncRuns)
    .innerJoin(repos, eq(repos.id, syncRuns.repoId))
    .where(eq(syncRuns.id, runId));
  return { runId, repo: row!.repo };
}

function testRepo(ctx: Context, git: GitRepo, id: string): TestRepo {
  const newRun = async () => {
    const [run] = await ctx.db
      .insert(syncRuns)
      .values({ repoId: id, trigger: 'manual', status: 'running' })
      .returning();
    return run!.id;
  };
  return {
    git,
    id,
    newRun,
    async sync() {
      const runId = await newRun();
      const target = await targetOf(ctx, runId);
      const plan = await planRun(ctx, target);
      const indexed = await indexBlobs(ctx, target);
      return { runId, plan, indexed, published: await publishRun(ctx, target) };
    },
    embed: () => embedRepo(ctx, id),
    async visible(ref = git.defaultBranch) {
      const rows = await ctx.db.$client<{ path: string; content: string | null }[]>`
        select f.path, b.content from files f join blobs b on b.id = f.blob_id
        where f.repo_id = ${id} and f.ref = ${ref} order by f.path collate "C"`;
      return Object.fromEntries(rows.map((row) => [row.path, row.content]));
    },
  };
}
