// Builds a model's vector index if the database has one and reading all vectors has become slow.
import { halfvecType } from 'pgvector/utils';
import { isEmbedded } from '@/db/client';
import type { Context } from '@/lib/context';
import { currentModels, vectorIndexName } from './models';

/** Reading this many in order takes about a tenth of a second; an index takes as much room again as the vectors. */
const MANY = 250_000;
/** Widest halfvec that HNSW takes. */
const MAX_DIMENSIONS = 4000;

/**
 * Builds the missing indexes of models with very many vectors, while reads and writes go on; can be repeated. Takes
 * minutes: for a background run. Returns the names of the indexes that it built. Does nothing on the embedded database.
 */
export async function buildVectorIndexes(
  ctx: Pick<Context, 'db' | 'env' | 'log'>,
  options: { many?: number; hasHnsw?: boolean } = {},
): Promise<string[]> {
  if (!(options.hasHnsw ?? !isEmbedded())) return [];
  const sql = ctx.db.$client;
  const built: string[] = [];
  for (const { id, dimensions } of await currentModels(ctx)) {
    if (dimensions > MAX_DIMENSIONS) continue;
    const name = vectorIndexName(id);
    const [state] = await sql<{ valid: boolean | null; many: boolean }[]>`
      select
        (select indisvalid from pg_index where indexrelid = to_regclass(${name})) as valid,
        (select count(*) from (select from embeddings where model_id = ${id} limit ${options.many ?? MANY}) as vectors)
          >= ${options.many ?? MANY} as many`;
    if (state?.valid || !state?.many) continue;
    // A build that was cut off leaves an invalid index behind.
    await sql`drop index concurrently if exists ${sql(name)}`;
    await sql.unsafe(
      `create index concurrently ${name} on embeddings using hnsw ((vector::${halfvecType(dimensions)}) halfvec_cosine_ops) where model_id = ${id}`,
    );
    ctx.log.info({ model_id: id, index: name }, 'vector index built');
    built.push(name);
  }
  return built;
}
