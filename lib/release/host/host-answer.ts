// Talking to a host in scripts: what they have in common, and what they answer.
import { AppError } from '@/lib/errors';
import type { ReleaseHost } from '@/lib/release/spec';
import { commandError } from '@/lib/ssh/host-errors';

/**
 * For POSIX sh. `say` answers a name and a value; `refuse` ends with a reason; `drop` removes a folder, also one that may not
 * be written; `no_room` ends after
 * something could not be written, and says so if the disk is full; `link_of` gives what a link says; `rev_of` what is in a file of ours, if it is one and for what is short.
 */
const COMMON = `
LC_ALL=C; export LC_ALL
umask 022
nl='
'
say() { printf '%s=%s\\000' "$1" "$2"; }
refuse() { say refused "$1"; exit 0; }
drop() {
  rm -rf "$1" 2>/dev/null && return 0
  chmod -R u+rwX "$1" 2>/dev/null
  rm -rf "$1"
}
no_room() {
  set -- $(df -Pk "$1" 2>/dev/null | tail -n 1)
  [ "\${4:-99}" -lt 16 ] 2>/dev/null && echo 'No space left on device' >&2
  exit 1
}
link_of() {
  link=$(readlink "$1" && echo x) || return 1
  link=\${link%x}
  link=\${link%"$nl"}
}
rev_of() {
  if [ -L "$2" ]; then say "$1_is" link
  elif [ -f "$2" ]; then
    if [ -r "$2" ]; then say "$1" "$(dd if="$2" bs=4096 count=5 2>/dev/null)"
    else say "$1_is" unreadable
    fi
  elif [ -e "$2" ]; then say "$1_is" other
  else say "$1_is" missing
  fi
}
`;

/** What a script said: the last value of each name, and all of those that come more than once. */
export interface HostAnswers {
  get(name: string): string | null;
  all(name: string): string[];
}

export interface HostScriptOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** Begins a sentence, for a command that fails: "The release could not be made ready". */
  what: string;
}

const MINUTES_MS = 10 * 60_000;
const MOST_BYTES = 512 * 1024;

/** Runs a script that answers by \`say\`. Throws AppError, also if a command in it failed. */
export async function askHost(
  host: ReleaseHost,
  script: string,
  args: readonly string[],
  options: HostScriptOptions,
): Promise<HostAnswers> {
  const { signal, timeoutMs = MINUTES_MS, what } = options;
  const answer = await host.run(COMMON + script, args, { signal, timeoutMs, maxBytes: MOST_BYTES });
  if (answer.exitCode !== 0) throw commandError(host.name, what, answer);
  const said = answer.stdout
    .toString('utf8')
    .split('\0')
    .map((one) => [one.slice(0, Math.max(0, one.indexOf('='))), one.slice(one.indexOf('=') + 1)] as const);
  return {
    get: (name) => said.findLast(([key]) => key === name)?.[1] ?? null,
    all: (name) => said.filter(([key]) => key === name).map(([, value]) => value),
  };
}

/** What keeps us from delivering there, for people to change. */
export function refusedThere(message: string): AppError {
  return new AppError('upstream', message, { kind: 'policy' });
}
