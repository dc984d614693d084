// Folders of no repository below the mirrors, and half clones: the first are removed after a grace time, because a server
// that was started on the wrong database knows none of the repositories that are hosted there alone.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '@/lib/context';
import { absent, listFolder } from '@/lib/files/plain-file';
import { removeFolder } from '@/lib/files/remove-folder';
import { mirrorDir, readClaim } from '@/lib/git/mirror-dir';
import { readLedger, writeLedger } from '@/lib/repos/space/orphans';

/** A mirror, or what is made beside its place: unfinished work, which is nobody's data. */
const OURS = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.git(\..+)?$/;
/** Removes what may go; returns how many folders. What cannot be looked at or removed is left to a later sweep. */
export async function removeStrayFolders(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<number> {
  const root = path.dirname(mirrorDir(ctx.env.dataDir, '0'));
  const found = (await listFolder(root)).flatMap(({ name }) => {
    const [, id, beside] = OURS.exec(name) ?? [];
    return id === undefined ? [] : [{ name, id, isBeside: beside !== undefined }];
  });
  // Asked after the folders were listed: a repository is there before its folder is.
  const rows = await ctx.db.$client<{ id: string; is_busy: boolean }[]>`
    select id, active_run_id is not null as is_busy from repos
    where id = any(${[...new Set(found.map(({ id }) => id))]}::uuid[])`;
  const isBusy = new Map(rows.map((row) => [row.id, row.is_busy]));
  const before = await readLedger(root);
  const ledger: Record<string, string> = {};
  let count = 0;
  for (const { name, id, isBeside } of found) {
    const folder = path.join(root, name);
    const busy = isBusy.get(id);
    try {
      if (busy === undefined && !isBeside) {
        if ((await readClaim(folder)) === null) continue;
        const since = before[name] ?? new Date().toISOString();
        if (Date.now() - Date.parse(since) < ctx.env.orphanMs) {
          ledger[name] = since;
          if (before[name] === undefined) tell(ctx, name);
          continue;
        }
      } else if (busy !== undefined && (!isBeside || busy || !(await isOld(folder, ctx.env.runTimeoutMs)))) {
        // Younger ones may belong to a clone that another process is making right now, and a run under way may be making
        // one however old it looks.
        continue;
      }
      await removeFolder(folder);
      count++;
    } catch (error) {
      if (before[name] !== undefined) ledger[name] = before[name];
      ctx.log.warn({ err: error, folder: name }, 'what was left behind could not be removed yet');
    }
  }
  await writeLedger(root, before, ledger);
  return count;
}

function tell(ctx: Pick<Context, 'env' | 'log'>, folder: string): void {
  const hours = Math.round(ctx.env.orphanMs / 3_600_000);
  ctx.log.warn({ folder, hours }, 'a folder belongs to no repository; it is removed after the grace time');
}

async function isOld(folder: string, ms: number): Promise<boolean> {
  const info = await stat(folder).catch(absent);
  return info !== null && Math.abs(Date.now() - info.mtimeMs) > ms;
}
