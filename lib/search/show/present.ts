// Makes results of one page's candidates: reads their texts, marks their lines, says how fresh they are.

import type { Ranked } from '@/lib/search/rank/rank';
import type { Scope } from '@/lib/search/retrieve/scope';
import { refKey, refsOf } from '@/lib/search/retrieve/scoped-ref';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot';
import { eachText } from './contents';
import { type Highlighted, type HighlightOptions, highlight, showLines } from './highlight';
import type { SearchResult } from './response';

/** Texts are read for candidates that can have matches alone: a list of files costs none. */
export async function presentPage(
  tx: SearchTransaction,
  page: Ranked[],
  scope: Scope,
  options: HighlightOptions,
  signal?: AbortSignal,
): Promise<SearchResult[]> {
  const shown = page.filter((result) => options.terms.length > 0 || result.lines !== undefined);
  const lines = new Map<Ranked, Highlighted>();
  const ids = [...new Set(shown.map((result) => result.blobId))];
  await eachText(
    tx,
    ids,
    (blobId, text) => {
      for (const result of shown.filter((result) => result.blobId === blobId)) {
        lines.set(result, result.lines ? showLines(text, result.lines, options) : highlight(text, options));
      }
    },
    signal,
  );
  const refs = await refsOf(tx, scope, page);
  return page.map((result) => {
    const ref = refs.get(refKey(result))!;
    const { matches, matchCount } = lines.get(result) ?? { matches: [], matchCount: 0 };
    return {
      repo: result.repo,
      repo_id: result.repoId,
      path: result.path,
      ref: result.ref,
      language: result.language,
      commit: ref.commit,
      indexed_at: ref.indexedAt.toISOString(),
      checked_at: ref.checkedAt?.toISOString() ?? null,
      is_stale: ref.isStale,
      standing: ref.standing,
      score: result.score,
      matches,
      match_count: matchCount,
    };
  });
}
