// Brings a mirror of a part of a remote up to it: new branches to their depth, the others by what is new on them.

import { escapePath, unescapePath } from '@/lib/git/escape-path';
import { FETCHED, listRawRefs } from '@/lib/git/mirror/refs';
import { isShallow } from '@/lib/git/mirror/shallow';
import { updateRefs } from '@/lib/git/mirror/update-refs';
import { OddObjects } from '@/lib/git/runner/odd-objects';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import { type FetchOptions, fetchMirror } from './fetch';
import { refspecOf, refspecsOf, type Scope } from './scope';

/** Names in one command: its arguments have a limit. */
const MOST_NAMES = 500;
const HEADS = 'refs/heads/';

export interface ScopedFetch extends FetchOptions {
  scope: Scope;
  /** What the remote has within the scope. */
  upstream: UpstreamRefs;
  /** The depth of the last fetch; null for none. A mirror that is not shallow has all, whatever it was. */
  fetchedDepth: number | null;
}

/** Returns and throws like `fetchMirror`. */
export async function fetchScoped(remote: ValidatedRemote, dir: string, options: ScopedFetch): Promise<OddObjects> {
  const { scope, upstream, fetchedDepth, ...fetching } = options;
  const cut = await isShallow(dir);
  const deeper = cut ? deepening(scope.depth, fetchedDepth) : [];
  if (cut && deeper.length === 0 && scope.depth !== null) {
    for (const refspecs of await newBranches(dir, upstream)) {
      await fetchMirror(remote, dir, { ...fetching, refspecs, flags: [`--depth=${scope.depth}`] });
    }
  }
  const refspecs = refspecsOf(scope, upstream);
  // Without any git would fetch HEAD, which an empty repository has not.
  const odd =
    refspecs.length === 0 ? new OddObjects() : await fetchMirror(remote, dir, { ...fetching, refspecs, flags: deeper });
  await dropOthers(dir, upstream);
  return odd;
}

/** History that is here is never cut: less depth than there was is for branches that are new. */
function deepening(depth: number | null, before: number | null): string[] {
  if (depth === before) return [];
  if (depth === null) return ['--unshallow'];
  return before === null || depth > before ? [`--depth=${depth}`] : [];
}

/** Without a depth each would come with its whole history. */
async function newBranches(dir: string, upstream: UpstreamRefs): Promise<string[][]> {
  const present = await listRawRefs(dir, [`${FETCHED}heads`]);
  const known = new Set([...present.keys()].map((name) => name.slice(`${FETCHED}heads/`.length)));
  const names = [...upstream.refs.keys()].map((name) => name.slice(HEADS.length));
  const fresh = names.filter((name) => !known.has(unescapePath(name).toString('latin1')));
  const chunks: string[][] = [];
  for (let i = 0; i < fresh.length; i += MOST_NAMES) chunks.push(fresh.slice(i, i + MOST_NAMES).map(refspecOf));
  return chunks;
}

/** What was fetched when the scope was another one. */
async function dropOthers(dir: string, upstream: UpstreamRefs): Promise<void> {
  const present = await listRawRefs(dir, [FETCHED.slice(0, -1)]);
  const others = [...present].filter(
    ([name]) => !upstream.refs.has(escapePath(Buffer.from(`refs/${name.slice(FETCHED.length)}`, 'latin1'))),
  );
  if (others.length > 0) await updateRefs(dir, new Map(others), new Map());
}
