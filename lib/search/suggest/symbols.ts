// Names that are defined and begin with what is typed, by the index of names; if there are few, those that hold it.
import { type SQL, sql } from 'drizzle-orm';
import { escapeRegex } from '@/lib/search/query/glob';
import { and } from '../retrieve/predicates/predicates';
import { definesName, nameFits } from '../retrieve/predicates/symbols';
import { type Scope, withinScope } from '../retrieve/scope/scope';
import { isOneOf } from '../retrieve/scope/scoped-ref';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import type { Offer } from './suggestion';

/** Files whose names are read, and names of each. */
const MAX_FILES = 120;
const MAX_NAMES = 12;
const LONGEST_NAME = 100;

interface Wanted {
  text: string;
  most: number;
  /** The field that they are values of; null for words. */
  field: 'sym' | null;
}

export async function symbolOffers(
  tx: SearchTransaction,
  scope: Scope,
  { text, most, field }: Wanted,
): Promise<Offer[]> {
  const begun = await namesLike(tx, scope, { kind: 'prefix', text });
  const more = begun.length >= most || text.length < 3 ? [] : await namesLike(tx, scope, { kind: 'literal', text });
  const names = [...new Set([...begun, ...more])].slice(0, most);
  return names.map((name) => ({ kind: 'symbol', text: name, field, isVerbatim: field === null }));
}

/** Names as often defined as they are used to be looked for: the commonest first, spelled as typed before others. */
async function namesLike(
  tx: SearchTransaction,
  scope: Scope,
  { kind, text }: { kind: 'prefix' | 'literal'; text: string },
): Promise<string[]> {
  const line = `(?n)^${kind === 'prefix' ? '' : '[^\\n]*'}${escapeRegex(text)}[^\\n]*$`;
  const rows = await tx.execute<{ name: string; files: number }>(sql`
    select n.name, count(*)::int as files
    from (
      select s.names from blob_symbols s
      cross join lateral (select 1 from files f
        where f.repo_id = s.repo_id and f.blob_id = s.blob_id and ${and(withinScope(scope).files)} limit 1) f
      where ${and([definesName({ kind, text, matchCase: false }), ...withinSymbols(scope)])}
      limit ${MAX_FILES}) s
    cross join lateral (select m[1] as name from regexp_matches(s.names, ${line}, 'gi') as m limit ${MAX_NAMES}) n
    group by n.name`);
  const fits = nameFits({ kind, text, matchCase: false });
  const isAsTyped = (name: string) => (name.includes(text) ? 0 : 1);
  return rows
    .filter(({ name }) => name.length <= LONGEST_NAME && fits(name))
    .sort(
      (a, b) =>
        isAsTyped(a.name) - isAsTyped(b.name) ||
        b.files - a.files ||
        a.name.length - b.name.length ||
        (a.name < b.name ? -1 : 1),
    )
    .map(({ name }) => name);
}

/** Of a scope of many branches each file asks for its own repository. */
function withinSymbols(scope: Scope): SQL[] {
  if (!scope.isNarrowed || !scope.isListed) return [];
  return [isOneOf(sql`s.repo_id`, [...new Set(scope.refs.map((ref) => ref.repoId))])];
}
