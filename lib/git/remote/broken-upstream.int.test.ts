// Repositories that their own server cannot hand out: told by their cause, and not taken for a broken connection.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { createRepo, type GitRepo, runGit } from '@/e2e/servers/git/git-repo';
import { listRefs } from '@/lib/git/mirror/refs';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';

let world: MirrorWorld;

beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());

const remoteAt = (name: string) => validateRemote(`${world.server.url}/${name}`, world.policy);

/** Loose objects, so that one can be taken away. */
async function loosen(git: GitRepo): Promise<void> {
  await git.git(['config', 'transfer.unpackLimit', '100000']);
  await git.git(['config', 'fastimport.unpackLimit', '100000']);
}

async function lose(git: GitRepo, what: string): Promise<void> {
  const id = (await git.git(['rev-parse', what])).trim();
  await rm(path.join(git.dir, 'objects', id.slice(0, 2), id.slice(2)));
}

describe('an upstream', () => {
  it.each(['main:b.txt', 'main^{tree}'])('that has lost %s is damaged there', async (what) => {
    const name = `org/lost-${what.includes('b.txt') ? 'blob' : 'tree'}`;
    const git = await createRepo(world.root, name, null);
    await loosen(git);
    await git.commit({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
    const { remote, dir } = await world.mirror(git);
    const before = await listRefs(dir);
    await git.commit({ 'b.txt': 'three\n' });
    await lose(git, what);
    const damaged = {
      code: 'upstream',
      kind: 'corrupt',
      retryable: false,
      details: expect.stringContaining('possible repository corruption on the remote side'),
    };
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject(damaged);
    await expect(cloneMirror(remote, world.newDir(), world.limits)).rejects.toMatchObject(damaged);
    expect(await listRefs(dir)).toEqual(before);
  });

  it('without its contents (--filter=blob:none) is a partial clone', async () => {
    const full = await world.newRepo({ 'a.txt': 'one\n', 'b/c.txt': 'two\n' });
    const name = 'org/blobless.git';
    await runGit(world.root, ['clone', '-q', '--bare', '--filter=blob:none', `file://${full.dir}`, name]);
    await expect(cloneMirror(await remoteAt(name), world.newDir(), world.limits)).rejects.toMatchObject({
      code: 'upstream',
      retryable: false,
      message: expect.stringMatching(/partial clone|damaged/),
    });
  });

  it('without its history (--depth) is a shallow clone, at first and later', async () => {
    const full = await world.newRepo({ 'a.txt': 'one\n' });
    await full.commit({ 'a.txt': 'two\n' });
    const name = 'org/shallow.git';
    await runGit(world.root, ['clone', '-q', '--bare', '--depth=1', `file://${full.dir}`, name]);
    const shallow = { code: 'upstream', kind: 'policy', retryable: false, message: expect.stringContaining('shallow') };
    await expect(cloneMirror(await remoteAt(name), world.newDir(), world.limits)).rejects.toMatchObject(shallow);
    // A mirror of the whole, whose upstream is replaced by one without its history, and another one at that.
    const other = await world.newRepo({ 'z.txt': 'another\n' });
    const { remote, dir } = await world.mirror(other);
    const before = await listRefs(dir);
    await rm(other.dir, { recursive: true });
    await runGit(world.root, ['clone', '-q', '--bare', '--depth=1', `file://${full.dir}`, other.name]);
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject(shallow);
    expect(await listRefs(dir)).toEqual(before);
  });
});
