import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { makeKey, type SshServer, startSshServer } from '@/e2e/servers/ssh';
import { resetRefs } from '@/lib/git/mirror/reset';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { type RemotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { listRemoteRefs } from './remote-refs';

const limits = { timeoutMs: 30_000, maxBytes: 1024 ** 3 };
let root: string;
let dataDir: string;
let policy: RemotePolicy;
let server: SshServer;
let repo: GitRepo;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-ssh-'));
  // A space and a quote, because ssh reads its options with rules of its own.
  dataDir = path.join(root, "it's data");
  policy = { allowedHosts: ['git.pinned.invalid', '127.0.0.1'], resolve: async () => ['127.0.0.1'], dataDir };
  server = await startSshServer({ root, folder: path.join(root, 'sshd') });
  repo = await createRepo(root, 'org/repo', { 'a.txt': 'one\n' });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

const remoteAt = (host: string, name = 'org/repo.git') =>
  validateRemote(`ssh://${server.user}@${host}:${server.port}/${name}`, policy);

describe('ssh', () => {
  it('without a key that is let in is an error of sign-in, and never a prompt', async () => {
    await expect(listRemoteRefs(await remoteAt('git.pinned.invalid'), limits)).rejects.toMatchObject({
      code: 'upstream',
      kind: 'auth',
      retryable: false,
    });
  });

  it('connects to the checked address, knows the host by its name, and mirrors', async () => {
    await rm(path.join(dataDir, 'ssh'), { recursive: true, force: true });
    await makeKey(path.join(dataDir, 'ssh', 'id_ed25519'));
    await server.authorize(await readFile(path.join(dataDir, 'ssh', 'id_ed25519.pub'), 'utf8'));
    const marker = path.join(root, 'owned');
    const before = { ...process.env };
    Object.assign(process.env, { SSH_AUTH_SOCK: '/nonexistent', GIT_SSH_COMMAND: `touch ${marker}`, GIT_SSH: marker });
    const dir = mirrorDir(dataDir, 'm1');
    try {
      const remote = await remoteAt('git.pinned.invalid');
      const refs = await listRemoteRefs(remote, limits);
      expect(refs.headSha).toBe(await repo.tip());
      await cloneMirror(remote, dir, limits);
      const next = await repo.commit({ 'a.txt': 'two\n' });
      await fetchMirror(remote, dir, limits);
      expect(await resetRefs(dir, refs)).toMatchObject({ headSha: next });
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
    await expect(access(marker)).rejects.toThrow();
    const known = await readFile(path.join(dataDir, 'ssh', 'known_hosts'), 'utf8');
    expect(known).toMatch(new RegExp(`^\\[git\\.pinned\\.invalid\\]:${server.port} ssh-`));
    expect(known).not.toContain('127.0.0.1');
  });

  it('takes no token, and says so', async () => {
    await expect(
      listRemoteRefs(await remoteAt('127.0.0.1'), { ...limits, credential: { kind: 'token', token: 'x' } }),
    ).rejects.toMatchObject({
      code: 'invalid',
      kind: 'auth',
    });
  });

  it('tells a repository that is not there', async () => {
    await expect(listRemoteRefs(await remoteAt('127.0.0.1', 'org/none.git'), limits)).rejects.toMatchObject({
      code: 'upstream',
      kind: 'not_found',
    });
  });

  it('refuses a host whose key has changed', async () => {
    await server.changeHostKey();
    await expect(listRemoteRefs(await remoteAt('git.pinned.invalid'), limits)).rejects.toMatchObject({
      code: 'upstream',
      kind: 'policy',
    });
    await writeFile(path.join(dataDir, 'ssh', 'known_hosts'), '');
    expect((await listRemoteRefs(await remoteAt('git.pinned.invalid'), limits)).headBranch).toBe('main');
  });
});
