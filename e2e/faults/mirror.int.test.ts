// What may happen to the copies on this server's disk: the next sync mends it, and search never notices.
import { randomBytes } from 'node:crypto';
import { chmod, open, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { createRepo } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { seeTree } from './see-tree';
import { watchSearch } from './watch-search';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });

async function staleLock(dir: string, name: string): Promise<void> {
  const file = path.join(dir, name);
  await writeFile(file, '');
  const old = new Date(Date.now() - 3_600_000);
  await utimes(file, old, old);
}

/** Cuts every pack, or every index of one, to a part of its length. */
async function truncatePacks(dir: string, part: number, kind = '.pack'): Promise<void> {
  const packs = path.join(dir, 'objects', 'pack');
  for (const name of (await readdir(packs)).filter((file) => file.endsWith(kind))) {
    await chmod(path.join(packs, name), 0o644);
    const file = await open(path.join(packs, name), 'r+');
    await file.truncate(Math.floor((await file.stat()).size * part));
    await file.close();
  }
}

const ACCIDENTS: [what: string, happen: (dir: string) => Promise<unknown>][] = [
  ['is deleted', (dir) => rm(dir, { recursive: true })],
  ['becomes a file', async (dir) => rm(dir, { recursive: true }).then(() => writeFile(dir, 'nothing'))],
  ['loses its objects', (dir) => rm(path.join(dir, 'objects'), { recursive: true })],
  ...[0, 0.1, 0.25, 0.5, 0.75, 0.99].map((part): [string, (dir: string) => Promise<void>] => [
    `has its packs cut at ${part} of their length`,
    (dir) => truncatePacks(dir, part),
  ]),
  ...[0, 0.5, 0.99].map((part): [string, (dir: string) => Promise<void>] => [
    `has the index of its packs cut at ${part} of its length`,
    (dir) => truncatePacks(dir, part, '.idx'),
  ]),
  ['loses its HEAD', (dir) => rm(path.join(dir, 'HEAD'))],
  ['has an empty HEAD', (dir) => writeFile(path.join(dir, 'HEAD'), '')],
  ['has noise for its HEAD', (dir) => writeFile(path.join(dir, 'HEAD'), randomBytes(300))],
  ['has a HEAD that leads nowhere', (dir) => writeFile(path.join(dir, 'HEAD'), 'ref: refs/heads/nowhere\n')],
  ['has noise for its refs', (dir) => writeFile(path.join(dir, 'packed-refs'), randomBytes(300))],
  ['is moved away', (dir) => rename(dir, `${dir}.away`)],
  ['has a stale shallow.lock', (dir) => staleLock(dir, 'shallow.lock')],
  ['has a stale index.lock', (dir) => staleLock(dir, 'index.lock')],
  ['has a stale packed-refs.lock', (dir) => staleLock(dir, 'packed-refs.lock')],
  ['has a stale HEAD.lock', (dir) => staleLock(dir, 'HEAD.lock')],
  ['has a stale lock of its branch', (dir) => staleLock(path.join(dir, 'refs', 'heads'), 'main.lock')],
  ['gets another configuration', (dir) => writeFile(path.join(dir, 'config'), '[core]\n\tbare = false\n[garbage\n')],
];

it.each(ACCIDENTS)('a mirror that %s', async (what, happen) => {
  const name = what.replaceAll(/\W+/g, '-');
  const git = await createRepo(world.upstreams, `acme/${name}`, { 'a.txt': `before ${name}\n` });
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  const watch = watchSearch((question) => seeTree(system(), question), {
    repoId: id,
    q: `"${name}"`,
    tree: { 'a.txt': `before ${name}` },
  });
  watch.may(id, { 'a.txt': `after ${name}` });
  const sha = await git.commit({ 'a.txt': `after ${name}\n` });
  await watch.during(async () => {
    await happen(mirrorDir(world.env.dataDir, id));
    await requestSync(system(), id, { trigger: 'manual' });
    // A damage that shows only while it is read costs a run: the one that follows by itself mends it.
    await expect.poll(() => world.settle(id)).toMatchObject({ status: 'ready', error: null, head_commit: sha });
  });
  expect(await watch.stop()).toEqual([]);
  expect(await auditRepo(system(), id)).toBe('ok');
});
