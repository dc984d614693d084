// Makes a folder for a release ready on a host, and says what is live there.
import { AppError } from '@/lib/errors';
import type { ReleaseHost, ReleaseSpec } from '@/lib/release/spec';
import { askHost, type HostAnswers, refusedThere } from './host-answer';
import { MOVE_LINK, NO_LINK_SWITCH } from './move-link';
import { PARTIAL } from './partial';
import type { Places } from './places';
import { parseRev } from './read-sync-rev';
import { requireOwner } from './require-owner';

export interface Prepared {
  /** Name of the folder that is live; null if none is. */
  live: string | null;
  /** True if what is live is what is to be delivered: nothing was made ready. */
  isSame: boolean;
  /** What was staged for the live one; null if nobody knows. */
  staging: string | null;
  /** True if the folder holds the live tree already, as links to the same files. */
  isCopy: boolean;
  removed: string[];
}

/**
 * $1 path, then: parent, releases, base, release, previous, digest, 1 to send again what is there, 1 to say who it is, the
 * staging whose releases may be copied, abandoned …
 */
const SCRIPT = `
path=$1 parent=$2 releases=$3 base=$4 release=$5 previous=$6 digest=$7 force=$8 asks=$9
shift 9
staging=$1
shift
if [ "$asks" = 1 ]; then
  say uid "$(id -u)"; say user "$(id -un)"; say gids "$(id -G)"; say groups "$(id -Gn)"
fi
command -v rsync >/dev/null 2>&1 || refuse rsync
live=
if [ -L "$path" ]; then
  link_of "$path" || exit 1
  case $link in
    "$base.releases/"*) live=\${link#"$base.releases/"} ;;
    *) say link "$link"; refuse link ;;
  esac
  case $live in ''|.|..|*/*|*.partial) say link "$link"; refuse link ;; esac
  [ -d "$releases/$live" ] && [ ! -L "$releases/$live" ] || live=
elif [ -d "$path" ]; then refuse folder
elif [ -e "$path" ]; then refuse file
fi
if [ -L "$releases" ]; then refuse releases; fi
if [ ! -d "$releases" ]; then
  if [ -e "$releases" ]; then refuse releases; fi
  mkdir -p "$parent" && mkdir "$releases" || no_room "$parent"
fi
say live "$live"
partial=$releases/$release.partial
for name do
  if [ "$name" = "$live" ] || [ "$name" = "$previous" ] || [ "$name" = "$release" ] || is_live "$name"; then continue; fi
  if [ ! -e "$partial" ] && [ -d "$releases/$name.partial" ] && [ ! -L "$releases/$name.partial" ] && matches "$releases/$name.partial"; then
    mv "$releases/$name.partial" "$partial"
  fi
  if drop "$releases/$name" && drop "$releases/$name.partial"; then say removed "$name"; fi
done
if [ -n "$live" ]; then
  rev_of rev "$releases/$live/.sync_rev"
  if { [ "$force" != 1 ] || [ "$live" = "$release" ]; } && [ ! -L "$releases/$live/.sync_rev" ] && [ -f "$releases/$live/.sync_rev" ] && [ -r "$releases/$live/.sync_rev" ]; then
    case $(dd if="$releases/$live/.sync_rev" bs=4096 count=5 2>/dev/null) in
      *'"digest":"'"$digest"'"'*) say same 1; exit 0 ;;
    esac
  fi
else
  try_links "$parent"
  case $? in 0) ;; 1) refuse switch ;; *) exit 1 ;; esac
  say space "$(df -Pk "$releases" 2>/dev/null)"
fi
if [ "$release" = "$live" ] || [ "$release" = "$previous" ]; then refuse taken; fi
drop "$releases/$release" || exit 1
begin_partial
`;

/**
 * `copies`: the folder begins as a copy of the live tree if that was sent from the staging of this name. Throws AppError in
 * words if something else is where the release should be, or the host lacks something.
 */
export async function prepareRelease(
  host: ReleaseHost,
  places: Places,
  spec: ReleaseSpec,
  options: { sizeBytes: number; copies: string | null; signal: AbortSignal | undefined },
): Promise<Prepared> {
  const ask = async (force: boolean) =>
    await askHost(
      host,
      MOVE_LINK + PARTIAL + SCRIPT,
      [
        ...[
          places.live,
          places.parent,
          places.releases,
          places.base,
          spec.release,
          spec.previous ?? '',
          spec.rev.digest,
        ],
        ...[force ? '1' : '0', spec.owner === null ? '0' : '1', force ? '' : (options.copies ?? ''), ...spec.abandoned],
      ],
      { signal: options.signal, what: 'The release could not be made ready' },
    );
  let answers = await ask(spec.force);
  explain(host, places, spec, answers, options.sizeBytes);
  const removed = answers.all('removed');
  let isSame = answers.get('same') === '1';
  if (isSame && parseRev(answers.get('rev'))?.digest !== spec.rev.digest) {
    // It only looks like it.
    answers = await ask(true);
    explain(host, places, spec, answers, options.sizeBytes);
    isSame = false;
  }
  return {
    live: answers.get('live') || null,
    isSame,
    staging: parseRev(answers.get('rev'))?.staging ?? null,
    isCopy: answers.get('copy') === '1',
    removed: [...new Set([...removed, ...answers.all('removed')])],
  };
}

function explain(
  host: ReleaseHost,
  { live, releases }: Places,
  spec: ReleaseSpec,
  answers: HostAnswers,
  bytes: number,
): void {
  requireOwner(host, spec.owner, answers);
  const left = /\s(\d+)\s+\d+%/.exec(answers.get('space') ?? '')?.[1];
  switch (answers.get('refused')) {
    case 'rsync':
      throw refusedThere(`rsync is missing on ${host.name}. Install it there (package rsync).`);
    case 'link':
      throw refusedThere(
        `${live} on ${host.name} is a link that was not made here: it leads to ${shown(answers.get('link'))}. Move it away, or give the target another path.`,
      );
    case 'folder':
      throw refusedThere(
        `${live} on ${host.name} is a folder that was not made here. Move it away, give the target another path, or change the target to the mode in place.`,
      );
    case 'file':
      throw refusedThere(`${live} on ${host.name} is a file. Move it away, or give the target another path.`);
    case 'releases':
      throw refusedThere(`${releases} on ${host.name} is no folder, and releases are to be kept there. Move it away.`);
    case 'switch':
      throw refusedThere(NO_LINK_SWITCH);
    case 'taken':
      throw refusedThere(`The release ${spec.release} is in use on ${host.name} already.`);
  }
  if (left !== undefined && Number(left) * 1024 < bytes) {
    throw diskFull(host, Number(left) * 1024, bytes);
  }
}

function diskFull(host: ReleaseHost, left: number, bytes: number): AppError {
  return new AppError(
    'upstream',
    `The disk on ${host.name} has ${megabytes(left)} MB left, and ${megabytes(bytes)} MB are to be delivered. Free some space there.`,
    { kind: 'disk' },
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Words of the host within a sentence of ours. */
function shown(text: string | null): string {
  return JSON.stringify((text ?? '').slice(0, 200));
}
