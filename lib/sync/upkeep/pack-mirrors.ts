// Packs together what many fetches left in mirrors that nobody syncs at the moment.
import path from 'node:path';
import type { Context } from '@/lib/context';
import { listFolder } from '@/lib/files/plain-file';
import { removeStaleLocks } from '@/lib/git/mirror/health';
import { packTogether } from '@/lib/git/mirror/maintain';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { measureRepo } from '@/lib/repos/space/measure-repo';

/** Packs that an idle mirror may have: a file system gives each of them several blocks, however small it is. */
const IDLE_PACKS = 4;
/** What a git that was killed leaves between packs. */
const LEFT_BEHIND = /^\.?tmp[-_]|\.keep$/;
/** A turn takes no longer than about this; the next turn does the rest. */
const TURN_MS = 120_000;
/** One mirror that takes longer is left as it is: other chores wait. */
const LONGEST_MS = 600_000;
const MIRROR = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.git$/;

/** Returns how many mirrors were packed. If one cannot be packed that is logged, and the others have their turn. */
export async function packMirrors(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<number> {
  const until = performance.now() + TURN_MS;
  const names = (await listFolder(path.dirname(mirrorDir(ctx.env.dataDir, '0')))).map(({ name }) => name);
  let packed = 0;
  for (const repoId of shuffled(names.flatMap((name) => MIRROR.exec(name)?.[1] ?? []))) {
    if (performance.now() > until) break;
    const dir = mirrorDir(ctx.env.dataDir, repoId);
    try {
      if (!(await isUntidy(dir)) || !(await isIdle(ctx, repoId))) continue;
      await removeStaleLocks(dir);
      const signal = AbortSignal.timeout(LONGEST_MS);
      if (await packTogether(dir, { maxPacks: IDLE_PACKS, signal })) {
        packed++;
        await measureRepo(ctx, repoId);
      }
    } catch (error) {
      ctx.log.warn({ err: error, repo_id: repoId }, 'the mirror could not be packed');
    }
  }
  return packed;
}

async function isUntidy(dir: string): Promise<boolean> {
  const names = (await listFolder(path.join(dir, 'objects', 'pack'))).map(({ name }) => name);
  return (
    names.filter((name) => name.endsWith('.pack')).length > IDLE_PACKS || names.some((name) => LEFT_BEHIND.test(name))
  );
}

/** A view of a local repository has no objects of its own, and its owner's are not ours to pack. */
async function isIdle(ctx: Pick<Context, 'db'>, repoId: string): Promise<boolean> {
  const rows = await ctx.db.$client`
    select 1 from repos where id = ${repoId} and kind <> 'local' and active_run_id is null and deleted_at is null`;
  return rows.length > 0;
}

/** In random order: even if turns end early, each mirror is among the first at some time. */
function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
