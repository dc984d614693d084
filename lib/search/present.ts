// Makes results of one page's candidates: reads their texts, marks their lines, says how fresh they are.
import { readTexts } from './contents';
import { highlight, showLines } from './highlight';
import type { TextTerm } from './query';
import type { Ranked } from './rank';
import type { SearchResult } from './response';
import type { Scope } from './scope';
import type { SearchTransaction } from './snapshot';

export interface PresentOptions {
  terms: TextTerm[];
  matchCase: boolean;
  isLoose: boolean;
}

/** Texts are read for candidates that can have matches alone: a list of files costs none. */
export async function presentPage(
  tx: SearchTransaction,
  page: Ranked[],
  scope: Scope,
  o: PresentOptions,
): Promise<SearchResult[]> {
  const shown = page.filter((result) => o.terms.length > 0 || result.lines !== undefined);
  const texts = await readTexts(
    tx,
    shown.map((result) => result.blobId),
    o.terms.map((term) => term.text),
  );
  const refs = new Map(scope.refs.map((ref) => [`${ref.repoId} ${ref.ref}`, ref]));
  return page.map((result) => {
    const ref = refs.get(`${result.repoId} ${result.ref}`)!;
    const piece = texts.get(result.blobId);
    const { matches, matchCount } = !piece
      ? { matches: [], matchCount: 0 }
      : result.lines
        ? showLines(piece, result.lines, o)
        : highlight(piece, o);
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
