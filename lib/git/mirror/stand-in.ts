// What is searched of a repository that has no branch at all: the commit that its HEAD is at, or its newest tag.
import { unescapePath } from '@/lib/git/escape-path';
import { peelTag } from '@/lib/git/read/log';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import { FETCHED, listRawRefs } from './refs';
import { updateRefs } from './update-refs';

const HEADS = 'refs/heads/';
const TAGS = 'refs/tags/';
/** What is tried out before it counts. */
const PRELIMINARY = /[-._]?(?:alpha|beta|rc|pre|preview|dev|snapshot|nightly)[-._]?\d*$/i;
const versions = new Intl.Collator('en', { numeric: true });

/**
 * `found` with one more branch if it has none: `HEAD`, as on a machine that builds what was checked out by its
 * commit; else one with the name of the newest tag. `peeled` are tags (full names) → the commits that they name.
 */
export function withStandIn(found: UpstreamRefs, peeled: ReadonlyMap<string, string> = new Map()): UpstreamRefs {
  const names = [...found.refs.keys()];
  if (names.some((name) => name.startsWith(HEADS))) return found;
  if (found.headSha !== null) return standFor(found, 'head', 'HEAD', found.headSha);
  const tag = newest(names.filter((name) => name.startsWith(TAGS)).map((name) => name.slice(TAGS.length)));
  const commit = tag === null ? undefined : (peeled.get(TAGS + tag) ?? found.refs.get(TAGS + tag));
  return tag === null || commit === undefined ? found : standFor(found, 'tag', tag, commit);
}

function standFor(found: UpstreamRefs, standIn: 'head' | 'tag', branch: string, sha: string): UpstreamRefs {
  const refs = new Map(found.refs).set(HEADS + branch, sha);
  return { ...found, refs, headBranch: branch, headSha: sha, standIn };
}

/** By their names, as versions are counted. */
function newest(tags: string[]): string | null {
  const released = tags.filter((tag) => !PRELIMINARY.test(tag));
  const sorted = (released.length > 0 ? released : tags).sort((a, b) => versions.compare(a, b));
  return sorted.at(-1) ?? null;
}

/**
 * `found` with its stand-in at the commit that the tag names, and without it if that names none. `dir` has what the tag
 * names. Throws AppError.
 */
export async function peelStandIn(dir: string, found: UpstreamRefs): Promise<UpstreamRefs> {
  if (found.standIn !== 'tag' || found.headBranch === null || found.headSha === null) return found;
  const commit = await peelTag(dir, found.headSha);
  if (commit !== null) return standFor(found, 'tag', found.headBranch, commit);
  const { standIn: _, ...others } = found;
  return { ...others, refs: withoutStandIn(found), headBranch: null, headSha: null };
}

/** What it has itself. */
export function withoutStandIn({ refs, standIn, headBranch }: UpstreamRefs): Map<string, string> {
  const own = new Map(refs);
  if (standIn !== undefined) own.delete(`${HEADS}${headBranch}`);
  return own;
}

/**
 * Puts a stand-in among the branches that were fetched into `dir`. A tag that names no commit is none. Throws AppError.
 */
export async function placeStandIn(dir: string, { standIn, headBranch, headSha }: UpstreamRefs): Promise<void> {
  if (standIn === undefined || headBranch === null || headSha === null) return;
  const commit = await peelTag(dir, headSha);
  if (commit === null) return;
  const ref = `${FETCHED}heads/${unescapePath(headBranch).toString('latin1')}`;
  const present = (await listRawRefs(dir, [`${FETCHED}heads`])).get(ref);
  await updateRefs(dir, present === undefined ? new Map() : new Map([[ref, present]]), new Map([[ref, commit]]));
}
