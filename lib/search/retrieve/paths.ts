// Finds files by their paths: those whose name holds a query's words, and the lists that filters alone ask for.
import { type SQL, sql } from 'drizzle-orm';
import { contains, escapeRegex, matches } from '@/lib/search/query/glob';
import type { TextTerm } from '@/lib/search/query/query';
import { BLOB_COLUMNS, type Candidate, readCandidates } from './candidate';
import { and } from './predicates/predicates';
import { hasTrigrams } from './predicates/trigrams';
import { restOf } from './rest';
import { withinScope } from './scope/scope';
import { limitsOf } from './snapshot/limits';
import type { SearchTransaction } from './snapshot/snapshot';
import { settle, type TextQuery, type TextRetrieved } from './text';

/** File names are a help to ranking: this many are enough. */
const MAX_NAMED = 200;
/** Files looked at for what their text must not hold. */
const MAX_LOOKED_AT = 3000;

/**
 * Retrieves files whose path holds every term of the query and whose name holds one of them, whatever they contain:
 * `package.json` and `src/parser` are names as often as they are text. Nothing for queries with alternatives or phrases.
 */
export async function retrieveByName(
  tx: SearchTransaction,
  query: TextQuery,
): Promise<{ candidates: Candidate[]; isCapped: boolean }> {
  const { clauses, groups, matchCase } = query.plan;
  const terms = clauses.map(({ anyOf }) => (anyOf.length === 1 && isName(anyOf[0]!) ? anyOf[0]!.text : ''));
  // The trigram index knows nothing of shorter ones.
  const telling = terms.filter((text) => hasTrigrams(text, query.letters));
  if (groups.length > 0 || telling.length === 0 || terms.some((text) => text === '' || /\s/.test(text))) {
    return { candidates: [], isCapped: false };
  }
  const named = matches(sql`f.path`, `(${telling.map(escapeRegex).join('|')})[^/]*$`, matchCase);
  const all = terms.length > 1 ? terms.map((term) => contains(sql`f.path`, term, matchCase)) : [];
  const { candidates, isCapped, isPoolCapped } = await readFiles(tx, query, [named, ...all], MAX_NAMED);
  return { candidates, isCapped: isCapped || isPoolCapped };
}

function isName({ kind, where }: TextTerm): boolean {
  return where === undefined && (kind === 'word' || kind === 'literal');
}

/** Lists the files that a query without words asks for by its filters. */
export async function listFiles(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved> {
  const found = await readFiles(tx, query, [], limitsOf(query.plan).ranked);
  return settle(found, true, query);
}

/** Reads files that fulfil the filters, `paths` and the exclusions; with conditions on paths, the shortest paths. */
async function readFiles(tx: SearchTransaction, query: TextQuery, paths: SQL[], limit: number) {
  const { scope, filters, plan, budget, rank } = query;
  const { proofs, open } = restOf(query, { withClauses: false });
  const within = withinScope(scope);
  const allPaths = [...paths, ...filters.paths];
  const byLanguage = allPaths.length === 0 && filters.languages.length > 0;
  const blobConditions = [...within.blobs, ...filters.languages];
  const fileConditions = [...within.files, ...allPaths];
  const pool = byLanguage
    ? sql`
      select b.*, f.ref, f.path
      from (select ${BLOB_COLUMNS} from blobs b where ${and(blobConditions)} offset 0) b
      cross join lateral (select f.ref, f.path from files f
        where f.blob_id = b.id and ${and(fileConditions)} offset 0) f`
    : sql`
      select b.*, f.ref, f.path
      from (select f.ref, f.path, f.blob_id from files f where ${and(fileConditions)} offset 0) f
      cross join lateral (select ${BLOB_COLUMNS} from blobs b
        where b.id = f.blob_id and ${and(blobConditions)} offset 0) b
      ${allPaths.length > 0 ? sql`order by length(f.path), f.path, f.ref` : sql``}`;
  return readCandidates(tx, {
    pool,
    poolLimit: proofs.length > 0 || open ? Math.max(MAX_LOOKED_AT, limit) : limit,
    proofs: and(proofs),
    open,
    budget,
    rank: plan.clauses.length > 0 ? rank : sql`0`,
    limit,
  });
}
