// Shapes that nobody makes by hand, through the real engine: folders ten thousand deep, tags of tags of tags, and very
// many very small objects. Nothing of them is taken for damage, and what is measured is what all that runs for them takes.
import { totalmem } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitContent, PackWriter, tagContent, treeContent } from '@/e2e/servers/git/pack';
import { type RawUpstream, startRawUpstream } from '@/e2e/servers/git/raw-upstream';
import { measure } from '@/e2e/servers/watch-memory';
import { startWorld, type World } from '@/e2e/servers/world';
import { listHistory } from '@/lib/browse/list-history';
import { readBlob } from '@/lib/browse/read-blob';
import { readCommit } from '@/lib/browse/read-commit';
import { readTree } from '@/lib/browse/read-tree';
import type { Actor } from '@/lib/context';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import type { Repo } from '@/lib/repos/repo';
import { search } from '@/lib/search/search';
import { auditRepo } from '@/lib/sync/upkeep/audit';

const MIB = 1024 ** 2;
/** What one git may have here. */
const MOST = 160 * MIB;
/** What all that runs may take: well below a tenth of the machine. */
const FEW = Math.min(2 * MOST, 0.08 * totalmem());
const LEVELS = 10_000;
const SYSTEM: Actor = { kind: 'system' };
const VISITOR: Actor = { kind: 'anonymous' };

let world: World;
let upstream: RawUpstream;
beforeAll(async () => {
  process.env.FRESHET_GIT_MEMORY_BYTES = String(MOST);
  world = await startWorld({ FRESHET_MAX_FILES: '50000' }, { hasClock: false });
  upstream = await startRawUpstream();
});
afterAll(async () => {
  await upstream?.close();
  await world?.close();
});

/** All of it stayed within bounds, and ended well. */
async function withinBounds(work: () => Promise<unknown>): Promise<void> {
  const { error, largest, total } = await measure(work);
  if (error !== null) throw error;
  expect(largest / MIB).toBeLessThan(MOST / MIB + 48);
  expect(total / MIB).toBeLessThan(FEW / MIB);
}

/** Has the upstream offer what the pack holds under one name more than before, and syncs it. */
async function added(name: string, refs: [string, string][], pack: PackWriter): Promise<Repo> {
  upstream.refs = new Map(refs);
  upstream.pack = pack.end();
  const { id } = await addRepo(world.as(SYSTEM), { url: upstream.url, name, is_public: true, again: true });
  return await world.settle(id);
}

describe.runIf(process.platform === 'linux')('extreme shapes', { timeout: 480_000 }, () => {
  it('folders ten thousand deep: the rest is searchable, and every level opens', async () => {
    const pack = new PackWriter();
    const blob = pack.add('blob', 'shallow godwit\n');
    let inner = pack.add('tree', treeContent([['100644', 'f', blob]]));
    for (let level = 0; level < LEVELS; level++) inner = pack.add('tree', treeContent([['40000', 'd', inner]]));
    const flat = pack.add('tree', treeContent([['100644', 'a.txt', blob]]));
    const deep = treeContent([
      ['100644', 'a.txt', blob],
      ['40000', 'deep', inner],
    ]);
    const first = pack.add('commit', commitContent(flat));
    const tip = pack.add('commit', commitContent(pack.add('tree', deep), [first]));
    await withinBounds(async () => {
      const refs: [string, string][] = [
        ['HEAD', tip],
        ['refs/heads/main', tip],
      ];
      const { id, ...repo } = await added('deep', refs, pack);
      expect(repo).toMatchObject({ status: 'ready', error: null, file_count: 1 });
      const ctx = world.as(VISITOR);
      expect((await search(ctx, { q: 'godwit' })).results.map(({ path }) => path)).toEqual(['a.txt']);
      expect((await readCommit(ctx, { repoId: id, commit: tip })).problem).toContain('more than can be compared');
      const path = `deep/${'d/'.repeat(LEVELS)}f`;
      expect((await readBlob(ctx, { repoId: id, commit: tip, path })).content).toBe('shallow godwit\n');
      const { entries } = await readTree(ctx, { repoId: id, commit: tip, path: path.slice(0, -2) });
      expect(entries).toMatchObject([{ name: 'f', type: 'file' }]);
      expect(await auditRepo(world.as(SYSTEM), id)).toBe('ok');
    });
  });

  it('a tag of a tag of a tag, ten thousand long: the branch is searchable, and a short one opens', async () => {
    const pack = new PackWriter();
    const blob = pack.add('blob', 'tagged dunlin\n');
    const tip = pack.add('commit', commitContent(pack.add('tree', treeContent([['100644', 'a.txt', blob]]))));
    let tag = pack.add('tag', `${tagContent('t', tip, 'commit')}m\n`);
    let short = '';
    for (let length = 1; length < LEVELS; length++) {
      tag = pack.add('tag', `${tagContent('t', tag, 'tag')}${length}\n`);
      if (length === 10) short = tag;
    }
    await withinBounds(async () => {
      const refs: [string, string][] = [
        ['HEAD', tip],
        ['refs/heads/main', tip],
        ['refs/tags/long', tag],
        ['refs/tags/short', short],
      ];
      const { id, ...repo } = await added('tags', refs, pack);
      expect(repo).toMatchObject({ status: 'ready', error: null, file_count: 1 });
      const ctx = world.as(VISITOR);
      expect((await search(ctx, { q: 'dunlin' })).results.map(({ path }) => path)).toEqual(['a.txt']);
      expect((await readTree(ctx, { repoId: id, name: 'short' })).commit).toBe(tip);
      await expect(readTree(ctx, { repoId: id, name: 'long' })).rejects.toMatchObject({ code: 'not_found' });
      expect((await listHistory(ctx, id, { commit: tip })).isLost).toBe(false);
    });
  });

  it('nothing but such tags is told as nothing to search', async () => {
    const pack = new PackWriter();
    const blob = pack.add('blob', 'x\n');
    let tag = pack.add('tag', `${tagContent('t', blob, 'blob')}m\n`);
    for (let length = 1; length < LEVELS; length++) tag = pack.add('tag', `${tagContent('t', tag, 'tag')}${length}\n`);
    await withinBounds(async () => {
      const { id } = await added('only-tags', [['refs/tags/long', tag]], pack);
      const [run] = await world.runs(id);
      expect(run?.note).toContain('only tags, and the newest, long, names no commit');
    });
  });

  it('two hundred thousand objects of a few bytes: counted against the limit on files where they are files', async () => {
    const pack = new PackWriter();
    const name = (prefix: string, n: number) => `${prefix}${String(n).padStart(4, '0')}`;
    const folder = (n: number) =>
      pack.add(
        'tree',
        treeContent(
          Array.from({ length: 1000 }, (_, i) => ['100644', name('f', i), pack.add('blob', `${n} ${i}`)] as const),
        ),
      );
    const many = pack.add(
      'tree',
      treeContent(Array.from({ length: 200 }, (_, n) => ['40000', name('d', n), folder(n)] as const)),
    );
    const blob = pack.add('blob', 'few whimbrels\n');
    const few = pack.add('commit', commitContent(pack.add('tree', treeContent([['100644', 'a.txt', blob]]))));
    const next = pack.add('commit', commitContent(many, [few]));
    await withinBounds(async () => {
      const refs: [string, string][] = [
        ['HEAD', few],
        ['refs/heads/main', few],
        ['refs/tags/many', next],
      ];
      const { id, ...repo } = await added('tiny', refs, pack);
      expect(repo).toMatchObject({ status: 'ready', error: null, file_count: 1 });
      const ctx = world.as(VISITOR);
      expect((await search(ctx, { q: 'whimbrels' })).results.map(({ path }) => path)).toEqual(['a.txt']);
      expect((await readTree(ctx, { repoId: id, name: 'many' })).entries).toHaveLength(200);
      expect((await readCommit(ctx, { repoId: id, commit: next })).changes).toHaveLength(300);
      const main: [string, string][] = [
        ['HEAD', next],
        ['refs/heads/main', next],
      ];
      const refused = await added('tiny-files', main, pack);
      expect(refused).toMatchObject({ status: 'error', error_kind: 'too_large' });
    });
  });
});
