// For tests: a real repository in the API's world, planned, indexed and published as by a sync.
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { branches, orgs, repos, syncRuns } from '@/db/schema';
import { createRepo, type FileSet, type GitRepo } from '@/e2e/servers/git/git-repo';
import type { Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { planRun } from '@/lib/indexing/plan/plan';
import { publishRun } from '@/lib/indexing/publish/publish';
import { targetOf } from '@/lib/indexing/testing';
import { indexBlobs } from '@/lib/indexing/write/write';
import type { ApiWorld } from './_testing';

export interface IndexedRepo {
  id: string;
  git: GitRepo;
  /** Makes what the default branch holds by then searchable. */
  index(): Promise<void>;
}

/** Adds the public repository `acme/<name>` with these files on its default branch, searchable. */
export async function addIndexedRepo(api: ApiWorld, name: string, files: FileSet): Promise<IndexedRepo> {
  await api.db.insert(orgs).values({ name: 'acme', isOpen: true }).onConflictDoNothing();
  const [org] = await api.db.select().from(orgs).where(eq(orgs.name, 'acme'));
  const [repo] = await api.db
    .insert(repos)
    .values({ orgId: org!.id, name, status: 'ready', isPublic: true, defaultBranch: 'main' })
    .returning();
  const repoId = repo!.id;
  const dir = mirrorDir(api.env.dataDir, repoId);
  const git = await createRepo(path.dirname(dir), path.basename(dir), files);
  const ctx: Context = { actor: { kind: 'system' }, db: api.db, env: api.env, log: api.log, send: async () => {} };
  const index = async () => {
    const commitSha = await git.tip();
    await api.db
      .insert(branches)
      .values({ repoId, name: 'main', commitSha })
      .onConflictDoUpdate({ target: [branches.repoId, branches.name], set: { commitSha } });
    const [run] = await api.db.insert(syncRuns).values({ repoId, trigger: 'manual', status: 'running' }).returning();
    const target = await targetOf(ctx, run!.id);
    await planRun(ctx, target);
    await indexBlobs(ctx, target);
    await publishRun(ctx, target);
  };
  await index();
  return { id: repoId, git, index };
}
