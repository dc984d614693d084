// A content of two gigabytes that takes two megabytes in a pack, and a commit with a message of forty, under every name
// that has a meaning: whoever reads them asks for their size first, and what is measured is what all of it takes.
import { totalmem } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawFile } from '@/app/_http/raw-file';
import { commitContent, PackWriter, tagContent, treeContent } from '@/e2e/servers/git/pack';
import { type RawUpstream, startRawUpstream } from '@/e2e/servers/git/raw-upstream';
import { measure } from '@/e2e/servers/watch-memory';
import { startWorld, type World } from '@/e2e/servers/world';
import { listHistory } from '@/lib/browse/list-history';
import { RAW_BYTES, readBlob } from '@/lib/browse/read-blob';
import { readCommit } from '@/lib/browse/read-commit';
import { readTree } from '@/lib/browse/read-tree';
import type { Actor } from '@/lib/context';
import { maintainMirror, throwAwaySoon } from '@/lib/git/mirror/maintain';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { search } from '@/lib/search/search';
import { similarCode } from '@/lib/search/similar';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { auditRepo } from '@/lib/sync/upkeep/audit';

const MIB = 1024 ** 2;
const HUGE = 2048 * MIB;
/** What one git may have here. */
const MOST = 160 * MIB;
/** Well below a tenth of the machine, for a sync and for all visitors together. */
const FEW = Math.min(3 * MOST, 0.08 * totalmem());
const NAMES = ['.gitattributes', 'README.md', 'huge.c', 'photo.png'];
const SYSTEM: Actor = { kind: 'system' };
const visitor = (network: number): Actor => ({ kind: 'anonymous', network: `192.0.2.${network}/32` });

let world: World;
let upstream: RawUpstream;
let id: string;
let first: string;
let wordy: string;

beforeAll(async () => {
  process.env.FRESHET_GIT_MEMORY_BYTES = String(MOST);
  world = await startWorld({}, { hasClock: false });
  upstream = await startRawUpstream();
});
afterAll(async () => {
  await upstream?.close();
  await world?.close();
});

/** Runs it and returns its error, or null; all that ran for it stayed within bounds. */
async function withinBounds(work: () => Promise<unknown>): Promise<unknown> {
  const { error, largest, total } = await measure(work);
  expect(largest / MIB).toBeLessThan(MOST / MIB + 48);
  expect(total / MIB).toBeLessThan(FEW / MIB);
  return error;
}

describe.runIf(process.platform === 'linux')('contents that unpack to far more than they were', () => {
  it('are fetched and indexed as files that are too large, within bounds', { timeout: 480_000 }, async () => {
    const pack = new PackWriter();
    const good = pack.add('blob', 'a good godwit\n');
    const huge = await pack.addLarge('blob', '', HUGE);
    const tree = pack.add(
      'tree',
      treeContent([
        ...NAMES.slice(0, 2).map((name) => ['100644', name, huge] as const),
        ['100644', 'good.txt', good],
        ['100644', 'huge.c', huge],
        ['120000', 'link', huge],
        ['100644', 'photo.png', huge],
      ]),
    );
    first = pack.add('commit', commitContent(tree));
    wordy = await pack.addLarge('commit', commitContent(tree, [first], 'wordy\n\n'), 40 * MIB);
    const tip = pack.add('commit', commitContent(tree, [wordy]));
    const tag = await pack.addLarge('tag', tagContent('v1', tip, 'commit'), 20 * MIB);
    upstream.refs = new Map([
      ['HEAD', tip],
      ['refs/heads/main', tip],
      ['refs/tags/huge', huge],
      ['refs/tags/v1', tag],
    ]);
    upstream.pack = pack.end();
    expect(upstream.pack.length).toBeLessThan(HUGE / 100);
    const added = await withinBounds(async () => {
      ({ id } = await addRepo(world.as(SYSTEM), { url: upstream.url, is_public: true }));
      expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null, file_count: 6 });
    });
    expect(added).toBeNull();
    const rows = await world.as(SYSTEM).db.$client`
      select distinct skipped, size_bytes::float8 as bytes, content from blobs where repo_id = ${id} and content is null`;
    expect(rows.map(({ skipped, bytes }) => [skipped, bytes]).sort()).toEqual([
      ['link', HUGE],
      ['too_large', HUGE],
    ]);
  });

  it('are shown as too large by every page, handed out by none, and searched around', {
    timeout: 480_000,
  }, async () => {
    const ctx = world.as(visitor(1));
    const commit = (await readTree(ctx, { repoId: id, name: 'main' })).commit;
    const read = await withinBounds(async () => {
      const { entries } = await readTree(ctx, { repoId: id, commit });
      expect(entries.filter(({ size_bytes: bytes }) => bytes === HUGE)).toHaveLength(5);
      for (const path of [...NAMES, 'link']) {
        const file = await readBlob(ctx, { repoId: id, commit, path, maxBytes: RAW_BYTES });
        expect(file).toMatchObject({ is_too_large: true, content: null, bytes: null, size_bytes: HUGE });
        const raw = rawFile(file, { actor: visitor(1), request: new Request('http://localhost/') });
        await expect(raw).rejects.toMatchObject({ code: 'limit' });
        await expect(similarCode(ctx, { repoId: id, path, startLine: 1, endLine: 9 })).rejects.toMatchObject({
          code: expect.stringMatching(/not_found|invalid/),
        });
      }
      expect(await readBlob(ctx, { repoId: id, commit, path: 'good.txt' })).toMatchObject({
        content: 'a good godwit\n',
      });
      expect((await readCommit(ctx, { repoId: id, commit: first })).changes).toHaveLength(6);
      expect((await readCommit(ctx, { repoId: id, commit: wordy })).body).toBeNull();
      expect((await listHistory(ctx, id, { commit })).commits).toHaveLength(3);
      for (const name of ['huge', 'v1']) {
        await expect(readTree(ctx, { repoId: id, name })).rejects.toMatchObject({ code: 'not_found' });
      }
      expect((await search(ctx, { q: 'godwit' })).results.map(({ path }) => path)).toEqual(['good.txt']);
      expect((await search(ctx, { q: 'path:huge' })).results.map(({ path }) => path)).toEqual(['huge.c']);
    });
    expect(read).toBeNull();
  });

  it('take no more when many visitors open them at once', { timeout: 480_000 }, async () => {
    const read = await withinBounds(() =>
      Promise.all(
        Array.from({ length: 30 }, async (_, i) => {
          const ctx = world.as(visitor(i % 10));
          if (i % 3 === 0) return await readCommit(ctx, { repoId: id, commit: wordy });
          if (i % 3 === 1) return await listHistory(ctx, id, { commit: wordy });
          return await readBlob(ctx, { repoId: id, commit: wordy, path: NAMES[i % 4] ?? '', maxBytes: RAW_BYTES });
        }),
      ),
    );
    expect(read).toBeNull();
  });

  it('are looked after like any other: synced, compared and packed', { timeout: 480_000 }, async () => {
    const kept = await withinBounds(async () => {
      const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
      await waitForRun(world.as(SYSTEM), runId, 60_000);
      expect(await auditRepo(world.as(SYSTEM), id)).toBe('ok');
      const dir = mirrorDir(world.env.dataDir, id);
      await throwAwaySoon(dir);
      expect(await maintainMirror(dir)).toBe(true);
    });
    expect(kept).toBeNull();
  });
});
