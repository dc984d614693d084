// Looks at what a delivery will need on a host, by doing it: whether rsync is there and new enough, whether files and links
// can be made beside the live path, how much room there is, and whether the live path is free or ours.

import type { TargetFinding } from '@/db/schema';
import type { ReleaseHost, ReleaseMode } from '@/lib/release/spec';
import { isOlder } from '@/lib/ssh/programs';

const LOOK_MS = 60_000;
/** Below that even a small site hardly fits, and logs of the host itself may stop. */
const LITTLE_KIB = 64 * 1024;
const ADVICE: Record<string, string> = {
  'apt-get': 'apt-get install rsync',
  dnf: 'dnf install rsync',
  yum: 'yum install rsync',
  apk: 'apk add rsync',
  zypper: 'zypper install rsync',
  pacman: 'pacman -S rsync',
  pkg: 'pkg install rsync',
  brew: 'brew install rsync',
};

/**
 * Says a word for each thing, in lines of `name=word`; names of files stay on the host. What it makes to try the rights it
 * removes again.
 */
const SCRIPT = `
live=$1 mode=$2 trial=$3
version=$(rsync --version 2>/dev/null | sed -n '1s/^rsync *version v\\{0,1\\}\\([0-9.]*\\).*/\\1/p')
if [ -z "$version" ] && command -v rsync >/dev/null 2>&1; then version=unknown; fi
echo "rsync=$version"
for tool in apt-get dnf yum apk zypper pacman pkg brew; do
  if command -v "$tool" >/dev/null 2>&1; then echo "tool=$tool"; break; fi
done
parent=$(dirname -- "$live"; echo .)
parent=\${parent%??}
name=\${live##*/}
if [ "$mode" = releases ] && { [ -L "$live.releases" ] || { [ -e "$live.releases" ] && [ ! -d "$live.releases" ]; }; }; then
  echo link=releases
elif [ -L "$live" ]; then
  case "$(readlink "$live")" in
    "$name.releases/"*) echo link=ours ;;
    *) echo link=link ;;
  esac
elif [ -d "$live" ]; then
  if [ -f "$live/.sync_rev" ] || [ -f "$live/.sync_rev.incoming" ]; then echo link=marked
  elif [ -z "$(ls -A "$live" 2>/dev/null)" ] && [ -r "$live" ]; then echo link=empty
  else echo link=folder; fi
elif [ -e "$live" ]; then echo link=file
else echo link=free; fi
place=$parent
if [ "$mode" = in_place ] && [ -d "$live" ]; then place=$live; fi
while [ ! -e "$place" ] && [ "$place" != / ]; do
  echo made=yes
  place=$(dirname -- "$place"; echo .)
  place=\${place%??}
done
if [ ! -d "$place" ]; then echo rights=file
elif ! mkdir "$place/$trial"; then echo rights=refused
else
  if ln -s x "$place/$trial/link" && echo x > "$place/$trial/file" && ln "$place/$trial/file" "$place/$trial/again"; then
    echo rights=ok
  else echo rights=links; fi
  rm -rf "$place/$trial"
fi
echo "disk=$(df -Pk -- "$place" 2>/dev/null | sed -n '$s/^.* \\{1,\\}[0-9]\\{1,\\} \\{1,\\}[0-9]\\{1,\\} \\{1,\\}\\([0-9]\\{1,\\}\\) \\{1,\\}[0-9]\\{1,\\}%.*/\\1/p')"
`;

/** What a delivery will need there, each with what to do where it will not do. Throws what `host.run` throws. */
export async function lookAtTarget(
  host: ReleaseHost,
  { path, mode }: { path: string; mode: ReleaseMode },
  options: { signal?: AbortSignal } = {},
): Promise<TargetFinding[]> {
  const trial = `.freshet-trial-${Math.random().toString(36).slice(2, 12)}`;
  const { stdout, stderr } = await host.run(SCRIPT, [path, mode, trial], { timeoutMs: LOOK_MS, ...options });
  const words = new Map(
    stdout
      .toString('utf8')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
  const word = (name: string) => words.get(name) ?? '';
  return [
    rsyncFinding(word('rsync'), word('tool')),
    rightsFinding(word('rights'), {
      path,
      mode,
      isMade: word('made') === 'yes',
      said: stderr.split('\n').at(-1) ?? '',
    }),
    diskFinding(word('disk')),
    linkFinding(word('link'), { path, mode }),
  ];
}

function rsyncFinding(version: string, tool: string): TargetFinding {
  const command = Object.hasOwn(ADVICE, tool) ? `: ${ADVICE[tool]}` : ' (package rsync)';
  if (version === 'unknown') {
    return no(
      'rsync',
      `The rsync there does not say its version, as others of that name do not. Install rsync 3.1 or newer${command}.`,
    );
  }
  const known = /^\d+\.\d+(?:\.\d+)?$/.test(version);
  if (!known) return no('rsync', `rsync is missing. Install it there${command}.`);
  if (isOlder(version))
    return no('rsync', `rsync is ${version}, and 3.1 or newer is needed. Install a newer one${command}.`);
  return yes('rsync', `rsync ${version}.`);
}

interface Place {
  path: string;
  mode: ReleaseMode;
}

function rightsFinding(
  word: string,
  { path, mode, isMade, said }: Place & { isMade: boolean; said: string },
): TargetFinding {
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  const where = mode === 'in_place' ? path : parent;
  switch (word) {
    case 'ok':
      if (isMade) return yes('rights', `The folder ${parent} is not there yet: the first delivery makes it.`);
      return yes(
        'rights',
        `The account may make files, folders and links ${mode === 'in_place' ? 'at' : 'beside'} the live path.`,
      );
    case 'file':
      return no('rights', `There is a file where the folder ${parent} should be. Use another path.`);
    case 'refused':
      return no(
        'rights',
        `The account may make no folder in ${isMade ? 'the nearest folder that is there above it' : where}.${said ? ` It said: ${said}.` : ''} Give it the right to write there, or use another path.`,
      );
    default:
      return no('rights', `The file system at ${where} takes no links, or has no room left. Use another path.`);
  }
}

function diskFinding(word: string): TargetFinding {
  if (!/^\d+$/.test(word)) return no('disk', 'How much room there is could not be found out (df says nothing).');
  const kib = Number(word);
  const gib = kib / 1024 ** 2;
  const shown = gib >= 1 ? `${Math.round(gib * 10) / 10} GiB` : `${Math.floor(kib / 1024)} MiB`;
  return kib < LITTLE_KIB
    ? no('disk', `Only ${shown} are free there. Make room.`)
    : yes('disk', `${shown} are free there.`);
}

function linkFinding(word: string, { path, mode }: Place): TargetFinding {
  if (word === 'free') return yes('link', `Nothing is at ${path} yet: the first delivery makes it.`);
  if (mode === 'releases') {
    if (word === 'ours') return yes('link', `${path} is the link to the live release.`);
    if (word === 'link')
      return no('link', `${path} is a link that Freshet did not make. Move it away, or use another path.`);
    return no(
      'link',
      `Something that Freshet did not make is at ${path}. Move it away, use another path, or choose the mode in place.`,
    );
  }
  if (word === 'marked') return yes('link', `${path} holds what Freshet delivered.`);
  if (word === 'empty') return yes('link', `${path} is an empty folder.`);
  if (word === 'folder') {
    return no('link', `The folder ${path} holds files that Freshet did not deliver. Empty it, or use another path.`);
  }
  return no('link', `${path} is no folder. Move it away, or use another path.`);
}

const yes = (what: TargetFinding['what'], text: string): TargetFinding => ({ what, is_ok: true, text });
const no = (what: TargetFinding['what'], text: string): TargetFinding => ({ what, is_ok: false, text });
