// Makes a release live that is complete, in one step, and takes away what is not kept any longer.
import type { ReleaseHost, ReleaseSpec, SyncRev } from '@/lib/release/spec';
import { askHost, type HostAnswers, refusedThere } from './host-answer';
import { MOVE_LINK, NO_LINK_SWITCH } from './move-link';
import type { Places } from './places';
import { revText } from './read-sync-rev';

/** $1 path, then: parent, releases, base, release, what was live, previous, the text of .sync_rev, no longer kept … */
const SCRIPT = `
path=$1 parent=$2 releases=$3 base=$4 release=$5 live=$6 previous=$7 rev=$8
shift 8
partial=$releases/$release.partial
[ -d "$partial" ] && [ ! -L "$partial" ] || refuse partial
if [ -e "$releases/$release" ] || [ -L "$releases/$release" ]; then refuse taken; fi
closed=0
if [ ! -w "$partial" ]; then closed=1; chmod u+w "$partial" || exit 1; fi
rm -rf "$partial/.sync_rev.incoming" "$partial/.sync_rev" || exit 1
printf '%s\\n' "$rev" > "$partial/.sync_rev" || no_room "$releases"
[ "$(dd if="$partial/.sync_rev" bs=4096 count=5 2>/dev/null)" = "$rev" ] || no_room "$releases"
if [ "$closed" = 1 ]; then chmod u-w "$partial"; fi
mv "$partial" "$releases/$release" || exit 1
switch_to "$release"
case $? in
  0) say live "$release" ;;
  3) refuse path ;;
  2) exit 1 ;;
  *) [ -w "$parent" ] || { echo "$parent: Permission denied" >&2; exit 1; }; refuse switch ;;
esac
for name do
  if [ "$name" = "$release" ] || [ "$name" = "$live" ] || [ "$name" = "$previous" ] || is_live "$name"; then continue; fi
  if drop "$releases/$name" && drop "$releases/$name.partial"; then say removed "$name"; else say stayed "$name"; fi
done
`;

export interface Finished {
  removed: string[];
  /** Those that could not be removed. */
  stayed: string[];
}

/** `live`: the folder that was live before. Throws AppError; then what was live still is, unless the host was lost right at the end. */
export async function finishRelease(
  host: ReleaseHost,
  places: Places,
  spec: Pick<ReleaseSpec, 'release' | 'previous' | 'remove'>,
  options: { live: string | null; rev: SyncRev; signal: AbortSignal | undefined },
): Promise<Finished> {
  const { live, parent, releases, base } = places;
  const answers = await askHost(
    host,
    MOVE_LINK + SCRIPT,
    [
      live,
      parent,
      releases,
      base,
      spec.release,
      options.live ?? '',
      spec.previous ?? '',
      revText(options.rev),
      ...spec.remove,
    ],
    { signal: options.signal, what: 'The release could not be made live' },
  );
  requireSwitched(host, places, answers);
  return { removed: answers.all('removed'), stayed: answers.all('stayed') };
}

/** Throws AppError in words if the link was not moved. */
export function requireSwitched(host: ReleaseHost, { live, releases }: Places, answers: HostAnswers): void {
  switch (answers.get('refused')) {
    case 'partial':
      throw refusedThere(
        `The folder of the release is gone from ${releases} on ${host.name}. Somebody removed it meanwhile.`,
      );
    case 'taken':
      throw refusedThere(`There is a release of this name on ${host.name} already.`);
    case 'path':
      throw refusedThere(
        `${live} on ${host.name} is not the link that was made here any more: somebody put something else there. Move it away first.`,
      );
    case 'switch':
      throw refusedThere(NO_LINK_SWITCH);
    case 'missing':
      throw refusedThere(
        `This release is not on ${host.name} any more, or not as it was delivered. Choose another one, or deliver anew.`,
      );
  }
}
