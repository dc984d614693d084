// Deliveries in place: what says which tree is there goes first and comes back last, so that a folder in the middle of a
// delivery never says that it is whole.
import { AppError } from '@/lib/errors';
import type { ReleaseHost, ReleaseSpec, SyncRev } from '@/lib/release/spec';
import { askHost, refusedThere } from './host-answer';
import { INCOMING, type Places, REV } from './places';
import type { Prepared } from './prepare-release';
import { parseRev, revText } from './read-sync-rev';
import { requireOwner } from './require-owner';

/** $1 path, then: parent, digest, 1 to send again what is there, 1 to say who it is, the text of .sync_rev. */
const BEGIN = `
path=$1 parent=$2 digest=$3 force=$4 asks=$5 text=$6
if [ "$asks" = 1 ]; then
  say uid "$(id -u)"; say user "$(id -un)"; say gids "$(id -G)"; say groups "$(id -Gn)"
fi
command -v rsync >/dev/null 2>&1 || refuse rsync
if [ -L "$path" ]; then refuse link; fi
if [ -e "$path" ] && [ ! -d "$path" ]; then refuse file; fi
case \${HOME:-/}/ in "$path"/*) refuse home ;; esac
if [ -d "$path" ]; then
  if [ ! -e "$path/${REV}" ] && [ ! -L "$path/${REV}" ] && [ ! -e "$path/${INCOMING}" ] && [ ! -L "$path/${INCOMING}" ]; then
    found=$(ls -A "$path") || exit 1
    [ -z "$found" ] || refuse folder
  fi
else mkdir -p "$path" || exit 1
fi
rev_of rev "$path/${REV}"
rev_of incoming "$path/${INCOMING}"
if [ "$force" != 1 ] && [ ! -e "$path/${INCOMING}" ] && [ ! -L "$path/${INCOMING}" ] && [ ! -L "$path/${REV}" ] && [ -f "$path/${REV}" ] && [ -r "$path/${REV}" ]; then
  case $(dd if="$path/${REV}" bs=4096 count=5 2>/dev/null) in
    *'"digest":"'"$digest"'"'*) say same 1; exit 0 ;;
  esac
fi
if [ -e "$path/${INCOMING}" ] || [ -L "$path/${INCOMING}" ]; then
  find "$path" -name '.~tmp~' -type d -prune -exec rm -rf {} + || exit 1
fi
rm -rf "$path/${INCOMING}" && printf '%s\\n' "$text" > "$path/${INCOMING}" || no_room "$path"
rm -rf "$path/${REV}" || exit 1
`;

const END = `
path=$1
[ -f "$path/${INCOMING}" ] && [ ! -L "$path/${INCOMING}" ] || refuse incoming
rm -rf "$path/${REV}" && mv -f "$path/${INCOMING}" "$path/${REV}" || exit 1
`;

/** Takes `.sync_rev` away, unless what is there is what is to be delivered. Throws AppError in words. */
export async function beginInPlace(
  host: ReleaseHost,
  { live, parent }: Places,
  spec: ReleaseSpec,
  options: { rev: SyncRev; signal: AbortSignal | undefined },
): Promise<Prepared> {
  const ask = async (force: boolean) =>
    await askHost(
      host,
      BEGIN,
      [live, parent, spec.rev.digest, force ? '1' : '0', spec.owner === null ? '0' : '1', revText(options.rev)],
      { signal: options.signal, what: `${live} could not be made ready` },
    );
  const explain = (refused: string | null) => {
    if (refused === 'rsync') throw refusedThere(`rsync is missing on ${host.name}. Install it there (package rsync).`);
    if (refused === 'link')
      throw refusedThere(
        `${live} on ${host.name} is a link. Remove it, or change the target to the mode with releases.`,
      );
    if (refused === 'file')
      throw refusedThere(`${live} on ${host.name} is a file. Move it away, or give the target another path.`);
    if (refused === 'home')
      throw refusedThere(
        `${live} on ${host.name} holds the home of its account, with the keys that may sign in. Give a folder of its own below it.`,
      );
    if (refused === 'folder')
      throw refusedThere(
        `${live} on ${host.name} has files that were not delivered from here, and a delivery in place would take them away. Empty the folder, or put an empty file ${REV} into it to hand it over.`,
      );
  };
  let answers = await ask(spec.force);
  requireOwner(host, spec.owner, answers);
  explain(answers.get('refused'));
  let isSame = answers.get('same') === '1';
  if (isSame && parseRev(answers.get('rev'))?.digest !== spec.rev.digest) {
    answers = await ask(true);
    explain(answers.get('refused'));
    isSame = false;
  }
  const said = ['rev', 'incoming'].filter((name) => answers.get(`${name}_is`) !== 'missing');
  const stagings = new Set(said.map((name) => parseRev(answers.get(name))?.staging ?? null));
  const [only = null] = stagings;
  return { live: null, isSame, staging: stagings.size === 1 ? only : null, isCopy: false, removed: [] };
}

/** Says that all of it is there. Throws AppError. */
export async function endInPlace(host: ReleaseHost, { live }: Places, signal: AbortSignal | undefined): Promise<void> {
  const answers = await askHost(host, END, [live], { signal, what: `${REV} could not be written` });
  if (answers.get('refused') === null) return;
  throw new AppError(
    'upstream',
    `${INCOMING} is gone from ${live} on ${host.name}: somebody else works in that folder.`,
    {
      kind: 'policy',
      retryable: true,
    },
  );
}
