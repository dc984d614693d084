// Makes results of one page's candidates: reads their texts, marks their lines, says how fresh they are.

import { setImmediate as breathe } from 'node:timers/promises';
import type { Folded } from '@/lib/search/rank/fold';
import type { Ranked } from '@/lib/search/rank/rank';
import type { Scope } from '../retrieve/scope/scope';
import { refKey, refsOf } from '../retrieve/scope/scoped-ref';
import { Budget } from '../retrieve/snapshot/budget';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import { eachText } from './contents';
import { type Highlighted, type HighlightOptions, highlight, showLines } from './highlight';
import { patternRanges } from './pattern-ranges';
import type { SearchResult } from './response';

/** What finding the lines of a page may take in any case, after a search that used all of its time. */
const SHOW_MS = 500;
/** What is done in one go: others are answered then. */
const SLICE_MS = 10;
/** Copies of a result that are named. */
const MAX_COPIES = 10;

interface PresentOptions extends HighlightOptions {
  /** Whole texts that were read already, by blob id. */
  known?: ReadonlyMap<string, string> | undefined;
  budget?: Budget;
}

/**
 * Texts are read for candidates that can have matches alone: a list of files costs none, and what is `known` is not
 * read again. Where a pattern matches is looked for within the search's time: if that is up, files show no lines,
 * and `isUnmarked` says so.
 */
export async function presentPage(
  tx: SearchTransaction,
  page: Folded[],
  scope: Scope,
  options: PresentOptions,
  signal?: AbortSignal,
): Promise<{ results: SearchResult[]; isUnmarked: boolean }> {
  const shown = page.filter((result) => !result.selected && (options.terms.length > 0 || result.lines !== undefined));
  const lines = new Map<Ranked, Highlighted>();
  const ids = [...new Set(shown.map((result) => result.blobId))];
  const time = new Budget(Math.max(options.budget?.left() ?? 0, SHOW_MS), signal);
  let isUnmarked = false;
  let since = performance.now();
  const look = async (blobId: string, text: string) => {
    const ranges = await patternRanges(text, options.terms, { ...options, time });
    if (ranges === null) isUnmarked = true;
    else {
      const marking = { ...options, ranges };
      for (const result of shown.filter((result) => result.blobId === blobId))
        lines.set(result, result.lines ? showLines(text, result.lines, marking) : highlight(text, marking));
    }
    if (performance.now() - since < SLICE_MS) return;
    signal?.throwIfAborted();
    await breathe();
    since = performance.now();
  };
  for (const id of ids) {
    const text = options.known?.get(id);
    if (text !== undefined) await look(id, text);
  }
  await eachText(
    tx,
    ids.filter((id) => !options.known?.has(id)),
    look,
    signal,
  );
  const named = page.map(({ copies }) => copies.slice(0, MAX_COPIES));
  const refs = await refsOf(tx, scope, [...page, ...named.flat()]);
  const results = page.map((result, place): SearchResult => {
    const ref = refs.get(refKey(result))!;
    const { matches, matchCount } = lines.get(result) ?? { matches: [], matchCount: 0 };
    return {
      kind: result.selected ?? 'file',
      repo: result.repo,
      repo_id: result.repoId,
      path: result.path,
      ref: result.ref,
      language: result.language,
      blob_id: result.selected ? null : result.sha,
      commit: ref.commit,
      indexed_at: ref.indexedAt.toISOString(),
      checked_at: ref.checkedAt?.toISOString() ?? null,
      is_stale: ref.isStale,
      standing: ref.standing,
      score: result.score,
      matches,
      match_count: matchCount,
      also_in: named[place]!.map(({ repo, repoId, path, ref: name, ...copy }) => ({
        repo,
        repo_id: repoId,
        path,
        ref: name,
        commit: refs.get(refKey({ ...copy, repoId, ref: name }))!.commit,
      })),
      also_in_count: result.copies.length,
    };
  });
  return { results, isUnmarked };
}
