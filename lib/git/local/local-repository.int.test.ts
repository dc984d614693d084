import { execFileSync } from 'node:child_process';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runGit } from '@/e2e/servers/git/git-repo';
import { createWorkTree, fingerprint, type WorkTree } from '@/e2e/servers/git/work-tree';
import { listRefs, readHead } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { listCommits } from '@/lib/git/read/log';
import { readFileAt } from '@/lib/git/read/read-file';
import { listLocalRefs } from './local-refs';
import { findLocalRepository } from './local-repository';
import { isViewOf, openView } from './local-view';

let root: string;
let dataDir: string;
let repo: WorkTree;
let first: string;
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-local-'));
  dataDir = path.join(root, 'data');
  await mkdir(path.join(dataDir, 'mirrors'), { recursive: true });
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  repo = await createWorkTree(path.join(root, 'work', `repo-${++made}`), { 'a.txt': 'one\n' });
  first = (await repo.git(['rev-parse', 'HEAD'])).trim();
});

const find = (folder: string) => findLocalRepository(folder, { roots: [path.join(root, 'work')], dataDir });

/** A view of the repository as a sync makes it. */
async function view(folder: string): Promise<{ dir: string; leftOut: string[] }> {
  const local = await find(folder);
  const refs = await listLocalRefs(local);
  const dir = path.join(dataDir, 'mirrors', `view-${made}.git`);
  const leftOut = await openView(dir, local, refs.refs, { isView: await isViewOf(dir, local) });
  await resetRefs(dir, refs, { isBorrowed: true });
  return { dir, leftOut };
}

describe('what is found', () => {
  it('is a work tree, a bare repository, and a linked work tree with its own HEAD', async () => {
    await repo.git(['branch', 'side']);
    const linked = path.join(root, 'work', `linked-${made}`);
    await repo.git(['worktree', 'add', '-q', linked, 'side']);
    const bare = path.join(root, 'work', `bare-${made}.git`);
    await runGit(root, ['clone', '-q', '--bare', repo.dir, bare]);

    expect(await listLocalRefs(await find(repo.dir))).toEqual({
      headBranch: 'main',
      headSha: first,
      refs: new Map([
        ['refs/heads/main', first],
        ['refs/heads/side', first],
      ]),
    });
    expect((await listLocalRefs(await find(linked))).headBranch).toBe('side');
    expect((await listLocalRefs(await find(bare))).headBranch).toBe('main');
    expect((await listLocalRefs(await find(path.join(repo.dir, '.git')))).headBranch).toBe('main');
  });

  it('names no branch while HEAD is detached beside some, and nothing while it is empty', async () => {
    await repo.git(['checkout', '-q', '--detach']);
    expect(await listLocalRefs(await find(repo.dir))).toEqual({
      headBranch: null,
      headSha: first,
      refs: new Map([['refs/heads/main', first]]),
    });
    const empty = await createWorkTree(path.join(root, 'work', `empty-${made}`), {});
    expect(await listLocalRefs(await find(empty.dir))).toEqual({
      headBranch: null,
      headSha: null,
      unbornBranch: 'main',
      refs: new Map(),
    });
  });

  it('has what HEAD is at for a branch where it has none, as where a commit is checked out to be built', async () => {
    const built = path.join(root, 'work', `built-${made}`);
    await runGit(root, ['clone', '-q', `file://${repo.dir}`, built]);
    await runGit(built, ['checkout', '-q', '--detach']);
    await runGit(built, ['branch', '-D', 'main']);
    expect(await listLocalRefs(await find(built))).toEqual({
      headBranch: 'HEAD',
      headSha: first,
      standIn: 'head',
      refs: new Map([['refs/heads/HEAD', first]]),
    });
    const { dir } = await view(built);
    expect(await readHead(dir)).toEqual({ branch: 'HEAD', sha: first });
  });

  it('is nothing outside the roots, nor through a link, a pointer or borrowed objects that lead there', async () => {
    const secret = await createWorkTree(path.join(root, 'secret', `repo-${made}`), { 's.txt': 'secret\n' });
    const refused = { code: 'invalid', kind: 'policy' };
    await expect(find(secret.dir)).rejects.toMatchObject(refused);
    await expect(find(path.join(root, 'nowhere'))).rejects.toMatchObject(refused);
    await expect(find('work/relative')).rejects.toMatchObject(refused);
    await expect(find(`${repo.dir}/../../secret/repo-${made}`)).rejects.toMatchObject(refused);
    await expect(find(`${root}/work-other`)).rejects.toMatchObject(refused);

    const link = path.join(root, 'work', `link-${made}`);
    await symlink(secret.dir, link);
    await expect(find(link)).rejects.toMatchObject(refused);

    const pointer = path.join(root, 'work', `pointer-${made}`);
    await mkdir(pointer);
    await writeFile(path.join(pointer, '.git'), `gitdir: ${secret.dir}/.git\n`);
    await expect(find(pointer)).rejects.toMatchObject(refused);

    await cp(repo.dir, `${repo.dir}-b`, { recursive: true });
    await writeFile(path.join(`${repo.dir}-b`, '.git/commondir'), `${secret.dir}/.git\n`);
    await expect(find(`${repo.dir}-b`)).rejects.toMatchObject(refused);

    await writeFile(path.join(repo.dir, '.git/objects/info/alternates'), `${secret.dir}/.git/objects\n`);
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
    await writeFile(path.join(repo.dir, '.git/objects/info/alternates'), `"${secret.dir}/.git/objects"\n`);
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
    await rm(path.join(repo.dir, '.git/objects/info/alternates'));

    await rename(path.join(repo.dir, '.git/objects'), path.join(root, 'secret', `objects-${made}`));
    await symlink(path.join(root, 'secret', `objects-${made}`), path.join(repo.dir, '.git/objects'));
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
  });

  it('is nothing where its refs, or packs that it borrows, are links that lead outside', async () => {
    const secret = await createWorkTree(path.join(root, 'secret', `linked-${made}`), { 's.txt': 'secret\n' });
    await secret.git(['repack', '-adq']);
    const refused = { code: 'invalid', kind: 'policy' };

    const borrowed = path.join(root, 'work', `borrowed-${made}`);
    await mkdir(borrowed);
    await symlink(path.join(secret.dir, '.git/objects/pack'), path.join(borrowed, 'pack'));
    const alternates = path.join(repo.dir, '.git/objects/info/alternates');
    await writeFile(alternates, `${borrowed}\n`);
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
    // git takes the end of a line of another system for a part of the name.
    await mkdir(path.join(root, 'work', `plain-${made}`));
    await symlink(path.join(secret.dir, '.git/objects'), path.join(root, 'work', `plain-${made}\r`));
    await writeFile(alternates, `${path.join(root, 'work', `plain-${made}`)}\r\n`);
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
    await rm(alternates);

    const [pack = ''] = await readdir(path.join(secret.dir, '.git/objects/pack'));
    const link = path.join(repo.dir, '.git/objects/pack', pack);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(secret.dir, '.git/objects/pack', pack), link);
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
    await rm(link);

    await symlink(path.join(secret.dir, '.git/refs'), path.join(repo.dir, '.git/reftable'));
    await expect(find(repo.dir)).rejects.toMatchObject(refused);
  });

  it('is found at once however often stores of objects name one another', async () => {
    const stores = [1, 2, 3, 4, 5].map((n) => path.join(root, 'work', `store-${made}-${n}`));
    for (const store of stores) await mkdir(path.join(store, 'info'), { recursive: true });
    for (const [i, store] of [path.join(repo.dir, '.git/objects'), ...stores].entries()) {
      if (stores[i]) await writeFile(path.join(store, 'info/alternates'), `${stores[i]}\n`.repeat(80));
    }
    await find(repo.dir);
  });

  it('is nothing that git would wait for without end', async () => {
    execFileSync('mkfifo', [path.join(repo.dir, '.git/shallow')]);
    await expect(find(repo.dir)).rejects.toMatchObject({ kind: 'policy' });
  });

  it('keeps nobody waiting longer than a run may take where an object is a pipe', async () => {
    const local = await find(repo.dir);
    const { refs } = await listLocalRefs(local);
    const object = path.join(repo.dir, '.git/objects', first.slice(0, 2), first.slice(2));
    await rm(object);
    execFileSync('mkfifo', [object]);
    const dir = path.join(dataDir, 'mirrors', `view-${made}.git`);
    await expect(openView(dir, local, refs, { isView: false, signal: AbortSignal.timeout(500) })).rejects.toMatchObject(
      {
        kind: 'timeout',
      },
    );
  });

  it('is nothing where no folder is allowed, and never our own data', async () => {
    await expect(findLocalRepository(repo.dir, { roots: [], dataDir })).rejects.toThrow('FRESHET_LOCAL_ROOTS');
    await runGit(root, ['clone', '-q', '--bare', repo.dir, path.join(dataDir, 'mirrors', `own-${made}.git`)]);
    await expect(
      findLocalRepository(path.join(dataDir, 'mirrors', `own-${made}.git`), { roots: [root], dataDir }),
    ).rejects.toMatchObject({ kind: 'policy' });
  });

  it('says when there is none', async () => {
    const gone = { code: 'invalid', kind: 'not_found' };
    await expect(find(path.join(root, 'work', 'nothing'))).rejects.toMatchObject(gone);
    await expect(find(path.join(repo.dir, 'a.txt'))).rejects.toMatchObject(gone);
    await mkdir(path.join(root, 'work', `plain-${made}`));
    await expect(find(path.join(root, 'work', `plain-${made}`))).rejects.toMatchObject(gone);
    await writeFile(path.join(root, 'work', `plain-${made}`, '.git'), 'nonsense');
    await expect(find(path.join(root, 'work', `plain-${made}`))).rejects.toMatchObject(gone);
    await rm(path.join(repo.dir, '.git/HEAD'));
    await expect(find(repo.dir)).rejects.toMatchObject(gone);
  });

  it('refuses a partial clone, whose missing files would have to be fetched', async () => {
    await repo.git(['config', 'uploadpack.allowFilter', 'true']);
    const partial = path.join(root, 'work', `partial-${made}`);
    await runGit(root, ['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${repo.dir}`, partial]);
    await expect(find(partial)).rejects.toMatchObject({ kind: 'policy' });
  });
});

describe('a view', () => {
  it('reads every object without copying one, and follows what moves', async () => {
    await repo.git(['tag', '-a', 'v1', '-m', 'one']);
    const { dir } = await view(repo.dir);
    expect(await readHead(dir)).toEqual({ branch: 'main', sha: first });
    expect((await readFileAt(dir, first, 'a.txt', 100))?.content?.toString()).toBe('one\n');
    expect(await runGit(dir, ['count-objects', '-v'])).toMatch(/^count: 0$[\s\S]*^in-pack: 0$/m);

    const second = await repo.commit({ 'a.txt': 'two\n' });
    await repo.git(['branch', 'a/b']);
    await view(repo.dir);
    await repo.git(['branch', '-D', 'a/b']);
    await repo.git(['branch', 'a']);
    await repo.git(['repack', '-adq']);
    await view(repo.dir);
    expect([...(await listRefs(dir)).keys()].sort()).toEqual(['refs/heads/a', 'refs/heads/main', 'refs/tags/v1']);
    expect((await readFileAt(dir, second, 'a.txt', 100))?.content?.toString()).toBe('two\n');
  });

  it('survives history that its owner rewrote and threw away', async () => {
    const { dir } = await view(repo.dir);
    await repo.git(['commit', '-q', '--amend', '-m', 'other']);
    await repo.git(['reflog', 'expire', '--expire=now', '--all']);
    await repo.git(['gc', '-q', '--prune=now']);
    await view(repo.dir);
    const tip = (await repo.git(['rev-parse', 'HEAD'])).trim();
    expect(await readHead(dir)).toEqual({ branch: 'main', sha: tip });
  });

  it('knows where history was cut off', async () => {
    await repo.commit({ 'b.txt': 'two\n' });
    const shallow = path.join(root, 'work', `shallow-${made}`);
    await runGit(root, ['clone', '-q', '--depth=1', `file://${repo.dir}`, shallow]);
    const { dir } = await view(shallow);
    const tip = (await readHead(dir))?.sha ?? '';
    const commits = [];
    for await (const commit of listCommits(dir, { to: tip })) commits.push(commit.sha);
    expect(commits).toEqual([tip]);
  });

  it('reads a repository that names its objects with SHA-256, also one that was empty at first', async () => {
    const wide = await createWorkTree(path.join(root, 'work', `wide-${made}`), {}, ['--object-format=sha256']);
    await view(wide.dir);
    const tip = await wide.commit({ 'w.txt': 'wide\n' });
    const { dir } = await view(wide.dir);
    expect(tip).toHaveLength(64);
    expect((await readFileAt(dir, tip, 'w.txt', 100))?.content?.toString()).toBe('wide\n');
  });

  it('leaves out a branch that names what is not there, and keeps the others', async () => {
    await writeFile(path.join(repo.dir, '.git/refs/heads/broken'), `${'ab'.repeat(20)}\n`);
    const { dir, leftOut } = await view(repo.dir);
    expect(leftOut).toEqual(['refs/heads/broken']);
    expect([...(await listRefs(dir)).keys()]).toEqual(['refs/heads/main']);
  });

  it('is put right when somebody changed where it borrows from', async () => {
    const { dir } = await view(repo.dir);
    await writeFile(path.join(dir, 'objects/info/alternates'), '/etc\n');
    expect((await readFileAt(dir, first, 'a.txt', 100))?.content?.toString()).toBe('one\n');
    expect(await readFile(path.join(dir, 'objects/info/alternates'), 'utf8')).toBe('../borrowed/0\n');
    expect(await readlink(path.join(dir, 'borrowed/0/pack'))).toBe(`${repo.dir}/.git/objects/pack`);
  });
});

describe('a branch that cannot be read', () => {
  it.each(['refs/heads/side/a', 'refs/heads/side', 'HEAD', 'config', 'objects/pack'])(
    'is not taken for one that was deleted where the rights to %s are missing',
    async (part) => {
      await repo.git(['branch', 'side/a']);
      await repo.git(['repack', '-adq']);
      const [pack = ''] = await readdir(path.join(repo.dir, '.git/objects/pack'));
      const file = path.join(repo.dir, '.git', part === 'objects/pack' ? `${part}/${pack}` : part);
      await chmod(root, 0o755);
      await chmod(file, 0o000);
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      const asked = await find(repo.dir)
        .then((local) => listLocalRefs(local))
        .catch((error: unknown) => error);
      if (isRoot) process.seteuid?.(0);
      await chmod(file, 0o755);
      expect(asked).toMatchObject({ code: 'invalid', kind: 'auth' });
    },
  );

  it('is not taken for one that was deleted', async () => {
    await repo.git(['branch', 'side']);
    await writeFile(path.join(repo.dir, '.git/refs/heads/main'), '');
    await expect(find(repo.dir).then((local) => listLocalRefs(local))).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('is nothing where HEAD names one that has no commit yet', async () => {
    await repo.git(['checkout', '-q', '--orphan', 'later']);
    expect(await listLocalRefs(await find(repo.dir))).toMatchObject({
      headBranch: null,
      headSha: null,
      unbornBranch: 'later',
    });
  });
});

describe('a hostile repository', () => {
  it('has no say in what is run: not by its configuration, its hooks, nor what that includes', async () => {
    const marker = path.join(root, `owned-${made}`);
    const script = path.join(repo.dir, 'script.sh');
    await writeFile(script, `#!/bin/sh\ntouch ${marker}\n`);
    await chmod(script, 0o755);
    const settings = [
      'core.fsmonitor',
      'core.sshCommand',
      'core.editor',
      'core.pager',
      'pager.for-each-ref',
      'core.askPass',
      'core.gitProxy',
      'core.alternateRefsCommand',
      'diff.external',
      'gpg.program',
      'filter.x.smudge',
      'alias.for-each-ref',
      'uploadpack.packObjectsHook',
      'credential.helper',
    ];
    for (const key of settings) await repo.git(['config', key, script]);
    await writeFile(path.join(root, 'work', `more-${made}.cfg`), `[core]\n\thooksPath = ${repo.dir}\n`);
    await repo.git(['config', 'include.path', path.join(root, 'work', `more-${made}.cfg`)]);
    for (const hook of ['reference-transaction', 'post-index-change', 'fsmonitor-watchman']) {
      await cp(script, path.join(repo.dir, '.git/hooks', hook));
      await cp(script, path.join(repo.dir, hook));
    }
    // A folder that says it is ours is still somebody else's.
    await writeFile(path.join(repo.dir, '.git/freshet-mirror'), 'sha1\n');
    const before = await fingerprint(repo.dir);
    const { dir } = await view(repo.dir);
    expect((await readFileAt(dir, first, 'a.txt', 100))?.content?.toString()).toBe('one\n');
    await expect(readFile(marker)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await fingerprint(repo.dir)).toEqual(before);
  });

  it('is told apart from a sound one where git cannot read it', async () => {
    await repo.git(['config', 'core.repositoryformatversion', '1']);
    await repo.git(['config', 'extensions.unheardOf', 'true']);
    await expect(find(repo.dir).then((local) => listLocalRefs(local))).rejects.toMatchObject({ kind: 'policy' });
  });
});
