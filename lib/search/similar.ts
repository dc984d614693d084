// Finds code that is like a piece of a file.
import { performance } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { clientGone } from '@/lib/asking';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { inTurn } from '@/lib/shares';
import { activeEmbedders } from '@/lib/text/embed/models';
import { linesOf } from '@/lib/text/lines';
import { bestEmbedder, embedText } from './embed-query';
import { NO_VECTORS_NOTICE } from './notices';
import type { SearchPlan } from './query/plan/simplify';
import { DEFAULT_OPTIONS } from './query/query';

import { countFacets } from './rank/facets';
import { findByMeaning } from './rank/find';
import { foldCopies } from './rank/fold';
import { ASCII_ALONE } from './retrieve/predicates/trigrams';
import { resolveScope } from './retrieve/scope/scope';
import { Budget } from './retrieve/snapshot/budget';
import { onSnapshot, type SearchTransaction } from './retrieve/snapshot/snapshot';
import { presentPage } from './show/present';
import type { SearchResponse } from './show/response';

export interface SimilarInput {
  repoId: string;
  path: string;
  /** 1-based, both included. */
  startLine: number;
  endLine: number;
  /** 1 to 100, default 10. */
  limit?: number;
}

/** UTF-16 units of a selection; more tell a model nothing new. */
const MAX_TEXT = 20_000;
const EMBED_TIMEOUT_MS = 10_000;

/** No conditions: everywhere that the caller may look. */
const ANYTHING: SearchPlan = {
  clauses: [],
  excluded: [],
  filters: [],
  excludedFilters: [],
  groups: [],
  matchCase: false,
  ignoreCase: false,
  ...DEFAULT_OPTIONS,
  mode: 'meaning',
  notes: [],
};

/**
 * Finds files with pieces that are like these lines, over everything the caller may see; the piece's own file is left
 * out. Throws `not_found` if there is no such file or it has no text, `upstream` if a remote model fails, `limit`
 * if the caller has too many searches waiting.
 */
export async function similarCode(
  ctx: Context,
  input: SimilarInput,
  options: { signal?: AbortSignal } = {},
): Promise<SearchResponse> {
  const startedAt = performance.now();
  const signal = options.signal ?? clientGone();
  const onOwnTurn = <T>(read: (tx: SearchTransaction) => Promise<T>) =>
    inTurn('search', ctx.actor, () => onSnapshot(ctx.db, read), { signal });
  const text = await onOwnTurn((tx) => readLines(tx, ctx, input));
  const embedder = bestEmbedder(await activeEmbedders(ctx));
  const vector = embedder
    ? await inTurn(
        'models',
        ctx.actor,
        () => embedText(embedder, text, { kind: 'passage', timeoutMs: EMBED_TIMEOUT_MS, signal }),
        { signal },
      )
    : null;
  const limit = Math.min(Math.max(Math.trunc(input.limit ?? 10), 1), 100);
  const found = vector
    ? await onOwnTurn(async (tx) => {
        const scope = await resolveScope(tx, ctx.actor, ANYTHING, undefined);
        if (scope.refs.length === 0) return null;
        const filters = { paths: [], languages: [] };
        const ordered = await findByMeaning(
          tx,
          { scope, plan: ANYTHING, filters, letters: ASCII_ALONE, budget: new Budget(EMBED_TIMEOUT_MS) },
          vector,
        );
        const others = ordered.filter((result) => result.repoId !== input.repoId || result.path !== input.path);
        const { results } = await presentPage(tx, foldCopies(others).slice(0, limit), scope, {
          terms: [],
          matchCase: false,
          ignoreCase: false,
          isLoose: false,
        });
        return { results, facets: countFacets(others), count: others.length };
      })
    : null;
  return {
    results: found?.results ?? [],
    count: found?.count ?? 0,
    exact: false,
    took_ms: Math.round((performance.now() - startedAt) * 10) / 10,
    next_cursor: null,
    facets: found?.facets ?? { repos: [], languages: [] },
    notice: embedder ? null : NO_VECTORS_NOTICE,
    notices: [],
  };
}

async function readLines(tx: SearchTransaction, ctx: Context, input: SimilarInput): Promise<string> {
  const { refs } = await resolveScope(tx, ctx.actor, ANYTHING, input.repoId);
  const [file] =
    refs[0] && !input.path.includes('\0')
      ? await tx.execute<{ content: string }>(sql`
          select b.content from files f join blobs b on b.id = f.blob_id
          where f.repo_id = ${refs[0].repoId}::uuid and f.ref = ${refs[0].ref} and f.path = ${input.path}
            and b.content is not null`)
      : [];
  if (!file) throw new AppError('not_found', 'There is no such file with text here.');
  const [lines = ''] = linesOf(file.content, [[Math.max(1, input.startLine), Math.max(1, input.endLine)]]);
  return lines.slice(0, MAX_TEXT);
}
