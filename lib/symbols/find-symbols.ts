// Finds where a name is defined or referred to, over everything that the caller may see.
import { z } from 'zod';
import { clientGone } from '@/lib/asking';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { timeSearch } from '@/lib/metrics/time-search';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';
import type { SearchPlan } from '@/lib/search/query/plan/simplify';
import { resolveScope } from '@/lib/search/retrieve/scope/scope';
import { onSnapshot, type SearchTransaction } from '@/lib/search/retrieve/snapshot/snapshot';
import { inTurn } from '@/lib/shares';
import { type Asked, findDefinitions, findReferences, type Looked } from './by-syntax';
import { findByWords } from './by-words';
import { cutPage } from './cursor';
import { readPlace } from './place';
import { rankSymbols } from './rank';
import { ALL_KINDS, type Candidate, ROLES, type SymbolsResponse } from './symbol';

export const symbolsInputSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]+$/u, 'A name has no control characters.')
    .meta({ description: 'The whole name in any case, the case as typed first. With * and ? a pattern: `parse*`.' }),
  kind: z
    .enum(ALL_KINDS as [string, ...string[]])
    .optional()
    .meta({ description: 'Only what is defined, or referred to, in this way.' }),
  role: z.enum(ROLES).default('definition'),
  repo: z
    .string()
    .max(300)
    .regex(/^[^/]+\/[^/]+$/, 'A repository is org/name.')
    .optional()
    .meta({ description: 'org/name: looks there alone; with path it is where you stand, and all are looked at.' }),
  path: z
    .string()
    .max(16_384)
    .optional()
    .meta({ description: 'The file that you stand in: what is near it, and what it imports, comes first.' }),
  line: z.coerce.number().int().min(1).optional().meta({ description: 'The line that you stand in, from 1.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(8192).optional().meta({ description: 'next_cursor of the page before.' }),
});

export type SymbolsInput = z.input<typeof symbolsInputSchema>;

const ANYWHERE: Pick<SearchPlan, 'filters' | 'excludedFilters'> = { filters: [], excludedFilters: [] };

/**
 * Finds symbols, best first. Throws `not_found` for a repository that the caller may not see, `invalid` for a pattern of
 * references that has no beginning and for the cursor of another question, `limit` if it took too long.
 */
export async function findSymbols(
  ctx: Context,
  asked: SymbolsInput,
  options: { signal?: AbortSignal } = {},
): Promise<SymbolsResponse> {
  const { limit, cursor, ...input } = symbolsInputSchema.parse(asked);
  const { name, repo: repoName, path, line = null } = input;
  if (path !== undefined && repoName === undefined) {
    throw new AppError('invalid', 'A path needs the repository that it is in: give repo as well.');
  }
  const signal = options.signal ?? clientGone();
  const repo = repoName === undefined ? null : await findRepoByName(ctx, ...splitName(repoName));
  const narrowTo = repo && path === undefined ? repo.id : undefined;
  const read = async (tx: SearchTransaction): Promise<SymbolsResponse> => {
    const scope = await resolveScope(tx, ctx.actor, ANYWHERE, narrowTo);
    if (scope.refs.length === 0) return { items: [], next_cursor: null, exact: true };
    const stands = repo && path !== undefined ? await resolveScope(tx, ctx.actor, ANYWHERE, repo.id) : null;
    const place = repo && stands ? await readPlace(tx, stands, { repoId: repo.id, path: path ?? '', line }) : null;
    signal?.throwIfAborted();
    const found = await find(tx, { scope, name, kind: input.kind ?? null, nearRepoId: repo?.id ?? null }, input.role);
    signal?.throwIfAborted();
    const ordered = rankSymbols(found.candidates, name, place);
    const query = JSON.stringify(input);
    const { page, nextCursor } = cutPage(ordered, { limit, cursor, query, name, place });
    return {
      items: page.map(({ isGenerated: _, isVendored: __, ...symbol }) => symbol),
      next_cursor: nextCursor,
      exact: !found.isCapped,
    };
  };
  return await timeSearch(
    () => inTurn('search', ctx.actor, () => onSnapshot(ctx.db, read), signal ? { signal } : {}),
    signal,
  );
}

/** By syntax, and by words where no syntax is known; everywhere if the syntax knows the name nowhere. */
async function find(tx: SearchTransaction, asked: Asked, role: (typeof ROLES)[number]): Promise<Looked> {
  const known = role === 'definition' ? await findDefinitions(tx, asked) : await findReferences(tx, asked);
  if (asked.kind !== null) return known;
  const beside = await findByWords(tx, asked, {
    role,
    isEverywhere: role === 'reference' && known.candidates.length === 0,
  });
  const candidates: Candidate[] = [...known.candidates, ...beside.candidates];
  return { candidates, isCapped: known.isCapped || beside.isCapped };
}

function splitName(name: string): [org: string, name: string] {
  const slash = name.indexOf('/');
  return [name.slice(0, slash), name.slice(slash + 1)];
}
