// Makes a release live again that is still on the host: one rename, and nothing is sent.

import { requireSwitched } from '@/lib/release/host/finish-release';
import { askHost } from '@/lib/release/host/host-answer';
import { MOVE_LINK } from '@/lib/release/host/move-link';
import { placesOf } from '@/lib/release/host/places';
import { type ReleaseHost, releaseNameSchema, type SendOptions, type SyncRev } from '@/lib/release/spec';
import { runHook } from './run-hook';

/** $1 path, then: parent, releases, base, release, its digest. */
const SCRIPT = `
path=$1 parent=$2 releases=$3 base=$4 release=$5 digest=$6
rev=$releases/$release/.sync_rev
[ -d "$releases/$release" ] && [ ! -L "$releases/$release" ] && [ ! -L "$releases" ] || refuse missing
[ -f "$rev" ] && [ ! -L "$rev" ] && [ -r "$rev" ] || refuse missing
case $(dd if="$rev" bs=4096 count=5 2>/dev/null) in
  *'"digest":"'"$digest"'"'*) ;;
  *) refuse missing ;;
esac
switch_to "$release"
case $? in
  0) say live "$release" ;;
  3) refuse path ;;
  2) exit 1 ;;
  *) [ -w "$parent" ] || { echo "$parent: Permission denied" >&2; exit 1; }; refuse switch ;;
esac
`;

/**
 * The hook runs as after a delivery: whatever it tells has to hear of another tree too. Throws AppError in words if the release
 * is not there as it was delivered; then what is live still is. If the hook fails, the error says that the release is live.
 */
export async function rollBack(
  host: ReleaseHost,
  spec: { path: string; release: string; rev: SyncRev; hook: string | null },
  options: SendOptions = {},
): Promise<void> {
  const { signal, log, onStage } = options;
  const places = placesOf(spec.path);
  const release = releaseNameSchema.parse(spec.release);
  onStage?.('switching');
  const { live, parent, releases, base } = places;
  const answers = await askHost(host, MOVE_LINK + SCRIPT, [live, parent, releases, base, release, spec.rev.digest], {
    signal,
    what: 'The release could not be made live again',
  });
  requireSwitched(host, places, answers);
  log?.(`${release} is live again.`);
  if (spec.hook !== null) await runHook(host, spec.hook, options);
}
