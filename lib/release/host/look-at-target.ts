// What a host lacks for deliveries to a path, found by trying: nothing that is tried stays there.
import type { TargetFinding } from '@/db/schema';
import { sizeInWords } from '@/lib/git/runner/errors';
import type { ReleaseHost, ReleaseMode } from '@/lib/release/spec';
import { isOlder } from '@/lib/ssh/programs';
import { askHost, type HostAnswers } from './host-answer';
import { MOVE_LINK, NO_LINK_SWITCH } from './move-link';
import { INCOMING, type Places, placesOf, REV } from './places';

/** $1 path, then: parent, releases, base, mode. */
const SCRIPT = `
path=$1 parent=$2 releases=$3 base=$4 mode=$5
say rsync "$(rsync --version 2>/dev/null | head -n 1)"
say has_rsync "$(command -v rsync 2>/dev/null)"
case \${HOME:-/}/ in "$path"/*) say is_home 1 ;; esac
if [ -L "$path" ]; then
  say kind link
  link_of "$path" && say link "$link"
elif [ -d "$path" ]; then
  say kind folder
  [ -n "$(ls -A "$path" 2>/dev/null)" ] && say filled 1
  for mark in '${REV}' '${INCOMING}'; do [ -e "$path/$mark" ] && say marked 1; done
elif [ -e "$path" ]; then say kind file
else say kind none
fi
near=$parent
while [ ! -e "$near" ] && [ ! -L "$near" ] && [ "$near" != / ]; do near=\${near%/*}; near=\${near:-/}; done
if [ "$mode" = in_place ] && [ -d "$path" ]; then near=$path; fi
say near "$near"
try=$near/.freshet-try-$$
if said=$(mkdir "$try" 2>&1); then
  try_links "$try" 2>/dev/null
  say moves $?
  rm -rf "$try"
else say denied "$said"
fi
if [ -d "$releases" ] && [ "$mode" = releases ]; then
  try=$releases/.freshet-try-$$
  if said=$(mkdir "$try" 2>&1); then rmdir "$try"; else say denied "$said"; fi
fi
say space "$(df -Pk "$near" 2>/dev/null)"
exit 0
`;
const LOOK_MS = 45_000;
/** Less is as good as none. */
const LITTLE_KB = 50 * 1024;

/** What was found of rsync, rights, disk and link, in this order. Throws AppError if the host cannot be talked to. */
export async function lookAtTarget(
  host: ReleaseHost,
  target: { path: string; mode: ReleaseMode },
  options: { signal?: AbortSignal | undefined } = {},
): Promise<TargetFinding[]> {
  const places = placesOf(target.path);
  const { live, parent, releases, base } = places;
  const answers = await askHost(host, MOVE_LINK + SCRIPT, [live, parent, releases, base, target.mode], {
    signal: options.signal,
    timeoutMs: LOOK_MS,
    what: 'The host could not be looked at',
  });
  return [
    aboutRsync(answers),
    aboutRights(answers, places),
    aboutDisk(answers),
    aboutLink(answers, places, target.mode),
  ];
}

function aboutRsync(answers: HostAnswers): TargetFinding {
  const what = 'rsync';
  const found = answers.get('rsync') ?? '';
  const version = /^rsync +version v?(\d+\.\d+(?:\.\d+)?)/.exec(found)?.[1];
  if (!answers.get('has_rsync'))
    return { what, is_ok: false, text: 'rsync is missing there. Install it (package rsync).' };
  if (version === undefined) {
    return {
      what,
      is_ok: false,
      text: `The rsync there says of itself: ${quoted(found)}. Install the one from samba.org, 3.1 or newer.`,
    };
  }
  if (isOlder(version)) return { what, is_ok: false, text: `rsync there is ${version}; 3.1 or newer is needed.` };
  return { what, is_ok: true, text: `rsync ${version}.` };
}

function aboutRights(answers: HostAnswers, { live }: Places): TargetFinding {
  const what = 'rights';
  const near = answers.get('near') ?? '';
  const denied = answers.get('denied');
  if (denied !== null) {
    return {
      what,
      is_ok: false,
      text: `The account may not make anything in ${quoted(near)}: ${quoted(denied)}. Give it the rights, or use another path.`,
    };
  }
  if (answers.get('is_home') !== null) {
    return {
      what,
      is_ok: false,
      text: `${live} holds the home of the account, with the keys that may sign in. Give a folder of its own below it.`,
    };
  }
  return { what, is_ok: true, text: `The account may write in ${quoted(near)}.` };
}

function aboutDisk(answers: HostAnswers): TargetFinding {
  const what = 'disk';
  const left = /\s(\d+)\s+\d+%/.exec(answers.get('space') ?? '')?.[1];
  if (left === undefined) return { what, is_ok: true, text: 'How much room there is could not be found out.' };
  const text = `${sizeInWords(Number(left) * 1024)} are free.`;
  if (Number(left) < LITTLE_KB) return { what, is_ok: false, text: `Only ${text} Make some room there.` };
  return { what, is_ok: true, text };
}

function aboutLink(answers: HostAnswers, places: Places, mode: ReleaseMode): TargetFinding {
  const what = 'link';
  const kind = answers.get('kind');
  const bad = (text: string) => ({ what, is_ok: false, text }) as const;
  if (kind === 'file') return bad(`${places.live} is a file. Move it away, or use another path.`);
  if (mode === 'in_place') {
    if (kind === 'link') return bad(`${places.live} is a link. Remove it, or use the mode with releases.`);
    if (kind === 'folder' && answers.get('filled') !== null && answers.get('marked') === null) {
      return bad(
        `${places.live} has files that were not delivered from here, and a delivery in place would take them away. Empty it, or put an empty file ${REV} into it to hand it over.`,
      );
    }
    return { what, is_ok: true, text: 'The files are changed in place.' };
  }
  if (kind === 'folder') {
    return bad(
      `${places.live} is a folder that was not made here. Move it away, use another path, or use the mode in place.`,
    );
  }
  const link = answers.get('link');
  if (kind === 'link' && !link?.startsWith(`${places.base}.releases/`)) {
    return bad(
      `${places.live} is a link that was not made here: it leads to ${quoted(link ?? '')}. Move it away, or use another path.`,
    );
  }
  if (answers.get('moves') === '1') return bad(NO_LINK_SWITCH);
  if (answers.get('moves') !== '0') return bad('Whether a link can be moved there could not be tried.');
  return { what, is_ok: true, text: 'A new release goes live in one step.' };
}

/** Words of the host within a sentence of ours. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
