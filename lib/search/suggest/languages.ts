// Languages that begin with what is typed: those that the caller's repositories have first, by a sample of their files.
import { sql } from 'drizzle-orm';
import { languagesLike } from '@/lib/search/query/languages';
import type { Scope } from '../retrieve/scope/scope';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import type { Offer } from './suggestion';

/** Files that are looked at, of all repositories together. */
const SAMPLE = 3000;

export async function languageOffers(
  tx: SearchTransaction,
  scope: Pick<Scope, 'refs'>,
  text: string,
  most: number,
): Promise<Offer[]> {
  const known = languagesLike(text);
  const used = await usedLanguages(tx, [...new Set(scope.refs.map(({ repoId }) => repoId))]);
  const place = (name: string) => used.get(name) ?? 0;
  // What nobody has is offered to whoever typed a part of it: it may come.
  const offered = known.filter((name) => text !== '' || place(name) > 0).sort((a, b) => place(b) - place(a));
  return offered.slice(0, most).map((name) => ({ kind: 'language', text: name, field: 'lang' }));
}

async function usedLanguages(tx: SearchTransaction, repoIds: string[]): Promise<Map<string, number>> {
  if (repoIds.length === 0) return new Map();
  const each = Math.ceil(SAMPLE / repoIds.length);
  const rows = await tx.execute<{ language: string; files: number }>(sql`
    select b.language, count(*)::int as files
    from unnest(${`{${repoIds.join(',')}}`}::uuid[]) as asked (id)
    cross join lateral (select language from blobs where repo_id = asked.id order by id desc limit ${each}) b
    where b.language is not null group by b.language`);
  return new Map(rows.map(({ language, files }) => [language, files]));
}
