// A world for the tests of syncing: one for each file, with what most of them do in it.
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { seeTree, type Tree } from '@/e2e/faults/see-tree';
import { watchSearch } from '@/e2e/faults/watch-search';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Actor } from '@/lib/context';
import { env } from '@/lib/env';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import type { Repo } from '@/lib/repos/repo';
import { search } from '@/lib/search/search';
import { requestSync } from './request/request-sync';
import { waitForRun } from './request/wait-for-run';

export const SYSTEM: Actor = { kind: 'system' };

/** Is there once `openWorld` has made it. */
export const world = {} as World;

/** Starts the world before a file's tests, and ends it after them. Nothing comes by the clock in it. */
export function openWorld(): void {
  beforeAll(async () => {
    Object.assign(world, await startWorld({}, { hasClock: false }));
  });
  afterAll(() => world.close?.());
}

/** An upstream with these files, and its repository here, which is ready. */
export async function added(name: string, files: Record<string, string>): Promise<{ id: string; git: GitRepo }> {
  const git = await createRepo(world.upstreams, name, files);
  const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}`, is_public: true });
  const settled = await world.settle(repo.id);
  expect(settled.error).toBeNull();
  expect(settled.status).toBe('ready');
  return { id: repo.id, git };
}

/** Syncs it now; returns how it is afterwards. */
export async function sync(id: string): Promise<Repo> {
  const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  await waitForRun(world.as(SYSTEM), runId, 30_000);
  return await world.settle(id);
}

/** Until the test ends a failed attempt waits for whoever asks: no other one comes before that. */
export function delayRetries(): void {
  const { retrySeconds } = env();
  Object.assign(env(), { retrySeconds: [600] });
  onTestFinished(() => void Object.assign(env(), { retrySeconds }));
}

/** What a visitor finds: `org/name:path` of each result. */
export async function found(q: string): Promise<string[]> {
  return (await search(world.as({ kind: 'anonymous' }), { q })).results.map((r) => `${r.repo}:${r.path}`);
}

/** Looks all the time whether a search shows this tree, or one that it may show, and nothing between. */
export function watched(id: string, q: string, tree: Tree): ReturnType<typeof watchSearch> {
  return watchSearch((question) => seeTree(world.as(SYSTEM), question), { repoId: id, q, tree });
}
