// Repositories and servers that are made to use up the memory of whoever reads them. Each is refused with a reason, and
// what is measured is what Linux says of every process that was started for it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '@/e2e/servers/git/git-mirror';
import { commitContent, PackWriter, tagContent, treeContent } from '@/e2e/servers/git/pack';
import { type RawUpstream, startRawUpstream } from '@/e2e/servers/git/raw-upstream';
import { measure } from '@/e2e/servers/watch-memory';
import { AppError } from '@/lib/errors';
import { listRefs } from './mirror/refs';
import { resetRefs } from './mirror/reset';
import { mirrorDir } from './mirror-dir';
import { diffTrees } from './read/diff-trees';
import { listTree } from './read/tree';
import { cloneMirror } from './remote/clone';
import { fetchMirror } from './remote/fetch';
import { listRemoteRefs } from './remote/remote-refs';
import { type ValidatedRemote, validateRemote } from './runner/remote-policy';

const MIB = 1024 ** 2;
/** What one git may have here; those of one transfer are several. */
const MOST = 160 * MIB;
/** What all that runs for a bomb may take: well below a tenth of the machine. */
const FEW = Math.min(2 * MOST, 0.08 * totalmem());
process.env.FRESHET_GIT_MEMORY_BYTES = String(MOST);
process.env.FRESHET_MAX_FILES = '5000';

const limits = { timeoutMs: 100_000, maxBytes: 1024 * MIB };
let folder: string;
let upstream: RawUpstream;
let remote: ValidatedRemote;
let dirs = 0;
const newDir = () => mirrorDir(folder, `mirror-${++dirs}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-bombs-'));
  upstream = await startRawUpstream();
  remote = await validateRemote(upstream.url, { allowedHosts: ['127.0.0.1'] });
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  upstream.flood = null;
  upstream.sent = 0;
});

/** A sound commit with one file, to which a bomb is added. */
function sound(pack: PackWriter): { commit: string; root: string; blob: string } {
  const blob = pack.add('blob', 'good\n');
  const root = pack.add('tree', treeContent([['100644', 'a.txt', blob]]));
  return { blob, root, commit: pack.add('commit', commitContent(root)) };
}

function offer(tip: string, pack: Buffer, more: [string, string][] = []): void {
  upstream.refs = new Map([['HEAD', tip], ['refs/heads/main', tip], ...more]);
  upstream.pack = pack;
}

/** Runs what meets a bomb and returns its error; all that ran for it stayed within bounds. */
async function withinBounds(work: () => Promise<unknown>): Promise<unknown> {
  const { error, largest, total } = await measure(work);
  expect(largest / MIB).toBeLessThan(MOST / MIB + 48);
  expect(total / MIB).toBeLessThan(FEW / MIB);
  return error;
}

const tooLarge = { code: 'limit', kind: 'too_large', retryable: false };

describe.runIf(process.platform === 'linux')('a list of refs without end', () => {
  it.each([
    { version: 1, isZipped: false },
    { version: 1, isZipped: true },
    { version: 2, isZipped: false },
    { version: 2, isZipped: true },
  ] as const)('is refused, protocol $version, compressed: $isZipped', async (flood) => {
    upstream.flood = flood;
    const asked = await withinBounds(() => listRemoteRefs(remote, limits));
    expect(asked).toBeInstanceOf(AppError);
    expect(asked).toMatchObject(tooLarge);
    expect(await withinBounds(() => cloneMirror(remote, newDir(), limits))).toMatchObject(tooLarge);
  });
});

/** Each adds its objects to a pack, and returns what the pack is said to hold if that is no truth. */
const BOMBS: Record<string, (pack: PackWriter) => Promise<{ refs?: [string, string][]; count?: number }>> = {
  'a difference that copies its base over and over': async (pack) => {
    await pack.addLarge('blob', '', 15 * MIB);
    pack.addCopies(15 * MIB, 130);
    return {};
  },
  'differences of differences, each twice as large': async (pack) => {
    await pack.addLarge('blob', '', 8 * MIB);
    for (let size = 8 * MIB; size < 4096 * MIB; ) size = pack.addCopies(size, 2);
    return {};
  },
  'a commit with an endless message': async (pack) => {
    const { root } = sound(pack);
    return { refs: [['refs/heads/big', await pack.addLarge('commit', commitContent(root), 200 * MIB)]] };
  },
  'a tag with an endless message': async (pack) => {
    const { commit } = sound(pack);
    return {
      refs: [['refs/tags/v1', await pack.addLarge('tag', tagContent('v1', commit, 'commit'), 200 * MIB)]],
    };
  },
  'a commit that says it has a thousand gigabytes': async (pack) => {
    pack.addLiar('commit', 2 ** 40);
    return {};
  },
  'a pack that says it has four thousand million objects': async () => ({ count: 0xfffffff0 }),
  'a pack that says it has fifty million objects': async () => ({ count: 50_000_000 }),
};

describe.runIf(process.platform === 'linux')('a pack that grows without end', () => {
  it.each(Object.keys(BOMBS))('%s', async (name) => {
    const pack = new PackWriter();
    const { commit } = sound(pack);
    offer(commit, pack.end());
    const dir = newDir();
    const refs = await listRemoteRefs(remote, limits);
    await cloneMirror(remote, dir, limits);
    await resetRefs(dir, refs);
    const before = await listRefs(dir);

    const bad = new PackWriter();
    const { root } = sound(bad);
    const next = bad.add('commit', commitContent(root, [commit], 'next\n'));
    const { refs: more, count } = (await BOMBS[name]?.(bad)) ?? {};
    offer(next, bad.end(count), more);
    expect(await withinBounds(() => fetchMirror(remote, dir, limits))).toMatchObject(tooLarge);
    expect(await listRefs(dir)).toEqual(before);
    expect(await withinBounds(() => cloneMirror(remote, newDir(), limits))).toMatchObject(tooLarge);
  });
});

/** Folders in one another, ten in each: 10^levels times what is in the innermost. */
function treeBomb(pack: PackWriter, innermost: string, levels = 10): string {
  let inner = innermost;
  for (let level = 0; level < levels; level++) {
    inner = pack.add('tree', treeContent(Array.from({ length: 10 }, (_, i) => ['40000', `d${i}`, inner])));
  }
  return inner;
}

describe.runIf(process.platform === 'linux')('folders that hold each other', () => {
  it.each(['with a file', 'with nothing'])('%s in the innermost are neither listed nor compared', async (what) => {
    const pack = new PackWriter();
    const { commit, blob } = sound(pack);
    const other = pack.add('blob', 'other\n');
    const innermost = (sha: string) => (what === 'with a file' ? treeContent([['100644', 'f', sha]]) : Buffer.alloc(0));
    const first = pack.add('commit', commitContent(treeBomb(pack, pack.add('tree', innermost(blob))), [commit]));
    const link = (sha: string) => (what === 'with a file' ? sha : pack.add('tree', treeContent([['40000', 'e', sha]])));
    const second = pack.add('commit', commitContent(treeBomb(pack, link(pack.add('tree', innermost(other)))), [first]));
    offer(second, pack.end());
    const dir = newDir();
    expect(await withinBounds(() => cloneMirror(remote, dir, limits))).toBeNull();
    for (const [from, to] of [
      [commit, second],
      [first, second],
      [second, commit],
    ] as const) {
      const error = await withinBounds(async () => {
        for await (const _ of diffTrees(dir, from, to));
      });
      expect(error).toMatchObject(tooLarge);
    }
    const listed = await withinBounds(async () => {
      for await (const _ of listTree(dir, second, { sizes: false }));
    });
    expect(listed).toMatchObject(tooLarge);
    expect(await collect(diffTrees(dir, second, second))).toEqual([]);
  });
});
