// Watches the refs and HEAD of local repositories: what moves there is asked for at once.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { localPolicy } from '@/lib/git/local/local-folders';
import { findLocalRepository, type LocalRepository } from '@/lib/git/local/local-repository';
import { requestSoon } from './request-soon';

/** How often the list of repositories to watch is looked at. */
const LOOK_EVERY_MS = 3000;
/** One command of git touches several files: they are one movement. */
const SETTLE_MS = 150;
/** What holds refs in the folders that are watched; everything else there is ignored. */
const WATCHED = /^(?:HEAD|packed-refs|refs(?:$|\/(?:heads|tags)(?:$|\/.*))|reftable(?:$|\/.*))$/;

export interface Watching {
  /** Resolves once every repository that is there now is watched. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

interface Watched {
  folder: string;
  local: LocalRepository;
  /** Which folders these are, also when others take their names. */
  identity: string;
  watcher: FSWatcher;
  settle: NodeJS.Timeout | undefined;
}

/**
 * Starts watching every local repository, those added later too. Events may be lost (network file systems, a limit of
 * the system on watches): the schedule asks behind it.
 */
export function startWatching(ctx: Context): Watching {
  const watched = new Map<string, Watched>();
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  const lookOnce = async () => {
    next = null;
    if (isStopped) return;
    await lookNow(ctx, watched).catch((error: unknown) => {
      if (!isStopped) ctx.log.warn({ err: error }, 'local repositories could not be looked up for watching');
    });
  };
  // One that is under way may have listed them before the newest was there: another follows it, for all who ask.
  const look = () => {
    if (next) return next;
    looking = looking.then(lookOnce);
    next = looking;
    return next;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return {
    look,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all([...watched.keys()].map((id) => unwatch(watched, id)));
    },
  };
}

async function lookNow(ctx: Context, watched: Map<string, Watched>): Promise<void> {
  const rows = await ctx.db.$client<{ id: string; folder: string }[]>`
    select id, local_path as folder from repos
    where kind = 'local' and local_path is not null and deleted_at is null and status <> 'archived'
      and sync_interval_seconds is distinct from 0`;
  const wanted = new Map(rows.map((row) => [row.id, row.folder]));
  for (const [id, entry] of watched) {
    const isSame = wanted.get(id) === entry.folder && (await identityOf(entry)) === entry.identity;
    if (isSame) continue;
    await unwatch(watched, id);
    await checkSoon(ctx, id);
  }
  for (const [id, folder] of wanted) if (!watched.has(id)) await begin(ctx, watched, id, folder);
}

async function begin(ctx: Context, watched: Map<string, Watched>, id: string, folder: string): Promise<void> {
  const local = await findLocalRepository(folder, localPolicy(ctx.env)).catch((error: unknown) => {
    // Its syncs say what is wrong with it.
    if (error instanceof AppError) return null;
    throw error;
  });
  if (local === null) return;
  const identity = await identityOf({ folder, local });
  const entry: Watched = { folder, local, identity, watcher: watchRefs(local), settle: undefined };
  watched.set(id, entry);
  entry.watcher.on('all', () => {
    entry.settle ??= setTimeout(() => {
      entry.settle = undefined;
      void ask(ctx, id);
    }, SETTLE_MS);
  });
  let isTold = false;
  entry.watcher.on('error', (error) => {
    if (!isTold) ctx.log.warn({ err: error, repo_id: id }, 'a local repository is not watched; the schedule asks it');
    isTold = true;
  });
  await new Promise<void>((resolve) => entry.watcher.once('ready', resolve).once('error', () => resolve()));
  // A check that is due now finds what moved before the watch began.
  await checkSoon(ctx, id);
}

async function checkSoon(ctx: Context, id: string): Promise<void> {
  await ctx.db.$client`
    update repos set next_check_at = now()
    where id = ${id} and active_run_id is null and sync_interval_seconds is distinct from 0`;
}

/** Device and inode of the folder, of its `.git`, and of the repository's own folders. */
async function identityOf({ folder, local }: Pick<Watched, 'folder' | 'local'>): Promise<string> {
  const places = [folder, path.join(folder, '.git'), local.gitDir, local.commonDir];
  const found = await Promise.all(places.map((place) => stat(place).catch(() => null)));
  return found.map((info) => (info ? `${info.dev}:${info.ino}` : 'none')).join(' ');
}

/** A linked work tree has its own HEAD and shares the refs. */
function watchRefs({ gitDir, commonDir }: LocalRepository): FSWatcher {
  const folders = [...new Set([gitDir, commonDir])];
  return watch(folders, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (file) => {
      if (file.endsWith('.lock')) return true;
      return !folders.some((folder) => file === folder || WATCHED.test(path.relative(folder, file)));
    },
  });
}

async function unwatch(watched: Map<string, Watched>, id: string): Promise<void> {
  const entry = watched.get(id);
  watched.delete(id);
  clearTimeout(entry?.settle);
  await entry?.watcher.close();
}

async function ask(ctx: Context, id: string): Promise<void> {
  try {
    await requestSoon(ctx, id, { trigger: 'watch' });
  } catch (error) {
    // Deleted or archived since: the next look stops watching it.
    if (!(error instanceof AppError))
      ctx.log.warn({ err: error, repo_id: id }, 'a watched repository could not be asked for');
  }
}
