// Repositories, the server in front of them and mirrors of them, in one temporary folder, for tests of what git does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resetRefs } from '@/lib/git/mirror/reset';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { cloneMirror } from '@/lib/git/remote/clone';
import { listRemoteRefs } from '@/lib/git/remote/remote-refs';
import { type RemotePolicy, type ValidatedRemote, validateRemote } from '@/lib/git/runner/remote-policy';
import { type GitServer, startGitServer } from './git-http';
import { createRepo, type FileSet, type GitRepo } from './git-repo';

export interface Mirrored {
  remote: ValidatedRemote;
  dir: string;
  /** Tip of the default branch; empty while there is none. */
  tip: string;
}

export interface MirrorWorld {
  root: string;
  server: GitServer;
  policy: RemotePolicy;
  limits: { timeoutMs: number; maxBytes: number };
  newRepo(files: FileSet | null): Promise<GitRepo>;
  /** A place for a mirror that nothing lies at yet. */
  newDir(): string;
  remoteOf(repo: GitRepo): Promise<ValidatedRemote>;
  /** Clones and resets a mirror of a repository. */
  mirror(repo: GitRepo): Promise<Mirrored>;
  close(): Promise<void>;
}

export async function openMirrorWorld(): Promise<MirrorWorld> {
  const root = await mkdtemp(path.join(tmpdir(), 'freshet-mirrors-'));
  const server = await startGitServer({ root });
  const policy: RemotePolicy = { allowedHosts: ['127.0.0.1'] };
  const limits = { timeoutMs: 120_000, maxBytes: 1024 ** 3 };
  let repos = 0;
  let dirs = 0;
  const world: MirrorWorld = {
    root,
    server,
    policy,
    limits,
    newRepo(files) {
      repos += 1;
      return createRepo(root, `org/repo-${repos}`, files);
    },
    newDir() {
      dirs += 1;
      return mirrorDir(path.join(root, 'data'), `mirror-${dirs}`);
    },
    remoteOf: (repo) => validateRemote(`${server.url}/${repo.name}`, policy),
    async mirror(repo) {
      const remote = await world.remoteOf(repo);
      const dir = world.newDir();
      await cloneMirror(remote, dir, limits);
      const { headSha } = await resetRefs(dir, await listRemoteRefs(remote, limits));
      return { remote, dir, tip: headSha ?? '' };
    },
    async close() {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return world;
}

/** Everything a stream yields. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}
