// Makes the folder of what is staged the tree of a commit, by the difference to what was there.
import { createHash } from 'node:crypto';
import { createReadStream, lstatSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { openCatFile } from '@/lib/git/read/cat-file';
import { LeftOut } from './left-out';
import { type ListedFile, listFiles } from './list-files';
import { isAsRecorded, LINK, type StagedEntry } from './staged-entry';
import { bootOf, newStaging, readEntries, type StagingHead, treeOf, writeRecord } from './staging-record';
import { openTreeWriter } from './tree-writer';

/** Files that are asked for at the same time, so that nobody waits for each answer: those that come to memory are small. */
const AT_ONCE = 512;
/** Files that are looked at before others get their turn. */
const LOOKED_AT_ONCE = 256;

export interface UpdateInput {
  dir: string;
  commit: string;
  subfolder: string | null;
}

export interface UpdateOptions {
  /** What was complete last; null: nothing is believed. */
  known: StagingHead | null;
  /** Contents are read as well: the machine may have lost some of what it wrote. */
  readsContent: boolean;
  signal: AbortSignal | undefined;
  onProgress: ((files: number) => void) | undefined;
}

/** The mark is set. Throws AppError, or what the disk says; then the mark stays, and the next time mends what is there. */
export async function updateTree(
  ctx: Pick<Context, 'env'>,
  folder: string,
  input: UpdateInput,
  options: UpdateOptions,
): Promise<StagingHead> {
  const { known, signal } = options;
  const tree = treeOf(folder);
  if (known === null) await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true, mode: 0o755 });
  const leftOut = new LeftOut();
  const cat = openCatFile(input.dir, { signal });
  const writer = openTreeWriter(tree, { dir: input.dir, cat, signal });
  const record = writeRecord(folder);
  const sum = totals(ctx.env.maxRepoBytes);
  const old = known === null ? null : readEntries(folder);
  const time = Math.max(Math.floor(Date.now() / 1000), (known?.newest ?? 0) + 1);
  let hasWritten = false;
  const waiting: (StagedEntry | Promise<StagedEntry | null>)[] = [];
  const takeFirst = async () => {
    const entry = await waiting.shift();
    if (!entry) return;
    sum.add(entry);
    await record.add(entry);
    options.onProgress?.(sum.fileCount);
  };
  const write = async (file: ListedFile): Promise<StagedEntry | null> => {
    const written = await writer.write(file, time);
    if (typeof written !== 'string') return written;
    leftOut.add(file.name, written);
    return null;
  };
  try {
    let before = await old?.next();
    let looked = 0;
    for await (const file of listFiles(input, { maxFiles: ctx.env.maxFiles, leftOut, signal })) {
      while (before && !before.done && before.value.path.compare(file.path) < 0) {
        await writer.remove(before.value.path);
        before = await old?.next();
      }
      const same = before && !before.done && before.value.path.equals(file.path) ? before.value : null;
      if (same) before = await old?.next();
      if (
        same &&
        same.sha === file.sha &&
        same.mode === file.mode &&
        (await isThere(tree, same, options.readsContent))
      ) {
        waiting.push(same);
      } else {
        hasWritten = true;
        const writing = write(file);
        // Its error is told when its turn comes.
        writing.catch(() => {});
        waiting.push(writing);
      }
      if (waiting.length >= AT_ONCE) await takeFirst();
      if (++looked % LOOKED_AT_ONCE === 0) {
        await breathe();
        signal?.throwIfAborted();
      }
    }
    for (; before && !before.done; before = await old?.next()) await writer.remove(before.value.path);
    while (waiting.length > 0) await takeFirst();
    await writer.removeEmpty();
    const head: StagingHead = {
      staging: known?.staging ?? newStaging(),
      boot: await bootOf(),
      newest: hasWritten ? time : (known?.newest ?? time),
      commit: input.commit,
      subfolder: input.subfolder,
      ...sum.result(),
      leftOut: leftOut.named,
      leftOutCount: leftOut.count,
    };
    await record.complete(head);
    return head;
  } catch (error) {
    // Nobody writes any more once this has been told.
    await Promise.allSettled(waiting);
    await record.discard();
    throw error;
  } finally {
    await old?.return();
    await cat.close();
  }
}

/** True if the file on the disk is the one that was recorded. */
export async function isThere(tree: string, entry: StagedEntry, readsContent: boolean): Promise<boolean> {
  const file = Buffer.concat([Buffer.from(`${tree}/`), entry.path]);
  if (!isAsRecorded(lstatSync(file, { throwIfNoEntry: false }), entry)) return false;
  if (!readsContent || entry.mode === LINK) return true;
  const hash = createHash(entry.sha.length === 64 ? 'sha256' : 'sha1').update(`blob ${entry.sizeBytes}\0`);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex') === entry.sha;
}

function totals(maxBytes: number) {
  const digest = createHash('sha256');
  let fileCount = 0;
  let sizeBytes = 0;
  return {
    get fileCount() {
      return fileCount;
    },
    add({ path, mode, sha, sizeBytes: bytes }: StagedEntry) {
      fileCount += 1;
      sizeBytes += bytes;
      if (sizeBytes > maxBytes) {
        throw new AppError(
          'limit',
          `The files of this commit have more than ${maxBytes} bytes (FRESHET_MAX_REPO_BYTES), so they are not delivered.`,
          { kind: 'too_large' },
        );
      }
      digest.update(`${mode} ${sha} `).update(path).update('\0');
    },
    result: () => ({ digest: digest.digest('hex'), fileCount, sizeBytes }),
  };
}
