// A mirror that Freshet may not read or write: it says so, throws nothing away, and goes on once it may again.
import { execFileSync } from 'node:child_process';
import { chmod, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { createRepo } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { seeTree } from './see-tree';
import { watchSearch } from './watch-search';

/** Rights mean nothing to root: there, the files are given to this one, and this process acts as it. */
const NOBODY = 65534;

let world: World;
let mirrors: string;

beforeAll(async () => {
  world = await startWorld({ FRESHET_RETRY_SECONDS: '600' });
  mirrors = path.join(world.env.dataDir, 'mirrors');
  await chmod(world.env.dataDir, 0o755);
  await chmod(path.dirname(world.upstreams), 0o755);
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });

async function sync(id: string) {
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  expect(await waitForRun(system(), runId, 30_000)).toBe(true);
  return await getRepo(system(), id);
}

async function withoutRights(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

type Rights = [file: string, mode: number][];

const within = (dir: string, mode: number, ...parts: string[]): Rights =>
  parts.map((part) => [path.join(dir, part), mode]);

const FAULTS: [what: string, rights: (dir: string) => Rights | Promise<Rights>][] = [
  ['may not be read', (dir) => [[dir, 0o000]]],
  ['may be listed and not entered', (dir) => [[dir, 0o444]]],
  ['has objects that may not be read', (dir) => within(dir, 0o000, 'objects')],
  ['has packs that may not be listed', (dir) => within(dir, 0o000, 'objects/pack')],
  [
    'has packs that may not be read',
    async (dir) => {
      const packs = path.join(dir, 'objects', 'pack');
      return within(packs, 0o000, ...(await readdir(packs)));
    },
  ],
  ['has a HEAD that may not be read', (dir) => within(dir, 0o000, 'HEAD')],
  ['has refs that may not be read', (dir) => within(dir, 0o000, 'refs')],
  ['may not be written', (dir) => within(dir, 0o555, 'objects', 'objects/pack', 'refs', 'refs/heads', '.')],
  ['lies where nobody may look', () => [[mirrors, 0o000]]],
];

it.each(FAULTS)('a mirror that %s', async (what, rights) => {
  const name = what.replaceAll(/\W+/g, '-');
  const git = await createRepo(world.upstreams, `acme/${name}`, { 'a.txt': `before ${name}\n` });
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  const before = await world.settle(id);
  expect(before).toMatchObject({ status: 'ready' });
  const dir = mirrorDir(world.env.dataDir, id);
  const { ino } = await stat(dir);
  const sha = await git.commit({ 'a.txt': `after ${name}\n` });

  const taken = await rights(dir);
  const had = await Promise.all(
    taken.map(async ([file]): Promise<[string, number]> => [file, (await stat(file)).mode]),
  );
  if (process.geteuid?.() === 0) execFileSync('chown', ['-R', `${NOBODY}`, mirrors]);
  for (const [file, mode] of taken) await chmod(file, mode);
  const watch = watchSearch((question) => seeTree(system(), question), {
    repoId: id,
    q: `"${name}"`,
    tree: { 'a.txt': `before ${name}` },
  });
  await withoutRights(async () => {
    for (let attempt = 1; attempt <= 2; attempt++) {
      const failed = await watch.during(() => sync(id));
      expect(failed).toMatchObject({ status: 'error', error_kind: 'disk', head_commit: before.head_commit });
      expect(failed.error).toMatch(/permission denied.*sync again/);
      expect(failed.error).not.toContain(world.env.dataDir);
      await sweep(system());
    }
  });
  for (const [file, mode] of had) await chmod(file, mode);

  // Nothing was cloned anew in its place, and no repair was tried.
  expect((await stat(dir)).ino).toBe(ino);
  expect((await readdir(mirrors)).filter((entry) => entry.startsWith(id))).toEqual([path.basename(dir)]);
  expect((await world.runs(id)).map(({ trigger }) => trigger)).toEqual(['manual', 'manual', 'initial']);
  watch.may(id, { 'a.txt': `after ${name}` });
  expect(await sync(id)).toMatchObject({ status: 'ready', error: null, head_commit: sha });
  expect((await stat(dir)).ino).toBe(ino);
  expect(await watch.stop()).toEqual([]);
  expect(await auditRepo(system(), id)).toBe('ok');
});
