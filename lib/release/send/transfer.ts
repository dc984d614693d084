// One rsync that makes a folder on a host the staged tree.
import type { Prepared } from '@/lib/release/host/prepare-release';
import { placeArguments, ruleArguments } from '@/lib/release/host/rsync-arguments';
import { RsyncReport, type RsyncStats, runRsync } from '@/lib/release/host/run-rsync';
import type { ReleaseHost, ReleaseSpec, SendOptions, StagedTree } from '@/lib/release/spec';

export interface Transfer {
  staged: StagedTree;
  spec: ReleaseSpec;
  prepared: Prepared;
  folder: string;
  args: readonly string[];
}

/** Everything that differs, in one go. Throws AppError. */
export async function transfer(
  host: ReleaseHost,
  { staged, spec, prepared, folder, args }: Transfer,
  { signal, onProgress, log }: SendOptions,
): Promise<RsyncStats> {
  const total = staged.sizeBytes;
  const report = new RsyncReport((done) => onProgress?.(Math.min(done, total), total));
  // Sizes and times say nothing about files that came from another folder of ours, and nothing to those who ask for all.
  // What a cut first delivery left is of the same tree.
  const isFirst = spec.mode === 'releases' && prepared.live === null;
  const comparesContent = spec.force || (!isFirst && prepared.staging !== staged.staging);
  await runRsync(
    host,
    [
      '-rlpt',
      '--omit-dir-times',
      '--omit-link-times',
      ...(comparesContent ? ['--checksum'] : []),
      ...args,
      ...ruleArguments(spec),
      '--no-human-readable',
      '--info=progress2,stats2',
      ...placeArguments(host, staged.folder, folder),
    ],
    { signal, onOutput: (chunk) => report.read(chunk) },
  );
  return told(report.stats, staged, { onProgress, log });
}

/** Says that all is there. */
export function told(stats: RsyncStats, { sizeBytes }: StagedTree, { onProgress, log }: SendOptions): RsyncStats {
  onProgress?.(sizeBytes, sizeBytes);
  log?.(`Sent ${stats.filesSent} ${stats.filesSent === 1 ? 'file' : 'files'}, ${stats.bytesOnWire} bytes both ways.`);
  return stats;
}
