// Symbols that the index knows by the grammar of their language.
import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/lib/errors';
import { hasWord, matchesWords } from '@/lib/search/retrieve/predicates/predicates';
import { definesName, type NamePattern, nameFits } from '@/lib/search/retrieve/predicates/symbols';
import { type Scope, withinScope } from '@/lib/search/retrieve/scope/scope';
import { isOneOf, refKey, refsOf, type ScopedRef } from '@/lib/search/retrieve/scope/scoped-ref';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot/snapshot';
import { unpackDefinitions, unpackReferences } from '@/lib/text/symbols';
import { quoteLexeme, toWords } from '@/lib/text/tokenize';
import type { Candidate } from './symbol';

export interface Asked {
  scope: Scope;
  /** As typed; with `*` and `?` a pattern. */
  name: string;
  kind: string | null;
  /** The repository whose symbols are kept if there are too many. */
  nearRepoId: string | null;
}

export interface Looked {
  candidates: Candidate[];
  /** True if there may be more. */
  isCapped: boolean;
}

/** Files whose symbols are unpacked for one question, and symbols that are ranked. */
const MAX_FILES = 500;
const MAX_SYMBOLS = 5000;

type Pattern = NamePattern & { kind: Exclude<NamePattern['kind'], 'regex'> };

/** `parse*` is a beginning, any other name with `*` or `?` a pattern. */
export function patternOf(name: string): Pattern {
  const isPrefix = /^[^*?]+\*$/.test(name);
  const kind = isPrefix ? 'prefix' : /[*?]/.test(name) ? 'glob' : 'exact';
  return { kind, text: isPrefix ? name.slice(0, -1) : name, matchCase: false };
}

export async function findDefinitions(tx: SearchTransaction, asked: Asked): Promise<Looked> {
  const pattern = patternOf(asked.name);
  const fits = nameFits(pattern);
  const rows = await readFiles(
    tx,
    asked,
    sql`
    select s.repo_id, s.blob_id, s.names, s.places, '' as uses from blob_symbols s
    where ${and([definesName(pattern), ...withinSymbols(asked.scope)])}`,
  );
  return await collect(tx, rows, asked, (row) =>
    unpackDefinitions(row)
      .filter((found) => fits(found.name))
      .map(({ endLine, isPublic, ...found }) => ({
        ...found,
        role: 'definition' as const,
        end_line: endLine,
        is_public: isPublic,
      })),
  );
}

/** Throws `invalid` for a pattern without a beginning: only the index of words finds what uses a name. */
export async function findReferences(tx: SearchTransaction, asked: Asked): Promise<Looked> {
  const pattern = patternOf(asked.name);
  const fits = nameFits(pattern);
  const word = wordsOf(pattern);
  if (word === null) return { candidates: [], isCapped: false };
  // The word index knows no case, and unpacking tells the rest: this only spares files that mention the name in prose.
  const isUsed =
    pattern.kind === 'exact'
      ? sql`strpos(lower(s.uses), lower(${`${pattern.text}\t`}::text collate "C")) > 0`
      : sql`true`;
  const rows = await readFiles(
    tx,
    asked,
    sql`
    select s.repo_id, s.blob_id, '' as names, '' as places, s.uses
    from (select b.repo_id, b.id from blobs b where ${and([word, ...withinScope(asked.scope).blobs])} offset 0) b
    join blob_symbols s on s.repo_id = b.repo_id and s.blob_id = b.id
    where ${isUsed}`,
  );
  return await collect(tx, rows, asked, (row) =>
    unpackReferences(row.uses, fits).map((found) => ({
      ...found,
      role: 'reference' as const,
      scope: null,
      end_line: found.line,
      is_public: false,
    })),
  );
}

/** The condition on `blobs b` that its words may hold the name; null for names that are no words, such as operators. */
export function wordsOf(pattern: Pattern): SQL | null {
  if (pattern.kind === 'exact') {
    const words = toWords(pattern.text);
    return words.length > 0 ? and(words.map(({ word }) => hasWord(word))) : null;
  }
  const beginning = /^[^*?]*/.exec(pattern.text)?.[0] ?? '';
  const [first] = toWords(beginning);
  if (!first) {
    throw new AppError('invalid', 'References are found by how a name begins: put letters before the first * or ?.');
  }
  return matchesWords(first.end === beginning.length ? `${quoteLexeme(first.written)}:*` : quoteLexeme(first.word));
}

interface Row extends Record<string, unknown> {
  repo_id: string;
  ref: string;
  path: string;
  names: string;
  places: string;
  uses: string;
  language: string | null;
  is_vendored: boolean;
  is_generated: boolean;
}

/** The visible files of `blobs`, those of the near repository before the others. One more than are taken. */
async function readFiles(tx: SearchTransaction, { scope, nearRepoId }: Asked, blobs: SQL): Promise<Row[]> {
  const files = withinScope(scope).files;
  return await tx.execute<Row>(sql`
    select s.repo_id, f.ref, f.path, s.names, s.places, s.uses, b.language, b.is_vendored, b.is_generated
    from (${blobs}
      ${nearRepoId === null ? sql`` : sql`order by (s.repo_id = ${nearRepoId}::uuid) desc`} offset 0) s
    cross join lateral (select f.ref, f.path from files f
      where f.repo_id = s.repo_id and f.blob_id = s.blob_id and ${and(files)} offset 0) f
    join blobs b on b.repo_id = s.repo_id and b.id = s.blob_id
    limit ${MAX_FILES + 1}`);
}

type Unpacked = Pick<Candidate, 'name' | 'kind' | 'role' | 'scope' | 'line' | 'column' | 'end_line' | 'is_public'>;

async function collect(
  tx: SearchTransaction,
  rows: Row[],
  { scope, kind }: Asked,
  unpack: (row: Row) => Unpacked[],
): Promise<Looked> {
  const read = rows.slice(0, MAX_FILES).map((row) => ({ ...row, repoId: row.repo_id }));
  const refs = await refsOf(tx, scope, read);
  const candidates: Candidate[] = [];
  for (const row of read) {
    const ref = refs.get(refKey(row));
    if (!ref) continue;
    for (const found of unpack(row)) {
      if (kind !== null && found.kind !== kind) continue;
      if (candidates.length >= MAX_SYMBOLS) return { candidates, isCapped: true };
      candidates.push({ ...found, ...placed(row, ref, found.column + found.name.length), label: 'syntactic' });
    }
  }
  return { candidates, isCapped: rows.length > MAX_FILES };
}

/** What a symbol takes from its file. */
export function placed(
  row: Pick<Row, 'path' | 'language' | 'is_vendored' | 'is_generated'>,
  ref: ScopedRef,
  endColumn: number,
) {
  return {
    repo: ref.repo,
    repo_id: ref.repoId,
    ref: ref.ref,
    commit: ref.commit,
    path: row.path,
    language: row.language,
    end_column: endColumn,
    isVendored: row.is_vendored,
    isGenerated: row.is_generated,
  };
}

export function and(conditions: SQL[]): SQL {
  return sql.join(conditions, sql` and `);
}

/** The scope's conditions are on `blobs b`; here the same columns are those of `blob_symbols s`. */
function withinSymbols(scope: Scope): SQL[] {
  // Of a scope of many branches each file asks for its own repository.
  if (!scope.isNarrowed || !scope.isListed) return [];
  return [isOneOf(sql`s.repo_id`, [...new Set(scope.refs.map((ref) => ref.repoId))])];
}
