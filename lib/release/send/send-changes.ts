// Makes a copy of the live tree the tree that is to be there. The copy's files are the very files of the live release, so none
// of them is ever changed: rsync says what differs without touching anything, and each file that does is made anew.
import { attributeArguments, placeArguments, strictPatternArguments } from '@/lib/release/host/rsync-arguments';
import { RsyncReport, type RsyncStats, runRsync } from '@/lib/release/host/run-rsync';
import type { ReleaseHost, ReleaseSpec, SendOptions, StagedTree } from '@/lib/release/spec';
import { ChangeList } from './change-list';

const KEPT = ['--omit-dir-times', '--omit-link-times', '--no-human-readable'];

/** Null if the differences cannot be sent that way; then nothing was changed. Throws AppError. */
export async function sendChanges(
  host: ReleaseHost,
  { staged, spec, folder }: { staged: StagedTree; spec: ReleaseSpec; folder: string },
  { signal, onProgress }: SendOptions,
): Promise<RsyncStats | null> {
  const list = new ChangeList();
  const looked = new RsyncReport(() => {});
  await runRsync(
    host,
    [
      '-rlpt',
      '--dry-run',
      '--delete',
      // A host's own files that a pattern matches were in the live release, and come along into no other.
      '--delete-excluded',
      '--8-bit-output',
      // Without where a link leads, which nothing tells from the name.
      '--out-format=%i %n',
      '--info=stats2',
      ...KEPT,
      ...strictPatternArguments(spec),
      ...attributeArguments(spec),
      ...placeArguments(host, staged.folder, folder),
    ],
    {
      signal,
      onOutput: (chunk) => {
        list.read(chunk);
        looked.read(chunk);
      },
    },
  );
  const names = list.end();
  if (names === null || names.length === 0) return names === null ? null : { ...looked.stats, filesSent: 0 };
  const total = staged.sizeBytes;
  const report = new RsyncReport((done) => onProgress?.(Math.min(done, total), total));
  await runRsync(
    host,
    [
      '-lpt',
      // A file that differs in nothing but its rights would be changed where it is, for all releases that share it.
      '--ignore-times',
      '--partial',
      '--files-from=-',
      '--from0',
      '--delete-missing-args',
      '--force',
      '--info=progress2,stats2',
      ...KEPT,
      // No patterns: the list was made by them.
      ...attributeArguments(spec),
      ...placeArguments(host, staged.folder, folder),
    ],
    { signal, input: names, onOutput: (chunk) => report.read(chunk) },
  );
  const { filesSent, bytesOnWire } = report.stats;
  return { filesSent, bytesOnWire: bytesOnWire + looked.stats.bytesOnWire };
}
