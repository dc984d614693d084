// Has a group of files analysed in a worker thread; a file that breaks or stalls the thread is analysed by itself.

import { type Analysis, unread } from '@/lib/indexing/analyze/analysis';
import { LINK_CLASS } from '@/lib/indexing/analyze/path-class';
import { runInWorker } from '@/lib/indexing/analyze/worker-pool';
import type { AnalyzeTask } from '@/lib/indexing/analyze/worker-tasks';
import type { Logger } from '@/lib/log';
import type { ReadBlob } from './read-groups';

const GROUP_TIMEOUT_MS = 60_000;
const FILE_TIMEOUT_MS = 15_000;

export interface AnalyzedBlob {
  sha: string;
  pathClass: string;
  path: string;
  sizeBytes: number;
  analysis: Analysis;
}

/** One entry for each file, in order. A file that cannot be analysed even as plain text is `unreadable`; throws only when aborted. */
export async function analyzeGroup(
  group: ReadBlob[],
  options: { signal: AbortSignal; log: Logger; fileTimeoutMs?: number; groupTimeoutMs?: number },
): Promise<AnalyzedBlob[]> {
  const texts = group.filter((blob) => blob.content !== null);
  const analyses = new Map<ReadBlob, Analysis>();
  try {
    const results = await analyzeInWorker(texts, options.groupTimeoutMs ?? GROUP_TIMEOUT_MS, options.signal);
    texts.forEach((blob, i) => {
      analyses.set(blob, results[i]!);
    });
  } catch (error) {
    options.signal.throwIfAborted();
    options.log.warn(
      { files: texts.length, err: error },
      'a group of files failed in its thread: one file at a time now',
    );
    for (const blob of texts) analyses.set(blob, await analyzeAlone(blob, options));
  }
  return group.map(({ sha, pathClass, path, sizeBytes, ...blob }, i) => ({
    sha,
    pathClass,
    path,
    sizeBytes,
    analysis:
      analyses.get(group[i]!) ?? unread(blob.content === null && pathClass === LINK_CLASS ? 'link' : 'too_large'),
  }));
}

async function analyzeAlone(
  blob: ReadBlob,
  options: { signal: AbortSignal; log: Logger; fileTimeoutMs?: number },
): Promise<Analysis> {
  // What a parser cannot cope with is still text.
  for (const isPlain of [false, true]) {
    try {
      const [analysis] = await analyzeInWorker(
        [blob],
        options.fileTimeoutMs ?? FILE_TIMEOUT_MS,
        options.signal,
        isPlain,
      );
      return analysis!;
    } catch (error) {
      options.signal.throwIfAborted();
      const fate = isPlain ? 'not searchable' : 'indexed without its syntax';
      options.log.warn({ path: blob.path, sha: blob.sha, err: error }, `a file could not be analysed and is ${fate}`);
    }
  }
  return unread('unreadable');
}

async function analyzeInWorker(
  blobs: ReadBlob[],
  timeoutMs: number,
  signal: AbortSignal,
  isPlain = false,
): Promise<Analysis[]> {
  if (blobs.length === 0) return [];
  // Copies: what is handed over is gone here, and a file may be needed again.
  const tasks: AnalyzeTask[] = blobs.map((blob) => ({
    pathClass: blob.pathClass,
    bytes: new Uint8Array(blob.content!),
    isPlain,
  }));
  return await runInWorker('analyzeFiles', tasks, {
    timeoutMs,
    signal,
    transfer: tasks.map((task) => task.bytes.buffer as ArrayBuffer),
  });
}
