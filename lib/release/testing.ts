// For tests: a host with a real sshd, repositories with real commits, and deliveries from one to the other.
import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { openTestDatabase } from '@/db/testing';
import { createRepo, type FileSet, type GitRepo } from '@/e2e/servers/git/git-repo';
import { startTargetHost, type TargetHost, type TargetHostOptions } from '@/e2e/servers/target-host';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { escapePath } from '@/lib/git/escape-path';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { log } from '@/lib/log';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { type HostConnection, openHost } from '@/lib/ssh/open-host';
import { deliveryDigest } from './delivery-digest';
import { sendRelease } from './send/send-release';
import type { ReleaseSpec, SendOptions, SendOutcome, StagedTree } from './spec';
import { stageTree } from './tree/stage-tree';

export interface TestPlace {
  repo: GitRepo;
  deliveryId: string;
  path: string;
  /** `path` as the test sees it: the host is this machine. */
  stage(commit?: string): Promise<StagedTree>;
  spec(staged: StagedTree, changes?: Partial<ReleaseSpec>): ReleaseSpec;
  /** Stages, sends and closes; a release called r1, r2, … of which the last is `previous`. */
  deliver(
    changes?: Partial<ReleaseSpec>,
    options?: SendOptions,
  ): Promise<SendOutcome & { lines: string[]; staged: StagedTree; name: string }>;
}

export interface TestHosts {
  root: string;
  ctx: Context;
  /** Starts another one that lets the same key in. */
  start(options?: Omit<TargetHostOptions, 'folder'>): Promise<TargetHost>;
  open(host: Pick<TargetHost, 'user'> & { host: string; port: number }): Promise<HostConnection>;
  /** A repository, and a path on the host to deliver it to. */
  place(open: HostConnection, path: string, files: FileSet): Promise<TestPlace>;
  close(): Promise<void>;
}

/** `allowed`: addresses beside 127.0.0.1 that hosts may have. */
export async function startTestHosts(allowed: readonly string[] = []): Promise<TestHosts> {
  const root = await makeTemporaryFolder();
  const database = await openTestDatabase();
  const env = parseEnv({
    NODE_ENV: 'test',
    FRESHET_DATA_DIR: path.join(root, 'data'),
    FRESHET_ALLOWED_HOSTS: ['127.0.0.1', ...allowed].join(','),
    FRESHET_SECRET: 'a secret of more than thirty-two characters',
  });
  const ctx: Context = { actor: { kind: 'system' }, db: database.db, env, log, send: async () => {} };
  const key = await makeSshKey('test');
  const keyCiphertext = encryptToken(key.privateKey, loadSecret(env));
  const hosts: TargetHost[] = [];
  const opened: HostConnection[] = [];
  let count = 0;
  let started = 0;
  return {
    root,
    ctx,
    async start(options = {}) {
      const host = await startTargetHost({ ...options, folder: path.join(root, `host-${++started}`) });
      await host.authorize(key.publicKey);
      hosts.push(host);
      return host;
    },
    async open(host) {
      const open = await openHost(ctx, { host: host.host, port: host.port, userName: host.user, keyCiphertext });
      opened.push(open);
      return open;
    },
    async place(open, at, files) {
      const repo = await createRepo(root, `repo-${++count}`, files);
      return testPlace(ctx, open, { repo, path: at });
    },
    async close() {
      await Promise.all(opened.map((open) => open.close()));
      await Promise.all(hosts.map((host) => host.close()));
      await database.close();
      await removeFolder(root);
    },
  };
}

function testPlace(ctx: Context, open: HostConnection, { repo, path: at }: { repo: GitRepo; path: string }): TestPlace {
  const deliveryId = randomUUID();
  let count = 0;
  let previous: string | null = null;
  const stage = async (commit?: string) =>
    await stageTree(ctx, {
      repoId: 'r',
      dir: repo.dir,
      commit: commit ?? (await repo.tip()),
      subfolder: null,
      deliveryId,
    });
  const spec = (staged: StagedTree, changes: Partial<ReleaseSpec> = {}): ReleaseSpec => {
    const rules = { excludes: [], excludeDotGit: true, deletes: true, owner: null, modes: null, ...changes };
    return {
      path: at,
      mode: 'releases',
      release: `r${++count}`,
      previous,
      abandoned: [],
      remove: [],
      hook: null,
      force: false,
      rev: {
        repo: 'test/repo',
        ref: 'main',
        commit: staged.commit,
        delivered_at: new Date().toISOString(),
        digest: deliveryDigest(staged, rules),
      },
      ...rules,
      ...changes,
    };
  };
  return {
    repo,
    deliveryId,
    path: at,
    stage,
    spec,
    async deliver(changes, options) {
      const staged = await stage();
      const lines: string[] = [];
      const one = spec(staged, changes);
      try {
        const sent = await sendRelease(open, staged, one, { ...options, log: (line) => lines.push(line) });
        if (sent.outcome === 'delivered') previous = one.release;
        return { ...sent, lines, staged, name: one.release };
      } finally {
        await staged.close();
      }
    },
  };
}

/** Everything below a folder, links as `-> where`, folders that are empty with a slash; without our own file. */
export function treeAt(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (below: Buffer) => {
    const at = Buffer.concat([Buffer.from(`${folder}/`), below]);
    const names = readdirSync(at, { encoding: 'buffer' });
    if (names.length === 0 && below.length > 0) found[escapePath(below)] = '';
    for (const name of names) {
      const path = Buffer.concat([below, name]);
      const file = Buffer.concat([at, name]);
      const stat = lstatSync(file);
      const text = escapePath(path);
      if (text === '.sync_rev') continue;
      if (stat.isDirectory()) walk(Buffer.concat([path, Buffer.from('/')]));
      else found[text] = stat.isSymbolicLink() ? `-> ${readlinkSync(file)}` : readFileSync(file, 'utf8');
    }
  };
  walk(Buffer.alloc(0));
  return found;
}
