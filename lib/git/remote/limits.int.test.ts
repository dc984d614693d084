// Limits on what a repository and a server may ask of us, with real ones of each: a list of refs, a commit's message, what
// two trees have of differences, how slowly a fetch may come.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import { createRepo, type FileEntry } from '@/e2e/servers/git/git-repo';
import { line, type RawUpstream, startRawUpstream } from '@/e2e/servers/git/raw-upstream';
import { makeKey, startSshServer } from '@/e2e/servers/ssh';
import { listRefs } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { EntryBudget } from '@/lib/git/read/entry-budget';
import { listCommits } from '@/lib/git/read/log';
import { readFileAt } from '@/lib/git/read/read-file';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { slowness } from './rate-watch';
import { listRemoteRefs } from './remote-refs';

process.env.FRESHET_MAX_REFS = '2000';

let world: MirrorWorld;
let raw: RawUpstream;
beforeAll(async () => {
  world = await openMirrorWorld();
  raw = await startRawUpstream();
});
afterAll(async () => {
  await raw.close();
  await world.close();
});

const tooLarge = { code: 'limit', kind: 'too_large', retryable: false };
const hex = (n: number) => (n + 1).toString(16).padStart(40, '0');
const heads = (count: number): [string, string][] =>
  Array.from({ length: count }, (_, i) => [`refs/heads/b${i}`, hex(i)]);

describe('a list of branches and tags', () => {
  it('is read up to the limit, and names the limit above it', async () => {
    const remote = await validateRemote(raw.url, world.policy);
    raw.refs = new Map(heads(2000));
    expect((await listRemoteRefs(remote, world.limits)).refs.size).toBe(2000);
    raw.refs = new Map([...heads(1999), ['refs/tags/v1', hex(1)], ['refs/tags/v2', hex(2)]]);
    const error = await listRemoteRefs(remote, world.limits).catch((reason: unknown) => reason);
    expect(error).toMatchObject(tooLarge);
    expect(String(error)).toMatch(/2,000 branches and tags.*FRESHET_MAX_REFS/);
  });

  it('passes over what is neither, however much there is of it', async () => {
    const remote = await validateRemote(raw.url, world.policy);
    const pulls = Array.from({ length: 6000 }, (_, i): [string, string] => [`refs/pull/${i}/head`, hex(i)]);
    raw.refs = new Map([['refs/heads/main', hex(0)], ...pulls]);
    expect([...(await listRemoteRefs(remote, world.limits)).refs.keys()]).toEqual(['refs/heads/main']);
  });

  it('leaves turns to others while it is read', async () => {
    const remote = await validateRemote(raw.url, world.policy);
    const pulls = Array.from({ length: 60_000 }, (_, i): [string, string] => [`refs/pull/${i}/head`, hex(i)]);
    raw.refs = new Map([['refs/heads/main', hex(0)], ...pulls]);
    // Five megabytes come in dozens of pieces, and between two of them everybody has a turn.
    let turns = 0;
    let isOver = false;
    const tick = () => {
      turns += 1;
      if (!isOver) setImmediate(tick);
    };
    const listed = listRemoteRefs(remote, world.limits).finally(() => {
      isOver = true;
    });
    tick();
    await listed;
    expect(turns).toBeGreaterThan(20);
  });

  it('that is longer when it is fetched than when it was asked for is refused, and what was there stays', async () => {
    const repo = await createRepo(world.root, 'org/growing', { 'a.txt': 'one\n' });
    const { remote, dir } = await world.mirror(repo);
    const before = await listRefs(dir);
    const tip = await repo.tip();
    const more = Array.from({ length: 2100 }, (_, i) => `create refs/heads/b${i} ${tip}\n`).join('');
    await repo.git(['update-ref', '--stdin'], more);
    await expect(fetchMirror(remote, dir, world.limits)).rejects.toMatchObject(tooLarge);
    await expect(cloneMirror(remote, world.newDir(), world.limits)).rejects.toMatchObject(tooLarge);
    expect(await listRefs(dir)).toEqual(before);
    await repo.git(['update-ref', '--stdin'], more.replaceAll('create', 'delete'));
    await repo.commit({ 'a.txt': 'two\n' });
    await fetchMirror(remote, dir, world.limits);
    await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    expect((await listRefs(dir)).get('refs/heads/main')).toBe(await repo.tip());
  });

  it('over ssh has the same limit', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'freshet-ssh-'));
    const repo = await createRepo(world.root, 'org/many-over-ssh', { 'a.txt': 'one\n' });
    const tip = await repo.tip();
    await repo.git(
      ['update-ref', '--stdin'],
      Array.from({ length: 2100 }, (_, i) => `create refs/tags/t${i} ${tip}\n`).join(''),
    );
    const server = await startSshServer({ root: world.root, folder: path.join(folder, 'server') });
    try {
      await makeKey(path.join(folder, 'ssh', 'id_ed25519'));
      await server.authorize(await readFile(path.join(folder, 'ssh', 'id_ed25519.pub'), 'utf8'));
      const policy = { allowedHosts: ['127.0.0.1'], dataDir: folder };
      const remote = await validateRemote(`${server.url}/${repo.name}`, policy);
      await expect(listRemoteRefs(remote, world.limits)).rejects.toMatchObject(tooLarge);
    } finally {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a commit', () => {
  it('with thirty megabytes of message, a name of one, or three thousand parents is shown in part', async () => {
    const repo = await createRepo(world.root, 'org/wordy', { 'a.txt': 'one\n' });
    const root = await repo.tip();
    const long = await repo.commit({ 'a.txt': 'two\n' }, { message: 'word '.repeat(6 * 1024 ** 2) });
    const lines = await repo.commit({ 'a.txt': 'three\n' }, { message: `first\n\n${'line\n'.repeat(4 * 1024 ** 2)}` });
    const named = await repo.commit({}, { author: { name: 'N'.repeat(1024 ** 2), email: 'n@example.com' } });
    const tree = (await repo.git(['rev-parse', `${root}^{tree}`])).trim();
    const parents = Array.from({ length: 3000 }, () => `parent ${root}\n`).join('');
    const who = 'A <a@example.com> 1700000000 +0000';
    const octopus = await repo.git(
      ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'],
      `tree ${tree}\n${parents}author ${who}\ncommitter ${who}\n\nmany\n`,
    );
    expect(octopus.trim()).toHaveLength(40);
    const { dir } = await world.mirror(repo);
    const [third, second, first] = await collect(listCommits(dir, { to: named }));
    expect(third).toMatchObject({ sha: named, authorName: 'N'.repeat(500), parents: [lines] });
    expect(second).toMatchObject({ sha: lines, subject: 'first' });
    expect(first).toMatchObject({ sha: long, parents: [root], subject: 'word '.repeat(100) });
    // The file of such a commit is read as that of any other.
    expect((await readFileAt(dir, long, 'a.txt', 100))?.content?.toString()).toBe('two\n');
    const [many] = await collect(listCommits(repo.dir, { to: octopus.trim(), limit: 1 }));
    expect(many?.parents.length).toBeGreaterThan(1000);
    expect(many?.parents.every((sha) => /^[0-9a-f]{40}$/.test(sha))).toBe(true);
  });
});

/** Numbers that look random and are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % sides;
  };
}

describe('what differs between two trees', () => {
  it('is what git says, whatever was added, taken away, exchanged or turned into something else', async () => {
    const repo = await createRepo(world.root, 'org/shapes', { 'a.txt': 'one\n' });
    const roll = dice(7);
    const names = ['a', 'a-b', 'a.b', 'a0', 'b', 'ä', 'ab', 'z'];
    const commits: string[] = [];
    for (let round = 0; round < 12; round++) {
      const files = new Map<string, FileEntry>();
      for (let i = 0; i < 14; i++) {
        const depth = 1 + roll(3);
        const file = Array.from({ length: depth }, () => names[roll(names.length)]).join('/');
        const kinds = [`text ${roll(4)}\n`, { link: 'a' }, { executable: 'x\n' }, { submodule: hex(roll(3)) }];
        // No file where another has its folder.
        const isClash = [...files.keys()].some(
          (other) => `${other}/`.startsWith(`${file}/`) || `${file}/`.startsWith(`${other}/`),
        );
        if (!isClash) files.set(file, kinds[roll(4)] ?? 'x\n');
      }
      commits.push(await repo.commit(files, { clear: true }));
    }
    for (const from of commits) {
      for (const to of commits) {
        const said = await repo.git(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to]);
        const parts = said.split('\0');
        const expected: unknown[] = [];
        for (let i = 0; i + 1 < parts.length; i += 2) {
          const [oldMode, mode, oldSha, sha, status] = parts[i]?.slice(1).split(' ') ?? [];
          const isGone = status === 'D';
          expected.push({
            path: parts[i + 1],
            op: isGone ? 'remove' : 'put',
            isNew: status === 'A',
            mode: Number(isGone ? oldMode : mode),
            sha: isGone ? oldSha : sha,
            oldSha: status === 'A' ? null : oldSha,
          });
        }
        expect(await collect(diffTrees(repo.dir, from, to))).toEqual(expected);
      }
    }
  });

  it('is compared by content where a tree is out of order or has a name twice', async () => {
    const repo = await createRepo(world.root, 'org/disorder', { 'a.txt': 'one\n' });
    const blob = (await repo.git(['rev-parse', 'HEAD:a.txt'])).trim();
    const entry = (name: string) => Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
    const commitOf = async (...entries: Buffer[]) => {
      const args = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
      const tree = (await repo.git(args, Buffer.concat(entries))).trim();
      return (await repo.git(['-c', 'user.name=A', '-c', 'user.email=a@b', 'commit-tree', '-m', 'm', tree])).trim();
    };
    const right = await commitOf(entry('a'), entry('b'), entry('c'));
    const wrong = await commitOf(entry('c'), entry('a'), entry('b'), entry('a'));
    const less = await commitOf(entry('c'), entry('b'));
    expect(await collect(diffTrees(repo.dir, right, wrong))).toEqual([]);
    expect(await collect(diffTrees(repo.dir, wrong, less))).toMatchObject([{ path: 'a', op: 'remove' }]);
  });

  it('costs what differs: a small change to a large tree is within a small budget, a large one is not', async () => {
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`d${i % 30}/f${i}`, `${i}\n`]));
    const repo = await createRepo(world.root, 'org/wide', files);
    const first = await repo.tip();
    const small = await repo.commit({ 'd3/f3': 'new\n' });
    const large = await repo.commit(Object.fromEntries(Object.keys(files).map((name) => [name, 'new\n'])));
    expect(await collect(diffTrees(repo.dir, first, small, { budget: new EntryBudget(100) }))).toHaveLength(1);
    await expect(collect(diffTrees(repo.dir, small, large, { budget: new EntryBudget(100) }))).rejects.toMatchObject(
      tooLarge,
    );
  });
});

describe('a fetch that hardly comes', () => {
  it('is told by what came, not by how long it has taken', () => {
    const isSlow = slowness({ bytesPerSecond: 100, ms: 10_000 }, 0);
    expect([isSlow(0, 500), isSlow(900, 9000), isSlow(1000, 9900)]).toEqual([false, false, false]);
    expect([isSlow(1500, 19_000), isSlow(1999, 19_900)]).toEqual([false, true]);
    const isTrickle = slowness({ bytesPerSecond: 100, ms: 10_000 }, 0);
    expect(Array.from({ length: 20 }, (_, i) => isTrickle(i, i * 500)).includes(true)).toBe(false);
    expect(isTrickle(20, 10_000)).toBe(true);
  });

  it.each(['http', 'keep-alives'])('gives its place back: %s', async (how) => {
    const noise = Buffer.from(Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24));
    const repo = await createRepo(world.root, `org/trickle-${how}`, { 'noise.bin': noise });
    const slow = { bytesPerSecond: 1_000_000, ms: 1500 };
    const isPack = ({ method, path: where }: { method: string; path: string }) =>
      method === 'POST' && (how === 'http' ? where.includes('trickle-http') : true);
    const remote =
      how === 'http'
        ? await world.remoteOf(repo)
        : await validateRemote(`http://127.0.0.1:${raw.port}/org/raw.git`, world.policy);
    if (how === 'http') world.server.faults.push({ match: isPack, bytesPerSecond: 100 });
    else {
      const tip = await repo.tip();
      raw.refs = new Map([
        ['HEAD', tip],
        ['refs/heads/main', tip],
      ]);
      raw.keepAlive = line('\u0002still counting\r');
    }
    const dir = world.newDir();
    const error = await cloneMirror(remote, dir, { ...world.limits, slow }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'upstream', kind: 'timeout', retryable: true });
    expect(String(error)).toContain('FRESHET_SLOW_FETCH_BYTES_PER_SECOND');
    world.server.faults.length = 0;
    raw.keepAlive = null;
  });
});
