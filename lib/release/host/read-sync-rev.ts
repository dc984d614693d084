// Reads what a host says it has. The file may be anything: it is looked at before it is read, read for a little, and believed
// only if it has our form.
import { type ReleaseHost, type RevRead, type SyncRev, syncRevSchema } from '@/lib/release/spec';
import { askHost } from './host-answer';
import { INCOMING, placesOf, REV } from './places';

const SCRIPT = `
path=$1
if [ -L "$path" ]; then link_of "$path" && say link "$link"; fi
if [ ! -e "$path" ]; then say path_is missing; exit 0; fi
if [ ! -d "$path" ]; then say path_is other; exit 0; fi
if [ ! -x "$path" ]; then say path_is unreadable; exit 0; fi
rev_of rev "$path/$2"
rev_of incoming "$path/$3"
`;
const READ_MS = 30_000;

/** Throws AppError if the host cannot be talked to; whatever is or is not at `path` is an answer. */
export async function readSyncRev(
  host: ReleaseHost,
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<RevRead> {
  const { live } = placesOf(path);
  const answers = await askHost(host, SCRIPT, [live, REV, INCOMING], {
    signal: options.signal,
    timeoutMs: READ_MS,
    what: `${live} could not be looked at`,
  });
  const link = answers.get('link');
  const read = (problem: RevRead['problem'], text: string): RevRead => ({ rev: null, problem, link, text });
  switch (answers.get('path_is')) {
    case 'missing':
      return read('missing', link === null ? `Nothing is at ${live}.` : `The link at ${live} leads to nothing.`);
    case 'other':
      return read('foreign', `${live} is no folder.`);
    case 'unreadable':
      return read('unreadable', `The account on ${host.name} may not look into ${live} (permission denied).`);
  }
  if (answers.get('incoming') !== null) {
    return read('interrupted', 'A delivery in place was cut in the middle: some files may be new and others old.');
  }
  const problem = answers.get('rev_is');
  if (problem === 'missing') return read('missing', `There is no ${REV} at ${live}.`);
  if (problem === 'unreadable') {
    return read('unreadable', `The account on ${host.name} may not read ${REV} there (permission denied).`);
  }
  if (problem !== null) return read('foreign', `${REV} there is no plain file, so it was not written here.`);
  const rev = parseRev(answers.get('rev'));
  return rev === null ? read('foreign', `${REV} there was not written here.`) : { rev, problem: null, link };
}

/** Null for anything that we did not write. */
export function parseRev(text: string | null): SyncRev | null {
  try {
    return syncRevSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/** As it is written into the file: on one line, its digest in the spelling that scripts look for. */
export function revText({ repo, ref, commit, delivered_at, digest, staging }: SyncRev): string {
  return JSON.stringify({ repo, ref, commit, delivered_at, digest, ...(staging === undefined ? {} : { staging }) });
}
