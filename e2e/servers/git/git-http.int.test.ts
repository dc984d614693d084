import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from './git-http';
import { createRepo, runGit } from './git-repo';

let root: string;
let server: GitServer;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-git-http-'));
  server = await startGitServer({ root });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

describe('the git server of the tests', () => {
  it('serves a repository, takes a push, and keeps what it was asked', async () => {
    const repo = await createRepo(root, 'org/one', { 'a.txt': 'a\n', 'b/c.txt': 'c\n', l: { link: 'a.txt' } });
    await runGit(root, ['clone', '-q', `${server.url}/org/one.git`, 'work']);
    await runGit(path.join(root, 'work'), ['commit', '-q', '--allow-empty', '-m', 'more']);
    await runGit(path.join(root, 'work'), ['push', '-q', 'origin', 'main']);
    expect(await repo.git(['log', '--format=%s', 'main'])).toBe('more\nChange files\n');
    expect(server.requests.some((request) => request.path.includes('git-receive-pack'))).toBe(true);
  });

  it('keeps a repository behind its token', async () => {
    await createRepo(root, 'org/private', { 'a.txt': 'a\n' });
    server.tokens.set('org/private.git', 's3cret');
    const url = `${server.url}/org/private.git`;
    await expect(runGit(root, ['-c', 'core.askPass=true', 'ls-remote', url])).rejects.toThrow('failed');
    const withToken = url.replace('://', '://x:s3cret@');
    expect(await runGit(root, ['ls-remote', withToken])).toContain('refs/heads/main');
  });

  it('misbehaves on demand', async () => {
    await createRepo(root, 'org/faulty', { 'a.txt': 'a\n' });
    const url = `${server.url}/org/faulty.git`;
    server.faults.push({ status: 429, headers: { 'retry-after': '7' }, times: 1 });
    await expect(runGit(root, ['ls-remote', url])).rejects.toThrow('429');
    server.faults.push({ match: 'git-upload-pack', cutAfterBytes: 20, times: 2 });
    await expect(runGit(root, ['clone', '-q', url, 'cut'])).rejects.toThrow('failed');
    server.faults.length = 0;
    expect(await runGit(root, ['ls-remote', url])).toContain('refs/heads/main');
  });
});
