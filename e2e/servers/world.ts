// Everything a sync needs, for real: a database, a git server and the engine, in this process.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeDatabase, openDatabase } from '@/db/client';
import { copyDataDir, isNativeTest, openTestDatabase } from '@/db/testing';
import type { Actor, Context } from '@/lib/context';
import { type Env, parseEnv } from '@/lib/env';
import { tidyAway } from '@/lib/files/remove-folder';
import { log } from '@/lib/log';
import type { Repo } from '@/lib/repos/repo';
import type { Run } from '@/lib/runs/run';
import { type GitServer, startGitServer } from './git/git-http';

export interface World {
  env: Env;
  git: GitServer;
  /** A folder for bare upstreams, served at `git.url`. */
  upstreams: string;
  as: (actor: Actor) => Context;
  /** Waits until no run holds the repository, or an attempt has failed; returns the repository. */
  settle: (repoId: string) => Promise<Repo>;
  runs: (repoId: string) => Promise<Run[]>;
  close: () => Promise<void>;
}

/**
 * Starts a world of its own. `extra` are environment variables over sensible ones. One at a time per process.
 * Without `hasClock` nothing comes by the clock: neither a sync, a sweep nor a chore meets what a test does itself.
 */
export async function startWorld(
  extra: Record<string, string> = {},
  { hasClock = true }: { hasClock?: boolean } = {},
): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-world-'));
  const upstreams = path.join(folder, 'upstreams');
  const dataDir = await copyDataDir();
  const native = isNativeTest() ? await openTestDatabase() : null;
  Object.assign(process.env, {
    FRESHET_DATA_DIR: dataDir,
    FRESHET_SEARCH_TIMEOUT_SECONDS: '10',
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    FRESHET_RETRY_SECONDS: '1,1,1',
    DATABASE_URL: native?.url ?? '',
    ...extra,
  });
  const env = parseEnv(process.env);
  const git = await startGitServer({ root: upstreams });
  const db = await openDatabase(env, { isDurable: false });
  // Functions read the environment where they are declared: not before it is set.
  const { functions: all } = await import('@/inngest/functions');
  const functions = hasClock ? all : all.filter((one) => !one.opts.triggers?.some((trigger) => 'cron' in trigger));
  const { startEngine } = await import('@/inngest/start');
  const { getRepo } = await import('@/lib/repos/get-repo');
  const { listRuns } = await import('@/lib/runs/list-runs');
  const engine = await startEngine({ db, env, log, functions });
  const as = (actor: Actor): Context => ({ actor, db, env, log, send: (e) => engine.send(e) });
  const system = as({ kind: 'system' });
  return {
    env,
    git,
    upstreams,
    as,
    settle: async (repoId) => {
      for (;;) {
        const repo = await getRepo(system, repoId);
        if (repo.active_run_id === null || repo.status === 'error') return repo;
        await sleep(20);
      }
    },
    runs: async (repoId) => (await listRuns(system, repoId)).runs,
    close: async () => {
      await engine.stop();
      await git.close();
      await closeDatabase();
      await native?.close();
      // A git that was ended may write for a moment longer.
      await tidyAway(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
