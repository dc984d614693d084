// A commit's tree as plain files, to be sent to hosts: written from the object store and kept for the next time.
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { absent } from '@/lib/files/plain-file';
import { removeFolder } from '@/lib/files/remove-folder';
import { objectId } from '@/lib/git/object-id';
import { type StagedTree, subfolderSchema } from '@/lib/release/spec';
import { shareStaging } from './share-staging';
import { DamagedRecord } from './staged-entry';
import { takeLock, takeLockIfFree } from './staging-lock';
import {
  bootOf,
  forgetRecord,
  isChanging,
  markChanging,
  readEntries,
  readHead,
  type StagingHead,
  treeOf,
} from './staging-record';
import { sweepTree } from './sweep-tree';
import { isThere, updateTree } from './update-tree';

export interface StageInput {
  repoId: string;
  /** The mirror, or the view of a folder. It is only read. */
  dir: string;
  commit: string;
  subfolder: string | null;
  deliveryId: string;
}

export interface StageOptions {
  signal?: AbortSignal | undefined;
  /** Files that are ready. */
  onProgress?: ((files: number) => void) | undefined;
}

/** Where a delivery's tree is kept. Throws AppError `invalid` for an id that is no plain name. */
export function stagingDir(dataDir: string, deliveryId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(deliveryId)) {
    throw new AppError('invalid', 'The id of the delivery is not valid.', { kind: 'internal' });
  }
  return path.join(dataDir, 'deliveries', deliveryId);
}

/**
 * Stages what `commit` holds. Whoever in this process asks for the same gets the same; whoever asks for another commit of the
 * delivery waits until all have closed theirs. Throws AppError: `not_found`, kinds `disk`, `corrupt`, `too_large`; nothing
 * half-made is used then or later.
 */
export async function stageTree(
  ctx: Pick<Context, 'env'>,
  input: StageInput,
  options: StageOptions = {},
): Promise<StagedTree> {
  const folder = stagingDir(ctx.env.dataDir, input.deliveryId);
  const commit = objectId(input.commit);
  const subfolder = input.subfolder === null ? null : subfolderSchema.parse(input.subfolder);
  const wanted = { ...input, commit, subfolder };
  return await shareStaging(folder, JSON.stringify([input.dir, commit, subfolder]), options.signal, async (signal) => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const giveBack = await takeLock(folder, signal);
      try {
        const head = await stage(ctx, folder, wanted, { ...options, signal });
        return { staged: asStaged(folder, head), giveBack };
      } catch (error) {
        await giveBack();
        throw error;
      }
    } catch (error) {
      throw stagingError(error);
    }
  });
}

/**
 * Removes what is kept for a delivery. Throws AppError: `conflict` while somebody uses it, since a tree that is sent while it
 * is removed would lack files, and nobody would notice.
 */
export async function dropStaging(ctx: Pick<Context, 'env'>, deliveryId: string): Promise<void> {
  const folder = stagingDir(ctx.env.dataDir, deliveryId);
  try {
    if ((await stat(folder).catch(absent)) === null) return;
    const giveBack = await takeLockIfFree(folder);
    if (giveBack === null)
      throw new AppError('conflict', 'The files of this delivery are in use.', { retryable: true });
    await removeFolder(folder).finally(giveBack);
  } catch (error) {
    throw stagingError(error);
  }
}

async function stage(
  ctx: Pick<Context, 'env'>,
  folder: string,
  input: StageInput,
  options: StageOptions,
): Promise<StagingHead> {
  const { signal, onProgress } = options;
  const [known, wasCut, boot] = await Promise.all([readHead(folder), isChanging(folder), bootOf()]);
  const readsContent = known !== null && known.boot !== boot;
  const isSame = known?.commit === input.commit && known.subfolder === input.subfolder;
  if (known !== null && !wasCut && !readsContent && isSame && (await isWhole(folder))) return known;
  await markChanging(folder);
  try {
    if (known !== null && (wasCut || readsContent)) await sweepTree(treeOf(folder), readEntries(folder));
    return await updateTree(ctx, folder, input, { known, readsContent, signal, onProgress });
  } catch (error) {
    if (!(error instanceof DamagedRecord)) throw error;
    await forgetRecord(folder);
    return await updateTree(ctx, folder, input, { known: null, readsContent: false, signal, onProgress });
  }
}

async function isWhole(folder: string): Promise<boolean> {
  const tree = treeOf(folder);
  try {
    for await (const entry of readEntries(folder)) if (!(await isThere(tree, entry, false))) return false;
    return true;
  } catch {
    return false;
  }
}

function asStaged(folder: string, head: StagingHead): Omit<StagedTree, 'close'> {
  const { commit, digest, fileCount, sizeBytes, leftOut, leftOutCount, staging } = head;
  return { folder: treeOf(folder), commit, digest, fileCount, sizeBytes, leftOut, leftOutCount, staging };
}

/** What the disk says, in the words of deliveries. */
function stagingError(error: unknown): unknown {
  const found = diskError(error);
  if (!(found instanceof AppError) || found === error || found.kind !== 'disk') return found;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const what = ['EACCES', 'EPERM'].includes(code)
    ? 'may not be written (permission denied). Give the folder deliveries in it back to the user that runs Freshet'
    : 'is full or cannot be written. Free some space';
  return new AppError('internal', `The disk under the data folder ${what}, then deliver again. No host was changed.`, {
    kind: 'disk',
    cause: error,
  });
}
