// What the owner of a folder under the roots may put there to lead git out of them, or to keep it waiting.
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createWorkTree, type WorkTree } from '@/e2e/servers/git/work-tree';
import { NotPlainError, readPlainFile } from '@/lib/files/plain-file';
import { isPlainFolder } from '@/lib/files/plain-folder';
import { checkMirror } from '@/lib/git/mirror/health';
import { readHead } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { guardMirror, mirrorDir } from '@/lib/git/mirror-dir';
import { commitExists } from '@/lib/git/read/log';
import { readFileAt } from '@/lib/git/read/read-file';
import { listLocalRefs } from './local-refs';
import { findLocalRepository, type LocalRepository } from './local-repository';
import { isViewOf, openView } from './local-view';

let root: string;
let dataDir: string;
let repo: WorkTree;
let gitDir: string;
let secret: WorkTree;
let secretTip: string;
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-traps-'));
  dataDir = path.join(root, 'data');
  await mkdir(path.join(dataDir, 'mirrors'), { recursive: true });
  secret = await createWorkTree(path.join(root, 'secret'), { 's.txt': 'secret\n' });
  secretTip = (await secret.git(['rev-parse', 'HEAD'])).trim();
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  repo = await createWorkTree(path.join(root, 'work', `repo-${++made}`), { 'a.txt': 'one\n' });
  gitDir = path.join(repo.dir, '.git');
});

const find = (folder = repo.dir) => findLocalRepository(folder, { roots: [path.join(root, 'work')], dataDir });
/** All that a sync reads there before git reads any object. */
const read = async () => listLocalRefs(await find());
const refused = { code: 'invalid', kind: 'policy' };

async function view(local: LocalRepository): Promise<string> {
  const dir = mirrorDir(dataDir, `view-${made}`);
  const refs = await listLocalRefs(local);
  await openView(dir, local, refs.refs, { isView: await isViewOf(dir, local) });
  await resetRefs(dir, refs, { isBorrowed: true });
  return dir;
}

/** Lines that say nothing, before one that leads out. */
const LONG = '#'.repeat(80).concat('\n').repeat(2000);

describe('a file that says where to go on', () => {
  it.each([
    [
      'alternates',
      async () => writeFile(path.join(gitDir, 'objects/info/alternates'), `${LONG}${secret.dir}/.git/objects\n`),
    ],
    ['commondir', async () => writeFile(path.join(gitDir, 'commondir'), `${secret.dir}/.git${'\n'.repeat(20_000)}`)],
    [
      'commondir of slashes',
      async () => writeFile(path.join(gitDir, 'commondir'), `${'/'.repeat(9000)}${secret.dir.slice(1)}/.git\n`),
    ],
    [
      '.git',
      async () => {
        await rename(gitDir, `${gitDir}-away`);
        await writeFile(gitDir, `gitdir: ${secret.dir}/.git${'\n'.repeat(20_000)}`);
      },
    ],
    ['config', async () => writeFile(path.join(gitDir, 'config'), '#'.repeat(2_000_000))],
    ['a ref', async () => writeFile(path.join(gitDir, 'refs/heads/long'), `ref: refs/heads/${'x'.repeat(20_000)}`)],
    ['HEAD', async () => writeFile(path.join(gitDir, 'HEAD'), `ref: refs/heads/main${'\n'.repeat(20_000)}`)],
  ])('is not taken for missing where it is too long: %s', async (_, lay) => {
    await lay();
    await expect(read()).rejects.toMatchObject(refused);
  });

  it.each([
    'HEAD',
    'config',
    'commondir',
    'packed-refs',
    'shallow',
    'refs/heads/pipe',
    'refs/heads/deep/down/pipe',
    'refs/tags/pipe',
    'refs/remotes/origin/pipe',
    'objects/info/alternates',
    'objects/info/commit-graph',
    'objects/info/commit-graphs/chain',
    'objects/pack/pack-1.idx',
    'objects/pack/multi-pack-index',
    'objects/ab/cdef',
  ])('keeps nobody waiting where it is a pipe: %s', async (name) => {
    const file = path.join(gitDir, name);
    await rm(file, { force: true });
    await mkdir(path.dirname(file), { recursive: true });
    execFileSync('mkfifo', [file]);
    await expect(read()).rejects.toMatchObject(refused);
  });

  it.each(['HEAD', 'packed-refs', 'refs/heads/socket', 'objects/info/alternates'])(
    'is refused where it is a socket: %s',
    async (name) => {
      const file = path.join(gitDir, name);
      await rm(file, { force: true });
      const server = createServer();
      onTestFinished(() => void server.close());
      // A short way there: addresses of sockets have room for little.
      const short = await mkdtemp(path.join(tmpdir(), 'fs-'));
      onTestFinished(() => rm(short, { recursive: true, force: true }));
      await new Promise<void>((resolve) => server.listen(path.join(short, 's'), resolve));
      await rename(path.join(short, 's'), file);
      await expect(read()).rejects.toMatchObject(refused);
    },
  );

  it.each([
    ['a device', '/dev/zero'],
    ['a file elsewhere', '/etc/passwd'],
  ])('is refused where it leads to %s', async (_, target) => {
    for (const name of [
      'HEAD',
      'config',
      'packed-refs',
      'refs/heads/link',
      'objects/info/alternates',
      'objects/ab/cdef',
    ]) {
      const one = await createWorkTree(path.join(root, 'work', `link-${++made}`), { 'a.txt': 'one\n' });
      const file = path.join(one.dir, '.git', name);
      await mkdir(path.dirname(file), { recursive: true });
      await rm(file, { force: true });
      await symlink(target, file);
      const reading = find(one.dir).then((local) => listLocalRefs(local));
      await expect(reading, name).rejects.toMatchObject(refused);
    }
  });

  it('is refused where a single object is a link to one outside', async () => {
    const name = path.join(secretTip.slice(0, 2), secretTip.slice(2));
    await mkdir(path.join(gitDir, 'objects', secretTip.slice(0, 2)), { recursive: true });
    await symlink(path.join(secret.dir, '.git/objects', name), path.join(gitDir, 'objects', name));
    await expect(find()).rejects.toMatchObject(refused);
  });

  it('that grows while it is read is read to its limit and no further', async () => {
    const file = path.join(root, 'growing');
    await writeFile(file, 'x'.repeat(1000));
    expect((await readPlainFile(file, 1000))?.length).toBe(1000);
    const growing = readPlainFile(file, 5000, async () => appendFile(file, 'y'.repeat(100_000)));
    await expect(growing).rejects.toBeInstanceOf(NotPlainError);
    expect(await readPlainFile(path.join(file, 'below'), 10)).toBeNull();
    expect(await readPlainFile(path.join(root, 'nothing'), 10)).toBeNull();
    await expect(readPlainFile(root, 10)).rejects.toBeInstanceOf(NotPlainError);
  });
});

describe('what its owner changes after it was looked at', () => {
  it('leads a view nowhere: whom it borrows from is not asked again', async () => {
    const dir = await view(await find());
    await writeFile(path.join(gitDir, 'objects/info/alternates'), `${secret.dir}/.git/objects\n`);
    expect(await commitExists(dir, secretTip)).toBe(false);
    await repo.git(['cat-file', '-e', secretTip]);
    await expect(find()).rejects.toMatchObject(refused);
  });

  it('reads what is borrowed within the roots, through as many others as git does', async () => {
    const chain = [repo];
    for (let i = 0; i < 4; i++) {
      const next = await createWorkTree(path.join(root, 'work', `chain-${made}-${i}`), { [`f${i}.txt`]: `${i}\n` });
      await writeFile(
        path.join(chain.at(-1)?.dir ?? '', '.git/objects/info/alternates'),
        i % 2
          ? `${path.relative(path.join(chain.at(-1)?.dir ?? '', '.git/objects'), path.join(next.dir, '.git/objects'))}\n`
          : `# borrowed\n${next.dir}/.git/objects\n`,
      );
      chain.push(next);
    }
    const last = (await chain.at(-1)?.git(['rev-parse', 'HEAD']))?.trim() ?? '';
    await repo.git(['update-ref', 'refs/heads/far', last]);
    const dir = await view(await find());
    expect((await readFileAt(dir, last, 'f3.txt', 99))?.content?.toString()).toBe('3\n');
    await chain[2]?.git(['repack', '-adq']);
    expect((await readFileAt(dir, (await readHead(dir))?.sha ?? '', 'a.txt', 99))?.content?.toString()).toBe('one\n');
  });

  it('is seen with the next look: whom it borrows from makes another view', async () => {
    const local = await find();
    const dir = await view(local);
    const other = await createWorkTree(path.join(root, 'work', `other-${made}`), { 'o.txt': 'other\n' });
    await writeFile(path.join(gitDir, 'objects/info/alternates'), `${other.dir}/.git/objects\n`);
    expect(await isViewOf(dir, local)).toBe(true);
    expect(await isViewOf(dir, await find())).toBe(false);
    await view(await find());
    expect(await commitExists(dir, (await other.git(['rev-parse', 'HEAD'])).trim())).toBe(true);
  });
});

describe('a copy of ours', () => {
  it.each(['HEAD', 'packed-refs', 'shallow', 'refs/heads/pipe', 'objects/pack/pack-1.pack', 'objects/00/11'])(
    'is made anew where somebody put a pipe into it: %s',
    async (name) => {
      const local = await find();
      const dir = await view(local);
      const file = path.join(dir, name);
      await rm(file, { force: true });
      await mkdir(path.dirname(file), { recursive: true });
      execFileSync('mkfifo', [file]);
      expect(await isPlainFolder(dir, ['borrowed'])).toBe(false);
      expect(await isViewOf(dir, local)).toBe(false);
      await view(local);
      expect(await checkMirror(dir)).toBe('ok');
      expect((await readHead(dir))?.branch).toBe('main');
    },
  );

  it('keeps its configuration whatever stands in its place, and is not used where it cannot be told whose it is', async () => {
    const dir = await view(await find());
    for (const name of ['config', 'objects/info/alternates']) {
      await rm(path.join(dir, name));
      execFileSync('mkfifo', [path.join(dir, name)]);
      expect(await guardMirror(dir)).toBe('sha1');
      await rm(path.join(dir, name));
      await mkdir(path.join(dir, name, 'folder'), { recursive: true });
      expect(await guardMirror(dir)).toBe('sha1');
    }
    expect(await checkMirror(dir)).toBe('ok');
    await rm(path.join(dir, 'freshet-mirror'));
    execFileSync('mkfifo', [path.join(dir, 'freshet-mirror')]);
    await expect(guardMirror(dir)).rejects.toMatchObject({ kind: 'corrupt' });
    await rm(path.join(dir, 'HEAD'));
    await symlink('/dev/zero', path.join(dir, 'HEAD'));
    await expect(readHead(dir)).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('leaves nothing of what it read behind', async () => {
    const before = process.env.TMPDIR;
    onTestFinished(() => void Object.assign(process.env, { TMPDIR: before ?? tmpdir() }));
    process.env.TMPDIR = await mkdtemp(path.join(root, 'tmp-'));
    await read();
    expect(await readdir(tmpdir())).toEqual([]);
  });
});
