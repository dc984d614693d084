// Tidies mirrors that nobody syncs at the moment: packs together what many fetches and pushes left, and drops what hosted
// repositories have no name for any more.
import path from 'node:path';
import type { Context } from '@/lib/context';
import { listFolder } from '@/lib/files/plain-file';
import { removeStaleLocks } from '@/lib/git/mirror/health';
import { isDropDue, packTogether } from '@/lib/git/mirror/maintain';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { pruneHosted } from '@/lib/git/prune/prune-hosted';
import { LONGEST_PRUNE_MS } from '@/lib/git/prune/push-gate';
import { measureRepo } from '@/lib/repos/space/measure-repo';

/** Packs that an idle mirror may have: a file system gives each of them several blocks, however small it is. */
const IDLE_PACKS = 4;
/** What a git that was killed leaves between packs. */
const LEFT_BEHIND = /^\.?tmp[-_]|\.keep$/;
/** A turn takes no longer than about this; the next turn does the rest. */
const TURN_MS = 120_000;
const MIRROR = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.git$/;

/** Returns how many mirrors were tidied. If one cannot be tidied that is logged, and the others have their turn. */
export async function packMirrors(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<number> {
  const until = performance.now() + TURN_MS;
  const names = (await listFolder(path.dirname(mirrorDir(ctx.env.dataDir, '0')))).map(({ name }) => name);
  let packed = 0;
  for (const repoId of shuffled(names.flatMap((name) => MIRROR.exec(name)?.[1] ?? []))) {
    if (performance.now() > until) break;
    const dir = mirrorDir(ctx.env.dataDir, repoId);
    try {
      const isUnnamed = await isDropDue(dir);
      if (!isUnnamed && !(await isUntidy(dir))) continue;
      const kind = await idleKind(ctx, repoId);
      if (kind === null) continue;
      await removeStaleLocks(dir);
      const signal = AbortSignal.timeout(LONGEST_PRUNE_MS);
      // What a mirror has no name for is dropped by its syncs: nothing else may bring anything there.
      const isPruned = kind === 'hosted' && (await pruneHosted(dir, { signal }));
      if (isPruned || (await packTogether(dir, { maxPacks: IDLE_PACKS, signal }))) {
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

/** Null while somebody syncs it. A view of a local repository has no objects of its own, and its owner's are not ours. */
async function idleKind(ctx: Pick<Context, 'db'>, repoId: string): Promise<string | null> {
  const [row] = await ctx.db.$client<{ kind: string }[]>`
    select kind from repos where id = ${repoId} and kind <> 'local' and active_run_id is null and deleted_at is null`;
  return row?.kind ?? null;
}

/** In random order: even if turns end early, each mirror is among the first at some time. */
function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
