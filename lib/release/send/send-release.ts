// Brings a tree onto a host: beside the live one, and then live in one step, or in place.
import { AppError } from '@/lib/errors';
import { finishRelease } from '@/lib/release/host/finish-release';
import { beginInPlace, endInPlace } from '@/lib/release/host/in-place';
import { emptyPartial } from '@/lib/release/host/partial';
import { type Places, placesOf } from '@/lib/release/host/places';
import { type Prepared, prepareRelease } from '@/lib/release/host/prepare-release';
import { ruleArguments } from '@/lib/release/host/rsync-arguments';
import type { RsyncStats } from '@/lib/release/host/run-rsync';
import {
  type ReleaseHost,
  type ReleaseSpec,
  releaseNameSchema,
  type SendOptions,
  type SendOutcome,
  type StagedTree,
} from '@/lib/release/spec';
import { keepVanished } from './keep-vanished';
import { runHook } from './run-hook';
import { sendChanges } from './send-changes';
import { told, transfer } from './transfer';

/**
 * Sends what is staged. Throws AppError in words; in the mode with releases the live tree is as it was then, except after a
 * failed hook, whose error says that the tree is live. In place the live tree is as it was if the transfer did not come to its
 * end, but says no more which one it is. Calling it again goes on where it was cut.
 */
export async function sendRelease(
  host: ReleaseHost,
  staged: StagedTree,
  spec: ReleaseSpec,
  options: SendOptions = {},
): Promise<SendOutcome> {
  const places = placesOf(spec.path);
  for (const name of [spec.release, ...spec.abandoned, ...spec.remove]) releaseNameSchema.parse(name);
  // Checked before anything is done there.
  ruleArguments(spec);
  const outcome =
    spec.mode === 'releases'
      ? await sendBeside(host, places, staged, spec, options)
      : await sendInPlace(host, places, staged, spec, options);
  const isLeft = outcome.outcome === 'unchanged' && wasLeftByCut(spec, outcome);
  if ((outcome.outcome === 'delivered' || isLeft) && spec.hook !== null) await runHook(host, spec.hook, options);
  return outcome;
}

/** What is live came from an attempt that did not come to its end: its hook failed, or nobody knows whether it ran. */
function wasLeftByCut({ mode, abandoned }: ReleaseSpec, { live }: SendOutcome): boolean {
  return mode === 'in_place' ? abandoned.length > 0 : live !== null && abandoned.includes(live);
}

async function sendBeside(
  host: ReleaseHost,
  places: Places,
  staged: StagedTree,
  spec: ReleaseSpec,
  options: SendOptions,
): Promise<SendOutcome> {
  const { signal, log, onStage } = options;
  const prepared = await prepareRelease(host, places, spec, {
    sizeBytes: staged.sizeBytes,
    copies: mayCopy(spec) ? staged.staging : null,
    signal,
  });
  for (const name of prepared.removed) log?.(`Removed what was left of ${name}.`);
  await options.onRemoved?.(prepared.removed);
  if (prepared.isSame) return unchanged(prepared, log);
  onStage?.('sending');
  log?.(
    prepared.live === null ? 'Nothing is live yet: sending all files.' : `Sending what differs from ${prepared.live}.`,
  );
  const sent = await fillPartial(host, places, staged, { spec, prepared }, options);
  onStage?.('switching');
  const rev = { ...spec.rev, staging: staged.staging };
  const finished = await finishRelease(host, places, spec, { live: prepared.live, rev, signal });
  log?.(`${spec.release} is live.`);
  for (const name of finished.removed) log?.(`Removed the release ${name}, which is not kept any longer.`);
  for (const name of finished.stayed) log?.(`The release ${name} could not be removed; it is tried again next time.`);
  return { outcome: 'delivered', ...sent, removed: [...prepared.removed, ...finished.removed], live: spec.release };
}

/** Modes may close folders to the account itself, and what is gone may be kept: then rsync makes the links, one by one. */
function mayCopy({ deletes, modes, force }: ReleaseSpec): boolean {
  return deletes && modes === null && !force;
}

async function fillPartial(
  host: ReleaseHost,
  places: Places,
  staged: StagedTree,
  { spec, prepared }: { spec: ReleaseSpec; prepared: Prepared },
  options: SendOptions,
): Promise<RsyncStats> {
  const { release } = spec;
  const { live } = prepared;
  const folder = `${places.releases}/${release}.partial`;
  if (prepared.isCopy) {
    const isKnown = prepared.staging === staged.staging;
    const sending = isKnown ? sendChanges(host, { staged, spec, folder }, options) : null;
    const sent = await sending?.catch((error: unknown) => {
      // What went wrong with the copy may go well without it; what is wrong with the host or on the way does not.
      const isOfCopy =
        error instanceof AppError && !error.retryable && (error.kind === 'internal' || error.kind === 'policy');
      if (options.signal?.aborted || !isOfCopy) throw error;
      return null;
    });
    if (sent) return told(sent, staged, options);
    await emptyPartial(host, places, { release, digest: spec.rev.digest, signal: options.signal });
  }
  const args = [
    // What a cut delivery left in the folder, which nobody uses yet.
    '--partial',
    '--delete',
    ...(live === null ? [] : [`--link-dest=../${live}`]),
  ];
  const sent = await transfer(host, { staged, spec, prepared, folder, args }, options);
  if (!spec.deletes && live !== null) await keepVanished(host, places, { ...spec, live }, options);
  return sent;
}

async function sendInPlace(
  host: ReleaseHost,
  places: Places,
  staged: StagedTree,
  spec: ReleaseSpec,
  options: SendOptions,
): Promise<SendOutcome> {
  const { signal, log, onStage } = options;
  const rev = { ...spec.rev, staging: staged.staging };
  const prepared = await beginInPlace(host, places, spec, { rev, signal });
  if (prepared.isSame) return unchanged(prepared, log);
  onStage?.('sending');
  log?.('Sending what differs, in place.');
  // A folder in the place of a file goes in any case, or the file could not be there.
  const args = ['--delay-updates', spec.deletes ? '--delete-delay' : '--force'];
  const sent = await transfer(host, { staged, spec, prepared, folder: places.live, args }, options);
  onStage?.('switching');
  await endInPlace(host, places, signal);
  log?.('All files are in their places.');
  return { outcome: 'delivered', ...sent, removed: [], live: null };
}

function unchanged({ live, removed }: Prepared, log: SendOptions['log']): SendOutcome {
  log?.('The host has this tree already: nothing was sent.');
  return { outcome: 'unchanged', filesSent: 0, bytesOnWire: 0, removed, live };
}
