// The folder of a release that is in the making: empty at first, or a copy of what is live, made of links to the same files.
import type { ReleaseHost } from '@/lib/release/spec';
import { askHost } from './host-answer';
import type { Places } from './places';

/**
 * For sh, with `releases`, `live`, `partial`, `digest` and `staging` set: `matches folder` is true for one in which a delivery
 * of the same tree was cut, and leaves its mark in `mark`; `begin_partial` makes the folder ready, and answers `copy` if it
 * holds the live tree. The mark comes last: a copy that was cut is no copy.
 */
export const PARTIAL = `
matches() {
  mark=
  [ -f "$1/.sync_rev.incoming" ] && [ ! -L "$1/.sync_rev.incoming" ] || return 1
  mark=$(dd if="$1/.sync_rev.incoming" bs=256 count=1 2>/dev/null)
  [ "$mark" = "$digest" ] || [ "$mark" = "$digest copy" ]
}
may_copy() {
  [ -n "$live" ] && [ -n "$staging" ] && [ -f "$releases/$live/.sync_rev" ] && [ ! -L "$releases/$live/.sync_rev" ] && [ -r "$releases/$live/.sync_rev" ] || return 1
  case $(dd if="$releases/$live/.sync_rev" bs=4096 count=5 2>/dev/null) in
    *'"staging":"'"$staging"'"'*) return 0 ;;
  esac
  return 1
}
copy_live() {
  { cp -al "$releases/$live" "$partial" && [ ! -L "$partial" ] && rm -rf "$partial/.sync_rev" "$partial/.sync_rev.incoming" &&
    printf '%s copy' "$digest" > "$partial/.sync_rev.incoming"; } 2>/dev/null
}
begin_empty() {
  drop "$partial" && mkdir "$partial" || no_room "$releases"
  printf %s "$digest" > "$partial/.sync_rev.incoming" || no_room "$releases"
}
begin_partial() {
  if matches "$partial"; then
    [ "$mark" = "$digest" ] && return 0
    if may_copy; then say copy 1; return 0; fi
  fi
  drop "$partial" || exit 1
  if may_copy && copy_live; then say copy 1; else begin_empty; fi
}
`;

const EMPTY = `
releases=$1 partial=$2 digest=$3
begin_empty
`;

/** Makes the folder empty again. Throws AppError. */
export async function emptyPartial(
  host: ReleaseHost,
  { releases }: Places,
  { release, digest, signal }: { release: string; digest: string; signal: AbortSignal | undefined },
): Promise<void> {
  await askHost(host, PARTIAL + EMPTY, [releases, `${releases}/${release}.partial`, digest], {
    signal,
    what: 'The release could not be made ready',
  });
}
