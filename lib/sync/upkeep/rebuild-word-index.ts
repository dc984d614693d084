// Rebuilds the index of words and trigrams when most of its words are in no file any more: Postgres never takes a word out of it.
import { sql } from 'drizzle-orm';
import { isEmbedded } from '@/db/client';
import type { Context } from '@/lib/context';

const INDEX = 'blobs_text_idx';
/** What a rebuild left behind, if it was cut off before or after the change. */
const LEFT_BEHIND = [`${INDEX}_ccnew`, `${INDEX}_ccold`];
/** Less than this is not worth a rebuild. */
const SMALL_BYTES = 64 * 1024 ** 2;
/** Whatever the contents are like, it is not rebuilt before it is so many times as large as after the last rebuild. */
const GROWTH = 2;
/** What the last rebuild left, in the index's comment: it goes where the index goes. */
const COMMENT = /^rebuilt at (\d+) bytes$/;

interface State {
  index_bytes: number;
  table_bytes: number;
  comment: string | null;
}

/**
 * Rebuilds it if it is larger than all contents and has doubled since the last time; returns whether it did. On a
 * native server reads and writes go on meanwhile, on the embedded database they wait for seconds to minutes.
 */
export async function rebuildWordIndex(
  ctx: Pick<Context, 'db' | 'log'>,
  options: { smallBytes?: number } = {},
): Promise<boolean> {
  // What was left behind slows down each write, however small the index is.
  for (const left of LEFT_BEHIND) await ctx.db.execute(sql`drop index concurrently if exists ${sql.identifier(left)}`);
  const before = await look(ctx);
  const rebuiltAt = Number(COMMENT.exec(before.comment ?? '')?.[1] ?? 0);
  const most = Math.max(options.smallBytes ?? SMALL_BYTES, before.table_bytes, GROWTH * rebuiltAt);
  if (before.index_bytes <= most) return false;
  // Noted first, so that a rebuild that is cut off is not tried again with every turn.
  await noteSize(ctx, before.index_bytes);
  await ctx.db.execute(sql`reindex index ${sql.raw(isEmbedded() ? '' : 'concurrently')} ${sql.identifier(INDEX)}`);
  const after = await look(ctx);
  await noteSize(ctx, after.index_bytes);
  ctx.log.info({ bytes_before: before.index_bytes, bytes: after.index_bytes }, 'the index of words was rebuilt');
  return true;
}

/** A comment takes no parameters; this one is a number of ours. */
async function noteSize(ctx: Pick<Context, 'db'>, bytes: number): Promise<void> {
  await ctx.db.execute(
    sql`comment on index ${sql.identifier(INDEX)} is ${sql.raw(`'rebuilt at ${Math.round(bytes)} bytes'`)}`,
  );
}

async function look(ctx: Pick<Context, 'db'>): Promise<State> {
  const [state] = await ctx.db.$client<State[]>`
    select pg_relation_size(${INDEX}::regclass)::float8 as index_bytes, pg_table_size('blobs')::float8 as table_bytes,
      obj_description(${INDEX}::regclass, 'pg_class') as comment`;
  return state ?? { index_bytes: 0, table_bytes: 0, comment: null };
}
