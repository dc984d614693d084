// Reads planned contents ahead of their use and puts them together in groups of about one transaction.
import { AppError } from '@/lib/errors';
import type { CatFile, GitObject } from '@/lib/git/read/cat-file';
import { LINK_CLASS } from '@/lib/indexing/analyze/path-class';
import type { PlannedBlob } from './missing-blobs';

export interface ReadBlob extends PlannedBlob {
  sizeBytes: number;
  /** Null if it is over the limit or a link. */
  content: Buffer | null;
}

/** Reads under way at once: enough to hide git's latency; a bound on memory together with the limit on a file. */
const READ_AHEAD = 16;
const MAX_GROUP_FILES = 200;

/** Groups of contents; the next one may be asked for before the last one was used. */
export async function* readGroups(
  cat: CatFile,
  blobs: AsyncIterable<PlannedBlob>,
  options: { maxFileBytes: number; groupBytes: number },
): AsyncGenerator<ReadBlob[], void, undefined> {
  let group: ReadBlob[] = [];
  let bytes = 0;
  for await (const blob of readAhead(cat, blobs, options.maxFileBytes)) {
    group.push(blob);
    bytes += blob.content?.length ?? 0;
    if (bytes < options.groupBytes && group.length < MAX_GROUP_FILES) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}

async function* readAhead(
  cat: CatFile,
  blobs: AsyncIterable<PlannedBlob>,
  maxFileBytes: number,
): AsyncGenerator<ReadBlob, void, undefined> {
  const reading: Promise<ReadBlob>[] = [];
  for await (const blob of blobs) {
    const read = readOne(cat, blob, maxFileBytes);
    // Awaited in order below: one that fails meanwhile must not count as unhandled.
    read.catch(() => {});
    reading.push(read);
    if (reading.length >= READ_AHEAD) yield await reading.shift()!;
  }
  for (const read of reading) yield await read;
}

async function readOne(cat: CatFile, blob: PlannedBlob, maxFileBytes: number): Promise<ReadBlob> {
  const isLink = blob.pathClass === LINK_CLASS;
  const object: GitObject | null = await cat.read(blob.sha, isLink ? 0 : maxFileBytes);
  if (!object) {
    throw new AppError(
      'internal',
      `The mirror on disk is damaged: the content of ${blob.path} is missing. It will be fetched anew.`,
      { kind: 'corrupt', retryable: true },
    );
  }
  return { ...blob, sizeBytes: object.sizeBytes, content: isLink ? null : object.content };
}
