// Compares the files on a host with those of a tree by their content: rsync's dry run, which changes nothing.
import { placesOf } from '@/lib/release/host/places';
import { placeArguments, ruleArguments } from '@/lib/release/host/rsync-arguments';
import { runRsync } from '@/lib/release/host/run-rsync';
import type { Comparison, ReleaseHost, SendRules, StagedTree } from '@/lib/release/spec';
import { ItemizedChanges } from './itemized-changes';

/**
 * What on the host is not as the tree says. Folders count for what is in them, their times for nothing. Files beyond the tree
 * count only where deliveries delete. Throws AppError.
 */
export async function compareFiles(
  host: ReleaseHost,
  staged: Pick<StagedTree, 'folder'>,
  spec: SendRules & { path: string },
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Comparison> {
  const { live } = placesOf(spec.path);
  const changes = new ItemizedChanges(spec.deletes);
  await runRsync(
    host,
    [
      '-rlp',
      '--dry-run',
      '--checksum',
      '--itemize-changes',
      '--8-bit-output',
      // Without --delete it would stumble over a folder in the place of a file.
      spec.deletes ? '--delete' : '--force',
      ...ruleArguments(spec),
      ...placeArguments(host, staged.folder, live),
    ],
    { signal: options.signal, onOutput: (chunk) => changes.read(chunk) },
  );
  return changes.end();
}
