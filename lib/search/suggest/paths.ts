// Files and folders whose path holds what is typed, by the trigram index of paths.
import { sql } from 'drizzle-orm';
import { contains } from '@/lib/search/query/glob';
import { and } from '../retrieve/predicates/predicates';
import { ASCII_ALONE, hasTrigrams } from '../retrieve/predicates/trigrams';
import { type Scope, withinScope } from '../retrieve/scope/scope';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import type { Offer } from './suggestion';

/** Paths that are ranked; and of what the index cannot narrow, those that are looked at. */
const MAX_PATHS = 400;
const MAX_LOOKED_AT = 3000;

export async function pathOffers(tx: SearchTransaction, scope: Scope, text: string, most: number): Promise<Offer[]> {
  const within = and(withinScope(scope).files);
  const holds = contains(sql`f.path`, text, false);
  const isIndexed = hasTrigrams(text, ASCII_ALONE);
  // A letter or two say little unless it is known where: then the first files are as good as any.
  if (!isIndexed && scope.refs.length !== 1) return [];
  const rows = await tx.execute<{ path: string }>(
    isIndexed
      ? sql`select f.path from files f where ${holds} and ${within} limit ${MAX_PATHS}`
      : sql`select f.path from (select f.path from files f where ${within} order by f.path limit ${MAX_LOOKED_AT}) f
          where ${holds} limit ${MAX_PATHS}`,
  );
  const offered = new Set(rows.flatMap(({ path }) => placesIn(path, text.toLowerCase())));
  return [...offered]
    .map((path) => ({ path, rank: rankOf(path, text.toLowerCase()) }))
    .sort((a, b) => a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .slice(0, most)
    .map(({ path }) => ({ kind: 'path', text: path, field: 'file', isOpen: path.endsWith('/') }));
}

/** The folder in whose name the text ends, or the file. */
function placesIn(path: string, wanted: string): string[] {
  const at = path.toLowerCase().lastIndexOf(wanted);
  if (at < 0) return [];
  const slash = path.indexOf('/', at + Math.max(wanted.length - 1, 0));
  return [slash < 0 ? path : path.slice(0, slash + 1)];
}

/** What begins so comes first, then what has a name that does. */
function rankOf(path: string, wanted: string): number {
  const folded = path.toLowerCase();
  if (folded.startsWith(wanted)) return 0;
  const own = folded.replace(/\/$/, '');
  if (own.slice(own.lastIndexOf('/') + 1).startsWith(wanted)) return 1;
  return folded.includes(`/${wanted}`) ? 2 : 3;
}
