// Names of repositories, organisations and branches that hold what is typed, of those that the caller may read and that
// the rest of the query leaves.
import { sql } from 'drizzle-orm';
import type { Actor } from '@/lib/context';
import { contains, escapeLike } from '@/lib/search/query/glob';
import type { SearchPlan } from '../query/plan/simplify';
import { NAME, repoConditions } from '../retrieve/scope/repo-conditions';
import { readableBy } from '../retrieve/scope/scope';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';
import type { Offer } from './suggestion';

/** Branches that are looked at: a server may have as many as it has commits. */
const MAX_BRANCHES = 2000;

interface Typed {
  text: string;
  /** The rest of the query. */
  plan: Pick<SearchPlan, 'filters' | 'excludedFilters'>;
  most: number;
}

/** Repositories that can be searched: those whose name, or whole name, begins so first. */
export async function repoOffers(tx: SearchTransaction, actor: Actor, { text, plan, most }: Typed): Promise<Offer[]> {
  const start = `${escapeLike(text)}%`;
  const fitting = sql.join([readableBy(actor), ...repoConditions(plan, 'repo')], sql` and `);
  const rows = await tx.execute<{ name: string }>(sql`
    select ${NAME} as name from repos r join orgs o on o.id = r.org_id
    where ${fitting} and ${contains(NAME, text, false)}
      and exists (select 1 from indexed_refs ir where ir.repo_id = r.id)
    order by (${NAME} ilike ${start} or r.name ilike ${start}) desc, length(${NAME}), ${NAME} limit ${most}`);
  return rows.map(({ name }) => ({ kind: 'repo', text: name, field: 'repo' }));
}

/** Organisations that have something to read for the caller. */
export async function orgOffers(tx: SearchTransaction, actor: Actor, { text, plan, most }: Typed): Promise<Offer[]> {
  const fitting = sql.join([readableBy(actor), ...repoConditions(plan, 'org')], sql` and `);
  const rows = await tx.execute<{ name: string }>(sql`
    select o.name from orgs o where ${contains(sql`o.name`, text, false)}
      and exists (select 1 from repos r where r.org_id = o.id and ${fitting})
    order by (o.name ilike ${`${escapeLike(text)}%`}) desc, o.name limit ${most}`);
  return rows.map(({ name }) => ({ kind: 'org', text: name, field: 'org' }));
}

/** Branches of the repositories that the rest of the query is about. */
export async function branchOffers(tx: SearchTransaction, actor: Actor, { text, plan, most }: Typed): Promise<Offer[]> {
  const fitting = sql.join([readableBy(actor), ...repoConditions(plan)], sql` and `);
  const rows = await tx.execute<{ name: string }>(sql`
    select b.ref as name from (
      select ir.ref from repos r join orgs o on o.id = r.org_id join indexed_refs ir on ir.repo_id = r.id
      where ${fitting} and ${contains(sql`ir.ref`, text, false)}
      limit ${MAX_BRANCHES}) b
    group by b.ref order by (b.ref ilike ${`${escapeLike(text)}%`}) desc, count(*) desc, b.ref limit ${most}`);
  return rows.map(({ name }) => ({ kind: 'branch', text: name, field: 'branch' }));
}
