// The board: hosts × repositories, the worst first.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type HostState, hostState } from '@/db/schema';
import { mayOnRepos } from '@/lib/access/visible-repos';
import type { Context } from '@/lib/context';
import { cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import type { Board, BoardCounts, BoardItem } from './board-item';
import { PLACES, RANK, STATE, visiblePlaces } from './places';

const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0'));

export const boardFilterSchema = z.object({
  org: text(100).optional().meta({ description: 'Of this organisation’s repositories, by its slug.' }),
  group: text(100).optional().meta({ description: 'Hosts of this group.' }),
  state: z
    .enum([...hostState.enumValues, 'differs'])
    .optional()
    .meta({ description: 'How they stand. differs: everything but in_sync.' }),
  q: text(200).optional().meta({ description: 'Parts of repository, host or its address, in any case.' }),
  repo: z.uuid().optional().meta({ description: 'Of this repository, by its id.' }),
  delivery: z.uuid().optional(),
});
export type BoardFilter = z.infer<typeof boardFilterSchema>;

/** Rank, when it was in sync last in microseconds since the epoch, and the two ids. */
const position = z.tuple([z.int(), z.string().regex(/^-?\d{1,18}$/), z.guid(), z.guid()]);

type Row = Omit<BoardItem, 'you_may'> & { rank: number; micros: string; may_deliver: boolean };

/** A page of it. `limit` is 100 unless told and at most 200; throws `invalid` for a foreign cursor. */
export async function listBoard(
  ctx: Pick<Context, 'actor' | 'db'>,
  options: BoardFilter & { limit?: number; cursor?: string } = {},
): Promise<Board> {
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const [rows, counts] = await Promise.all([
    readPage(ctx, options, { after, limit: limit + 1 }),
    countStates(ctx, options),
  ]);
  const page = cutPage(rows, limit, (row) => [row.rank, row.micros, row.delivery_id, row.target.id]);
  return {
    items: page.items.map(({ rank: _, micros: __, may_deliver: mayDeliver, ...row }) => ({
      ...row,
      you_may: mayDeliver ? ['deliver'] : [],
    })),
    counts,
    next_cursor: page.nextCursor,
  };
}

/** How many hosts stand how, among those that fit but for the state. */
export async function countStates(ctx: Pick<Context, 'actor' | 'db'>, filter: BoardFilter = {}): Promise<BoardCounts> {
  const rows = await ctx.db.execute<{ state: HostState; count: number }>(sql`
    select ${STATE} as state, count(*)::int as count from ${PLACES}
    where ${visiblePlaces(ctx)} and ${fits({ ...filter, state: undefined })} group by 1`);
  const counts = Object.fromEntries(hostState.enumValues.map((state) => [state, 0])) as BoardCounts;
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

const MICROS = sql`(coalesce(extract(epoch from h.in_sync_at), 0) * 1000000)::bigint`;

/** The order alone first; what the page shows beside is read for its rows only. */
async function readPage(
  ctx: Pick<Context, 'actor' | 'db'>,
  filter: BoardFilter,
  { after, limit }: { after: z.infer<typeof position> | undefined; limit: number },
): Promise<Row[]> {
  const mayDeliver = mayOnRepos(ctx.actor, 'repo.deliver') ?? sql`true`;
  const isAfter = after
    ? sql`(${RANK}, ${MICROS}, d.id, t.id) > (${after[0]}::int, ${after[1]}::bigint, ${after[2]}::uuid, ${after[3]}::uuid)`
    : sql`true`;
  const rows = await ctx.db.execute<Record<string, unknown> & { page: Row }>(sql`
    with page as (
      select ${RANK} as rank, ${MICROS} as micros, d.id as delivery_id, t.id as target_id, ${STATE} as state,
        wanted.commit as wanted_commit, orgs.name as org, repos.name, ${mayDeliver} as may_deliver
      from ${PLACES}
      where ${visiblePlaces(ctx)} and ${fits(filter)} and ${isAfter}
      order by 1, 2, 3, 4 limit ${limit}
    )
    select json_build_object(
      'rank', page.rank, 'micros', page.micros::text, 'may_deliver', page.may_deliver,
      'delivery_id', d.id, 'repo', json_build_object('id', d.repo_id, 'org', page.org, 'name', page.name), 'ref', d.ref,
      'target', json_build_object('id', t.id, 'name', t.name, 'path', t.path, 'group', t.group, 'is_enabled', t.is_enabled,
        'address', t.user_name || '@' || t.host || ':' || t.port),
      'state', page.state, 'wanted_commit', page.wanted_commit,
      'state_text', case when page.state = h.state then h.state_text end,
      'behind_by', case when page.state = h.state then h.behind_by end,
      'seen_commit', coalesce(h.seen_commit, h.commit),
      'changed_count', case when h.state = 'changed' then h.changed_count end,
      'upstream_checked_at', r.checked_at, 'delivered_at', h.delivered_at, 'verified_at', h.verified_at,
      'in_sync_at', h.in_sync_at, 'differs_since', h.differs_since,
      'is_enabled', d.is_enabled, 'active_run_id', d.active_run_id,
      'last_run', (select json_build_object('id', x.id, 'status', x.status, 'ended_at', x.ended_at) from delivery_runs x
        where x.delivery_id = d.id order by x.created_at desc, x.id desc limit 1)
    ) as page
    from page join deliveries d on d.id = page.delivery_id join targets t on t.id = page.target_id
    join repos r on r.id = d.repo_id
    left join delivery_targets h on h.delivery_id = d.id and h.target_id = t.id
    order by page.rank, page.micros, d.id, t.id`);
  return rows.map(({ page }) => ({
    ...page,
    upstream_checked_at: iso(page.upstream_checked_at),
    delivered_at: iso(page.delivered_at),
    verified_at: iso(page.verified_at),
    in_sync_at: iso(page.in_sync_at),
    differs_since: iso(page.differs_since),
    last_run: page.last_run && { ...page.last_run, ended_at: iso(page.last_run.ended_at) },
  }));
}

/** Every word of `q` must be found. */
function fits({ org, group, state, q = '', repo, delivery }: BoardFilter): SQL {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
  const conditions = [
    org === undefined ? undefined : sql`lower(orgs.name) = ${org.toLowerCase()}`,
    group === undefined ? undefined : sql`t.group = ${group}`,
    repo === undefined ? undefined : sql`d.repo_id = ${repo}::uuid`,
    delivery === undefined ? undefined : sql`d.id = ${delivery}::uuid`,
    state === undefined
      ? undefined
      : state === 'differs'
        ? sql`${STATE} <> 'in_sync'`
        : sql`${STATE} = ${state}::host_state`,
    ...words.map(
      (word) => sql`(strpos(lower(orgs.name || '/' || repos.name), ${word}) > 0
        or strpos(lower(t.name || ' ' || t.user_name || '@' || t.host || ':' || t.port), ${word}) > 0)`,
    ),
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function iso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
